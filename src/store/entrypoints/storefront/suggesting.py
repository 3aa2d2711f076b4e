"""Suggestions while somebody types into the search box; without script the box is a plain search."""

from itertools import islice
from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from msgspec import json

from store.application.browsing.looked_for import words_of
from store.application.browsing.messages import CategoryNode, ListProducts, ProductPage
from store.application.browsing.searches import PopularSearches
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.frame import LOCALE, Frame, by_htmx, see
from store.entrypoints.storefront.listing import LONGEST_SEARCH, nodes_of

MOST: Final = 6
MOST_PLACES: Final = 2
MOST_SEARCHES: Final = 3
SHORTEST: Final = 2

_page = json.Decoder(ProductPage)


@get("/products/suggest", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def suggest(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], q: FromQuery[str] = "",
) -> Response[Any]:
    """The few categories, searches of others and goods that fit best, as a part of the page."""
    words = q.strip()[:LONGEST_SEARCH]
    if not by_htmx(request):
        return see(href("/products", q=words))
    await limits.spend(READING, request, cost=SEARCH)
    page, tree, popular = None, list[CategoryNode](), list[str]()
    if len(words) >= SHORTEST:
        page = _page.decode(await desk.ask(ListProducts(q=words, limit=MOST), request))
        tree = await frame.categories(request)
        popular = await desk.ask(PopularSearches(), request)
    return Template(
        "storefront/suggestions.html", headers={"cache-control": "private, max-age=60"},
        context={"words": words, "page": page, "places": _places(words, tree),
                 "others": _others(words, popular), "locale": LOCALE},
    )


def _places(words: str, tree: list[CategoryNode]) -> list[CategoryNode]:
    """Categories that have goods and a name in which each of *words* begins a word; those with most goods first."""
    wanted = words.lower().split()
    fitting = [
        node for node in nodes_of(tree)
        if node.count and all(any(part.startswith(word) for part in node.name.lower().split()) for word in wanted)
    ]
    return sorted(fitting, key=lambda node: -node.count)[:MOST_PLACES]


def _others(words: str, popular: list[str]) -> list[str]:
    """What many look for that goes on from what was typed: each of *words* begins a word of it, in any order."""
    typed = words_of(words) or ""
    wanted = typed.split()
    fitting = (
        one for one in popular
        if wanted and one != typed and all(any(part.startswith(word) for part in one.split()) for word in wanted)
    )
    return list(islice(fitting, MOST_SEARCHES))
