"""Suggestions while somebody types into the search box; without script the box is a plain search."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from msgspec import json

from store.application.browsing.messages import CategoryNode, ListProducts, ProductPage
from store.application.browsing.searches import PopularSearches
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.suggestions import MOST_GOODS, SHORTEST, others, places
from store.entrypoints.storefront.frame import LOCALE, Frame, by_htmx, see
from store.entrypoints.storefront.listing import LONGEST_SEARCH

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
        wanted = ListProducts(q=words, limit=MOST_GOODS, currency=await frame.currency(request))
        page = _page.decode(await desk.ask(wanted, request))
        tree = await frame.categories(request)
        popular = await desk.ask(PopularSearches(), request)
    return Template(
        "storefront/suggestions.html",
        headers={"cache-control": "private, max-age=60", "vary": "cookie, accept-language"},  # the currency is theirs
        context={"words": words, "page": page, "places": places(words, tree),
                 "others": others(words, popular), "locale": LOCALE},
    )
