"""Lists of goods: all of them, what a search finds, and the page of each category."""

from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from msgspec import Struct, json, structs

from store.application.browsing.messages import (
    SORTS,
    CategoryPage,
    GetCategory,
    ListProducts,
    ProductPage,
)
from store.application.shared.errors import BadCursor, BadValue
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import category_href, href
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.moved import standing
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.suggestions import nodes_of
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.ranges import bounds_of, ranges_in

PAGE: Final = 20
LONGEST_SEARCH: Final = 200
VIEWS: Final = ("grid", "list")
_page = json.Decoder(ProductPage)


class Filters(Struct, frozen=True):
    """What a visitor narrowed a list down to, and how it is shown. In addresses it is named as here."""

    q: str = ""
    category: list[str] = []
    brand: list[str] = []
    facet: list[str] = []
    range: list[str] = []
    price_min: str | None = None
    price_max: str | None = None
    in_stock: bool = False
    sort: str | None = None
    view: str | None = None
    cursor: str | None = None

    def query(self, place: str | None, currency: str) -> ListProducts:
        """The question behind it; within *place*, if that is a category."""
        within = tuple(self.category) or ((place,) if place else ())
        return ListProducts(
            q=self.q, category=within, brand=tuple(self.brand), facet=tuple(self.facet), range=tuple(self.range),
            price_min=self.price_min, price_max=self.price_max, in_stock=self.in_stock, sort=self.sort,
            cursor=self.cursor, limit=PAGE, facets=True, currency=currency,
        )

    def bare(self) -> "Filters":
        """Without what may make no sense."""
        return Filters(q=self.q, category=self.category, brand=self.brand, view=self.view)


@get("/products", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def listing(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], searches: NamedDependency[Searches], q: FromQuery[str] = "",
    category: FromQuery[list[str] | None] = None, brand: FromQuery[list[str] | None] = None,
    facet: FromQuery[list[str] | None] = None, price_min: FromQuery[str | None] = None,
    price_max: FromQuery[str | None] = None, in_stock: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None, view: FromQuery[str | None] = None, cursor: FromQuery[str | None] = None,
) -> Response[Any]:
    """All goods, or those that a search finds."""
    await limits.spend(READING, request, cost=SEARCH if q.strip() else 1)
    filters = Filters(
        q.strip()[:LONGEST_SEARCH], _some(category), _some(brand), _some(facet), ranges_in(request), price_min or None,
        price_max or None, _ticked(in_stock), _sort(sort, q), view if view in VIEWS else None, cursor or None,
    )
    return await _shown(filters, None, request, desk, frame, searches)


@get("/categories/{slug:path}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def category(
    slug: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], category: FromQuery[list[str] | None] = None,
    brand: FromQuery[list[str] | None] = None, facet: FromQuery[list[str] | None] = None,
    price_min: FromQuery[str | None] = None, price_max: FromQuery[str | None] = None,
    in_stock: FromQuery[str | None] = None, sort: FromQuery[str | None] = None, view: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
) -> Response[Any]:
    """A category: what it is about, what stands below it, and its goods. Where it stood before, one is led on."""
    await limits.spend(READING, request)
    filters = Filters(
        "", _some(category), _some(brand), _some(facet), ranges_in(request), price_min or None, price_max or None,
        _ticked(in_stock), _sort(sort, ""), view if view in VIEWS else None, cursor or None,
    )
    asked = slug.strip("/")
    place = await desk.ask(GetCategory(slug=asked), request)
    if place.slug != asked:
        return Redirect(href(category_href(place.slug), structs.asdict(filters)), status_code=301)
    return await _shown(filters, place, request, desk, frame)


@get("/categories", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def categories(
    request: AnyRequest, frame: NamedDependency[Frame], limits: NamedDependency[RateLimits]
) -> Template:
    """All categories, as the tree they are."""
    await limits.spend(READING, request)
    return await frame.page("storefront/categories.html", request, tree=await frame.categories(request, anew=True))


async def _shown(
    filters: Filters, place: CategoryPage | None, request: AnyRequest, desk: Desk, frame: Frame,
    searches: Searches | None = None,
) -> Response[Any]:
    path = category_href(place.slug) if place else "/products"
    names = {node.slug: node.name for node in nodes_of(await frame.categories(request))}
    if (stands := await standing(filters.category, names, request, desk)) != filters.category:
        return Redirect(href(path, structs.asdict(filters), category=stands), status_code=301)
    problem, within, currency = None, place.slug if place else None, await frame.currency(request)
    try:
        found = await desk.ask(filters.query(within, currency), request)
    except (BadValue, BadCursor) as refused:
        problem, filters = str(refused), filters.bare()
        found = await desk.ask(filters.query(within, currency), request)
    page, bare = _page.decode(found), Filters(q=filters.q, sort=filters.sort, view=filters.view)
    mark = searches.looked(request, filters.q, page, first=filters == bare) if searches else ""
    return await frame.page(
        "storefront/listing.html", request, page=page, found=mark, filters=structs.asdict(filters), q=filters.q,
        ranges=[bounds_of(it) for it in filters.range], category=place, problem=problem,
        path=path, names=names,
    )


def _some(values: list[str] | None) -> list[str]:
    """Each of them once; a form left empty says nothing."""
    return list(dict.fromkeys(value for value in values or () if value))


def _ticked(value: str | None) -> bool:
    return value in {"1", "on", "true"}


def _sort(wish: str | None, q: str) -> str | None:
    """One that there is; of a list without words nothing fits best."""
    return wish if wish in SORTS and (wish != "relevance" or q.strip()) else None
