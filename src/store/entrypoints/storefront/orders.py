"""Following an order without an account: with its token, or from the browser that bought it."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from store.application.audit.feed import ReadFeed
from store.application.invoicing.messages import ListDocuments
from store.application.ordering.messages import GetOrder, OrderView
from store.application.ordering.ports import AccessTokens
from store.application.processes.price_receipts import ExplainPrice
from store.application.processes.tracking_an_order import TrackOrder
from store.application.returns.views import ReturnsOfOrder
from store.domain.ordering.errors import NoSuchOrder
from store.domain.shared.ids import AccountId, OrderNumber
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.even_time import evenly
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, READING, RateLimits
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.order_account import offer
from store.entrypoints.storefront.order_cookie import order_in, remember_order
from store.entrypoints.storefront.own_orders import ORDERS

LONGEST_EMAIL: Final = 254


@get("/orders", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def look_up(request: AnyRequest, frame: NamedDependency[Frame]) -> Template:
    """Where one finds an order again."""
    return await frame.page("storefront/order_lookup.html", request, form={}, errors={}, problem=None,
        last_order=order_in(request)[0],
    )


@post("/orders", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def find(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Open an order with its number and its token; or see where it is, with the address it was placed with."""
    form = await form_of(request)
    number, token = OrderNumber(form.get("number", "").strip().upper()[:40]), form.get("token", "").strip()
    if token and tokens.opens(token, number):
        return see(f"/orders/{number}", remember_order(number, tokens, shop, request))
    await limits.spend(GUESSING, request, f"order {number}")
    email = form.get("email", "")[:LONGEST_EMAIL]
    try:
        async with evenly():
            order = await desk.ask(TrackOrder(number=number, email="" if token else email), request)
    except NoSuchOrder:
        return await frame.page(
            "storefront/order_lookup.html", request, status=404, form=form | {"email": email}, errors={},
            problem="We have no order with this number and code." if token
            else "We have no order with this number and e-mail address.",
        )
    shown = await frame.page("storefront/order_tracking.html", request, order=order)
    shown.headers["cache-control"] = "no-store"
    return shown


@get("/orders/{number:str}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
    fresh: FromQuery[bool] = False,
) -> Response[Any]:
    """One order, for whoever holds its token. The address shown opens it again, so the token is in it."""
    wanted = OrderNumber(number.upper())
    token = await opened(wanted, access_token, request, tokens, limits)
    if not access_token:
        return see(href(f"/orders/{wanted}", access_token=token, fresh=fresh))
    position = (await desk.ask(ReadFeed(after="head"), request)).next  # before the order: it may know more, never less
    order = await desk.ask(GetOrder(number=wanted), request)
    account = await offer(order, request, frame) if fresh else None
    papers = await desk.ask(ListDocuments(number=wanted), request)
    back = await desk.ask(ReturnsOfOrder(number=wanted), request) if order.parcels else []
    return await frame.page(
        "storefront/order.html", request, order=order, fresh=fresh, token=token, offer=account, documents=papers,
        position=position, returns=back, replaced=way_to_replaced(order, account_in(request)),
    )


def way_to_replaced(order: OrderView, account: AccountId | None) -> str | None:
    """Where to look for the order that it replaces goods of. This one's token opens that one for nobody: it may have
    been handed on with the parcel.
    """
    if order.replaces is None:
        return None
    return href(ORDERS, q=order.replaces.order) if account else "/orders"


@get("/orders/{number:str}/why", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def why(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
) -> Response[Any]:
    """Why it costs what it costs, for whoever may see the order."""
    wanted = OrderNumber(number.upper())
    token = await opened(wanted, access_token, request, tokens, limits)
    if not access_token:
        return see(href(f"/orders/{wanted}/why", access_token=token))
    receipt = await desk.ask(ExplainPrice(number=wanted), request)
    return await frame.page("storefront/receipt.html", request, receipt=receipt, token=token)


async def opened(
    number: OrderNumber, token: str | None, request: AnyRequest, tokens: AccessTokens, limits: RateLimits
) -> str:
    """The token that opens the order: the one in the address, or the one this browser was given.

    :raises NoSuchOrder: if there is none that does.
    """
    await limits.spend(READING, request)
    held, kept = order_in(request)
    token = token or (kept if held == number else "")
    if not tokens.opens(token, number):
        await limits.spend(GUESSING, request, f"order {number}")
        raise NoSuchOrder(number)
    return token
