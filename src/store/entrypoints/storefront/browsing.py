"""The shop window: home and product pages."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import json, structs

from store.application.browsing.errors import StandsElsewhere, TakenOut
from store.application.browsing.messages import (
    GetProduct,
    ListProducts,
    ProductDetail,
    ProductPage,
)
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.moved import moved
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.structured import open_graph, structured

SHOWN_AT_HOME = 8
SHOWN_NEAR = 4

_page = json.Decoder(ProductPage)
_product = json.Decoder(ProductDetail)


@get("/", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def home(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Template:
    """The front of the shop."""
    best = ListProducts(limit=SHOWN_AT_HOME, sort="newest", in_stock=True, currency=await frame.currency(request))
    newest = _page.decode(await desk.ask(best, request))
    picks = _page.decode(await desk.ask(structs.replace(best, sort="-price"), request))
    return await frame.page(
        "storefront/home.html", request, categories=await frame.categories(request), newest=newest.items,
        picks=picks.items,
    )


@get("/products/{slug:str}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def product(
    slug: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo], searches: NamedDependency[Searches],
    sku: FromQuery[str | None] = None, found: FromQuery[str] = "",
) -> Response[Any]:
    """One thing, closely: the variant asked for, else the first that can be bought."""
    await limits.spend(READING, request)
    try:
        shown = _product.decode(await desk.ask(GetProduct(slug=slug, currency=await frame.currency(request)), request))
    except StandsElsewhere as elsewhere:
        return Response(b"", status_code=301, headers=moved(request, elsewhere.slug))
    except TakenOut as gone:
        return await _gone(gone, request, desk, frame)
    asked = next((variant for variant in shown.variants if variant.sku == sku), None)
    first = next((variant for variant in shown.variants if variant.in_stock), shown.variants[0])
    return await frame.page(
        "storefront/product.html", request, product=shown, selected=asked or first, problem=None,
        structured=structured(shown, shop), open_graph=open_graph(shown, asked or first, shop),
        found=searches.opened(request, found, slug), net=await frame.taxed_on_top(request),
    )


async def _gone(gone: TakenOut, request: AnyRequest, desk: Desk, frame: Frame) -> Template:
    """What was here, and what stands near: the address is known to somebody who wanted it."""
    near = ListProducts(
        category=(gone.category,) if gone.category else (), limit=SHOWN_NEAR, in_stock=True,
        currency=await frame.currency(request),
    )
    found = _page.decode(await desk.ask(near, request)).items if gone.category else []
    return await frame.page(
        "storefront/gone.html", request, status=410, name=gone.name, place=gone.category if found else None,
        near=found,
    )
