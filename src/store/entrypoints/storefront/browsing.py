"""The shop window: home and product pages."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import json

from store.application.browsing.messages import (
    GetProduct,
    ListProducts,
    ProductDetail,
    ProductPage,
)
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.structured import open_graph, structured

SHOWN_AT_HOME = 8

_page = json.Decoder(ProductPage)
_product = json.Decoder(ProductDetail)


@get("/", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def home(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Template:
    """The front of the shop."""
    newest = _page.decode(await desk.ask(ListProducts(limit=SHOWN_AT_HOME, sort="newest", in_stock=True), request))
    picks = _page.decode(await desk.ask(ListProducts(limit=SHOWN_AT_HOME, sort="-price", in_stock=True), request))
    return await frame.page(
        "storefront/home.html", request, categories=await frame.categories(request), newest=newest.items,
        picks=picks.items,
    )


@get("/products/{slug:str}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def product(
    slug: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo], sku: FromQuery[str | None] = None,
) -> Template:
    """One thing, closely: the variant asked for, else the first that can be bought."""
    await limits.spend(READING, request)
    found = _product.decode(await desk.ask(GetProduct(slug=slug), request))
    asked = next((variant for variant in found.variants if variant.sku == sku), None)
    first = next((variant for variant in found.variants if variant.in_stock), found.variants[0])
    return await frame.page(
        "storefront/product.html", request, product=found, selected=asked or first, problem=None,
        structured=structured(found, shop), open_graph=open_graph(found, asked or first, shop),
    )


