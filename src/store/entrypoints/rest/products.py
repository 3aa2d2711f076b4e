"""``/api/v1/products``: the goods over HTTP."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response.base import ASGIResponse

from store.application.browsing.errors import StandsElsewhere
from store.application.browsing.messages import (
    SORTS,
    GetProduct,
    ListProducts,
    ProductDetail,
    ProductPage,
)
from store.application.shared.errors import BadValue
from store.entrypoints.rest.answers import fresh
from store.entrypoints.rest.currency_asked import InCurrency
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.looked_for import MARK, Searches, outcome_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.moved import led_on, moved
from store.entrypoints.shared.permissions import Permission, open_to

MOST = 100
LONGEST_SEARCH = 200


class ProductsController(Controller):
    path = "/products"
    opt = open_to(Permission.PUBLIC)
    tags = ("Products",)

    @get(
        opt=described("listProducts", 301, limited=True, kept=True),
        responses={200: ResponseSpec(ProductPage, description="One page of products")},
    )
    async def find(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
        searches: NamedDependency[Searches], q: FromQuery[str] = "", category: FromQuery[list[str] | None] = None,
        brand: FromQuery[list[str] | None] = None,
        facet: Annotated[list[str] | None, QueryParameter(description="`name: value`: an attribute or option")] = None,
        range: Annotated[list[str] | None, QueryParameter(
            description="`key: from..to`: bounds of a number, such as `Weight (kg): 1..3`; either end may be left out",
        )] = None,
        price_min: FromQuery[str | None] = None, price_max: FromQuery[str | None] = None,
        in_stock: FromQuery[bool] = False,
        sort: Annotated[str | None, QueryParameter(description=f"One of {', '.join(SORTS)}")] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(description=f"1 to {MOST}")] = 20,
        facets: FromQuery[bool] = False, currency: InCurrency = "",
    ) -> ASGIResponse:
        """Find products, a page at a time.

        `category` is a slug and means all below it too; one that it had before leads on. Of several categories and
        brands any will do, and of facets any of each name; each `range` has to be kept to. Prices are decimal strings.
        `total` is exact up to 10,000. With `q`, the header `store-search` of the answer says which search that was:
        `found` of the product and of the cart take it, so that staff can see what searches lead to. It says nothing of
        who asks.
        """
        await limits.spend(READING, request, cost=SEARCH if q.strip() else 1)
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        if len(q) > LONGEST_SEARCH:
            raise BadValue("q", f"at most {LONGEST_SEARCH} characters")
        found = await desk.ask(ListProducts(
            q=q.strip(), category=tuple(filter(None, category or ())), brand=tuple(brand or ()),
            facet=tuple(facet or ()), range=tuple(range or ()), price_min=price_min, price_max=price_max,
            in_stock=in_stock, sort=sort or None, cursor=cursor or None, limit=limit, facets=facets, currency=currency,
        ), request)
        if category and not outcome_of(found).total and (led := await led_on(request, desk)):
            return ASGIResponse(status_code=301, headers=led)
        answer = fresh(found, request)
        if q.strip() and (mark := searches.looked(request, q, outcome_of(found), first=not (
            cursor or category or brand or facet or range or price_min or price_max or in_stock
        ))):
            answer.headers[MARK] = mark
        return answer

    @get(
        "/{slug:str}", opt=described("getProduct", 301, 404, 410, limited=True, kept=True),
        responses={200: ResponseSpec(ProductDetail, description="The product")},
    )
    async def detail(
        self, slug: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
        found: Annotated[str, QueryParameter(
            description="By which search it was found, and at which rank: its `store-search`, a dot and a number from 1"
        )] = "",
        currency: InCurrency = "",
    ) -> ASGIResponse:
        """One product with all its variants. One that was taken out is gone, one that moved says where to."""
        await limits.spend(READING, request)
        try:
            detail = await desk.ask(GetProduct(slug=slug, currency=currency), request)
        except StandsElsewhere as elsewhere:
            return ASGIResponse(status_code=301, headers=moved(request, elsewhere.slug))
        searches.opened(request, found, slug)
        return fresh(detail, request)
