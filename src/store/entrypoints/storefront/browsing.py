"""The shop window: home, lists and product pages."""

from typing import Any
from urllib.parse import quote, urlencode

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Struct, json, structs

from store.application.browsing.errors import StandsElsewhere, TakenOut
from store.application.browsing.messages import (
    SORTS,
    CategoryNode,
    Crumb,
    GetProduct,
    ListProducts,
    ProductDetail,
    ProductPage,
)
from store.application.shared.errors import BadCursor, BadValue, NoSuch
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.moved import moved
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame

PAGE = 20
SHOWN_AT_HOME = 8
SHOWN_NEAR = 4
LONGEST_SEARCH = 200

_page = json.Decoder(ProductPage)
_product = json.Decoder(ProductDetail)


class Filters(Struct, frozen=True):
    """What a visitor narrowed a list down to."""

    q: str = ""
    category: str | None = None
    brand: list[str] = []
    price_min: str | None = None
    price_max: str | None = None
    in_stock: bool = False
    sort: str | None = None
    cursor: str | None = None

    def query(self) -> ListProducts:
        """The question behind it."""
        return ListProducts(
            q=self.q, category=self.category, brand=tuple(self.brand), price_min=self.price_min,
            price_max=self.price_max, in_stock=self.in_stock, sort=self.sort, cursor=self.cursor, limit=PAGE,
            facets=True,
        )


@get("/", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def home(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Template:
    """The front of the shop."""
    newest = _page.decode(await desk.ask(ListProducts(limit=SHOWN_AT_HOME, sort="newest", in_stock=True), request))
    picks = _page.decode(await desk.ask(ListProducts(limit=SHOWN_AT_HOME, sort="-price", in_stock=True), request))
    return await frame.page(
        "storefront/home.html", request, categories=await frame.categories(request), newest=newest.items,
        picks=picks.items,
    )


@get("/products", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def listing(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], q: FromQuery[str] = "", category: FromQuery[str | None] = None,
    brand: FromQuery[list[str] | None] = None, price_min: FromQuery[str | None] = None,
    price_max: FromQuery[str | None] = None, in_stock: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None, cursor: FromQuery[str | None] = None,
) -> Template:
    """Goods of a category, a search, or all of them."""
    await limits.spend(READING, request, cost=SEARCH if q.strip() else 1)
    filters = Filters(
        q=q.strip()[:LONGEST_SEARCH], category=category or None, brand=[name for name in brand or () if name],
        price_min=price_min or None, price_max=price_max or None, in_stock=in_stock in {"1", "on", "true"},
        sort=sort if sort in SORTS and (sort != "relevance" or q.strip()) else None, cursor=cursor or None,
    )
    tree = await frame.categories(request)
    trail = _trail(tree, filters.category) if filters.category else []
    if filters.category and not trail:
        raise NoSuch("category", filters.category)
    problem = None
    try:
        found = await desk.ask(filters.query(), request)
    except (BadValue, BadCursor) as refused:
        problem = str(refused)
        filters = Filters(q=filters.q, category=filters.category, brand=filters.brand)
        found = await desk.ask(filters.query(), request)
    return await frame.page(
        "storefront/listing.html", request, page=_page.decode(found), filters=structs.asdict(filters), q=filters.q,
        category=trail[-1] if trail else None, breadcrumbs=[Crumb(node.slug, node.name) for node in trail[:-1]],
        problem=problem, path="/products",
    )


@get("/products/{slug:str}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def product(
    slug: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo], sku: FromQuery[str | None] = None,
) -> Response[Any]:
    """One thing, closely: the variant asked for, else the first that can be bought."""
    await limits.spend(READING, request)
    try:
        found = _product.decode(await desk.ask(GetProduct(slug=slug), request))
    except StandsElsewhere as elsewhere:
        return Response(b"", status_code=301, headers=moved(request, elsewhere.slug))
    except TakenOut as gone:
        return await _gone(gone, request, desk, frame)
    asked = next((variant for variant in found.variants if variant.sku == sku), None)
    first = next((variant for variant in found.variants if variant.in_stock), found.variants[0])
    return await frame.page(
        "storefront/product.html", request, product=found, selected=asked or first, problem=None,
        structured=structured(found, shop.address),
    )


async def _gone(gone: TakenOut, request: AnyRequest, desk: Desk, frame: Frame) -> Template:
    """What was here, and what stands near: the address is known to somebody who wanted it."""
    near = ListProducts(category=gone.category, limit=SHOWN_NEAR, in_stock=True)
    found = _page.decode(await desk.ask(near, request)).items if gone.category else []
    return await frame.page(
        "storefront/gone.html", request, status=410, name=gone.name, place=gone.category if found else None,
        near=found,
    )


def structured(product: ProductDetail, address: str) -> dict[str, Any]:
    """The product in the words of schema.org, for search engines. Nobody has rated it, so no rating is claimed."""
    page = f"{address}/products/{quote(product.slug)}"
    return {
        "@context": "https://schema.org", "@type": "Product", "name": product.name, "url": page,
        "description": product.description or product.name, "brand": {"@type": "Brand", "name": product.brand},
        "image": [address + image.src if image.src.startswith("/") else image.src for image in product.images],
        "sku": product.variants[0].sku,
        "offers": [
            {
                "@type": "Offer", "sku": variant.sku, "url": f"{page}?{urlencode({'sku': variant.sku})}",
                "price": variant.price.amount, "priceCurrency": variant.price.currency,
                "availability": f"https://schema.org/{'InStock' if variant.in_stock else 'OutOfStock'}",
            } for variant in product.variants
        ],
    }


def _trail(nodes: list[CategoryNode], slug: str) -> list[CategoryNode]:
    for node in nodes:
        if node.slug == slug:
            return [node]
        below = _trail(node.children, slug)
        if below:
            return [node, *below]
    return []
