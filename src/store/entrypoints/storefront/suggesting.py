"""Suggestions while somebody types into the search box; without script the box is a plain search."""

from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from msgspec import json

from store.application.browsing.messages import CategoryNode, ListProducts, ProductPage
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.frame import LOCALE, Frame, by_htmx, see
from store.entrypoints.storefront.listing import LONGEST_SEARCH, nodes_of

MOST: Final = 6
MOST_PLACES: Final = 2
SHORTEST: Final = 2

_page = json.Decoder(ProductPage)


@get("/products/suggest", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def suggest(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], q: FromQuery[str] = "",
) -> Response[Any]:
    """The few categories and goods that fit best, as a part of the page."""
    words = q.strip()[:LONGEST_SEARCH]
    if not by_htmx(request):
        return see(href("/products", q=words))
    await limits.spend(READING, request, cost=SEARCH)
    page, tree = None, list[CategoryNode]()
    if len(words) >= SHORTEST:
        page = _page.decode(await desk.ask(ListProducts(q=words, limit=MOST), request))
        tree = await frame.categories(request)
    return Template(
        "storefront/suggestions.html", headers={"cache-control": "private, max-age=60"},
        context={"words": words, "page": page, "places": _places(words, tree), "locale": LOCALE},
    )


def _places(words: str, tree: list[CategoryNode]) -> list[CategoryNode]:
    """Categories that have goods and a name in which each of *words* begins a word; those with most goods first."""
    wanted = words.lower().split()
    fitting = [
        node for node in nodes_of(tree)
        if node.count and all(any(part.startswith(word) for part in node.name.lower().split()) for word in wanted)
    ]
    return sorted(fitting, key=lambda node: -node.count)[:MOST_PLACES]
