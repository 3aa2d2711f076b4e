"""Ordering the same again: first what is still there and what it costs now, then into the cart with it."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.ports import AccessTokens
from store.application.processes.ordering_again import AgainView, OrderAgain, QuoteAgain
from store.application.shared.ports import Ids
from store.domain.cart.errors import CartClosed
from store.domain.shared.ids import CartId, OrderNumber
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import READING, WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.cancelling import proven
from store.entrypoints.storefront.frame import Frame, cart_id, remember_cart, see
from store.entrypoints.storefront.order_cookie import own_cart

_PATH: Final = "/orders/{number:str}/again"


@get(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    access_token: FromQuery[str | None] = None,
) -> Response[Any]:
    """What of it can still be had."""
    await limits.spend(READING, request)
    wanted, token = await proven(number, access_token or "", request, tokens, limits)
    view = await desk.ask(QuoteAgain(number=wanted, currency=shop.currency), request)
    return await frame.page("storefront/order_again.html", request, again=view, token=token)


@post(_PATH, opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def put(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], ids: NamedDependency[Ids],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Put that into the cart; the first pieces open one."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    wanted, _ = await proven(number, form.get("access_token", ""), request, tokens, limits)
    known = cart_id(request)
    id = known or CartId(ids.next())
    try:
        await _again(wanted, id, request, desk, shop)
    except CartClosed:
        id = CartId(ids.next())
        await _again(wanted, id, request, desk, shop)
    return see("/cart", remember_cart(id, shop), *([] if id == known else [own_cart(id, tokens, shop)]))


async def _again(number: OrderNumber, id: CartId, request: AnyRequest, desk: Desk, shop: ShopInfo) -> AgainView:
    wish = OrderAgain(number=number, cart_id=id, currency=shop.currency)
    return (await desk.do(wish, request, actor=f"guest:{id}")).outcome
