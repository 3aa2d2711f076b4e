"""Ordering the same again: first what is still there and what it costs now, then into the cart with it."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.cart.messages import OpenCart, OpenOwnCart
from store.application.ordering.ports import AccessTokens
from store.application.processes.ordering_again import AgainView, OrderAgain, QuoteAgain
from store.application.shared.bus import Once
from store.application.shared.ports import Ids
from store.domain.cart.errors import CartClosed, CartMovedOn
from store.domain.shared.errors import NoSuch
from store.domain.shared.ids import CartId, OrderNumber
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import READING, WRITING, RateLimits
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.cancelling import proven
from store.entrypoints.storefront.cart_acts import found_again
from store.entrypoints.storefront.frame import Frame, cart_id, see

_LONGEST_KEY: Final = 80
_PATH: Final = "/orders/{number:str}/again"


@get(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], ids: NamedDependency[Ids],
    access_token: FromQuery[str | None] = None,
) -> Response[Any]:
    """What of it can still be had."""
    await limits.spend(READING, request)
    wanted, token = await proven(number, access_token or "", request, tokens, limits)
    view = await desk.ask(QuoteAgain(number=wanted, currency=await frame.currency(request)), request)
    return await frame.page("storefront/order_again.html", request, again=view, token=token, key=ids.next())


@post(_PATH, opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def put(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], ids: NamedDependency[Ids],
    frame: NamedDependency[Frame], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Put that into the cart, once however often it is pressed; the first pieces open one."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    wanted, _ = await proven(number, form.get("access_token", ""), request, tokens, limits)
    currency = await frame.currency(request)
    id = (account_in(request) is None and cart_id(request)) or await _begun(None, request, desk, ids, currency)
    try:
        await _again(wanted, id, form.get("key", ""), request, desk)
    except (CartClosed, CartMovedOn, NoSuch) as gone:  # a cookie may say anything
        id = await _begun(id if isinstance(gone, CartClosed) else None, request, desk, ids, currency)
        await _again(wanted, id, form.get("key", ""), request, desk)
    return see("/cart", *found_again(id, request, tokens, shop))


async def _begun(after: CartId | None, request: AnyRequest, desk: Desk, ids: Ids, currency: str) -> CartId:
    """The cart of whoever is logged in, or a guest's new one, *after* the one that was bought."""
    account = account_in(request)
    if account:
        own = OpenOwnCart(account_id=account, currency=currency)
        return (await desk.do(own, request)).outcome.cart_id
    wish = OpenCart(cart_id=CartId(ids.next()), currency=currency, after=after)
    return (await desk.do(wish, request, actor=f"guest:{wish.cart_id}")).outcome.cart_id


async def _again(number: OrderNumber, id: CartId, key: str, request: AnyRequest, desk: Desk) -> AgainView:
    wish = OrderAgain(number=number, cart_id=id, account_id=account_in(request))
    once = Once(
        principal=f"guest:{id}", route=f"POST /orders/{number}/again", key=key[:_LONGEST_KEY], body="", subject=id,
    ) if key else None
    return (await desk.do(wish, request, once=once, actor=f"guest:{id}")).outcome
