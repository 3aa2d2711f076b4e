"""``/api/v1/products/suggest``: what fits while somebody types, for programs that have a search box of their own."""

from typing import Annotated, Final

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Struct, json

from store.application.browsing.messages import (
    CategoryNode,
    ListCategories,
    ListProducts,
    ProductCard,
    ProductPage,
)
from store.application.browsing.searches import PopularSearches
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.suggestions import MOST_GOODS, SHORTEST, others, places

_page: Final = json.Decoder(ProductPage)
_tree: Final = json.Decoder(list[CategoryNode])


class SuggestedCategory(Struct, frozen=True):
    """A category with goods, of whose name each word typed begins a word."""

    slug: str
    name: str
    count: int


class Suggestions(Struct, frozen=True):
    """What fits: categories, searches of several others that found something, and goods."""

    categories: list[SuggestedCategory]
    searches: list[str]
    products: list[ProductCard]


@get(
    "/products/suggest", tags=["Products"],
    opt=described("suggestProducts", limited=True) | open_to(Permission.PUBLIC),
)
async def suggest(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
    q: Annotated[str, QueryParameter(max_length=200, description="What was typed; from two letters on something fits")],
) -> Suggestions:
    """The few categories, searches of others and goods that fit best. None of it is counted as a search."""
    await limits.spend(READING, request, cost=SEARCH)
    words = q.strip()
    if len(words) < SHORTEST:
        return Suggestions([], [], [])
    page = _page.decode(await desk.ask(ListProducts(q=words, limit=MOST_GOODS), request))
    tree = _tree.decode(await desk.ask(ListCategories(), request))
    return Suggestions(
        [SuggestedCategory(it.slug, it.name, it.count) for it in places(words, tree)],
        others(words, await desk.ask(PopularSearches(), request)), page.items,
    )
