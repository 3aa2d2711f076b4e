"""Paying again for an order whose money is held no longer, or soon won't be: for whoever may open it."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.messages import GetOrder, OrderView
from store.application.ordering.ports import AccessTokens
from store.application.payments.cards import CardForAnotherWay, ListOwnCards, NoSuchCard
from store.application.payments.ports import WaysToPay
from store.application.processes.paying_again import PayAgain
from store.domain.payments.errors import NothingToPayAgain, NotPaidAgain
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.bank import let_stripe_in
from store.entrypoints.storefront.checkout import NO_CARD
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.order_cookie import remember_order
from store.entrypoints.storefront.orders import opened
from store.entrypoints.storefront.paying import own_card

_HERE: Final = "/orders/{number:str}/pay"
_LONGEST_TOKEN: Final = 200


@get(_HERE, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    access_token: FromQuery[str | None] = None,
) -> Response[Any]:
    """The same ways to give a card as at the checkout; where nothing is to be paid, the order itself."""
    wanted = OrderNumber(number.upper())
    token = await opened(wanted, access_token, request, tokens, limits)
    order = await desk.ask(GetOrder(number=wanted), request)
    if order.payment.to_pay_again is None:
        return see(href(f"/orders/{wanted}", access_token=token))
    return await _page(order, token, {}, request, desk, frame, shop)


@post(_HERE, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def pay(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    ways: NamedDependency[WaysToPay], access_token: FromQuery[str | None] = None,
) -> Response[Any]:
    """Have it held by that card. Pressed twice it is asked for once."""
    await limits.spend(WRITING, request)
    wanted = OrderNumber(number.upper())
    token = await opened(wanted, access_token, request, tokens, limits)
    form = await form_of(request)
    order = await desk.ask(GetOrder(number=wanted), request)
    card, known = form.get("payment_token", "")[:_LONGEST_TOKEN], own_card(form)
    if order.payment.method == "stripe" and not (card or known):
        return await _page(order, token, {"payment_token": NO_CARD}, request, desk, frame, shop)
    ways.expect_there(order.payment.method)
    wish = PayAgain(number=wanted, token=card, account_id=account_in(request), card_id=known)
    try:
        done = (await desk.do(wish, request, actor=f"guest:{order.payment.id}")).outcome
    except (NotPaidAgain, NoSuchCard, CardForAnotherWay) as refused:
        order = await desk.ask(GetOrder(number=wanted), request)
        return await _page(order, token, {"payment_token": str(refused)}, request, desk, frame, shop)
    except NothingToPayAgain:
        return see(href(f"/orders/{wanted}", access_token=token))
    at = done.next_action.url if done.next_action else href(f"/orders/{wanted}", access_token=token)
    return see(at, remember_order(wanted, tokens, shop, request))


async def _page(
    order: OrderView, token: str, errors: dict[str, str], request: AnyRequest, desk: Desk, frame: Frame, shop: ShopInfo
) -> Response[Any]:
    let_stripe_in(request, shop)
    account = account_in(request)
    cards = (await desk.do(ListOwnCards(account_id=account), request)).outcome if account else ()
    shown = await frame.page(
        "storefront/pay_again.html", request, status=422 if errors else 200, order=order, token=token, errors=errors,
        form={}, cards=tuple(card for card in cards if card.method == order.payment.method),
    )
    shown.headers["cache-control"] = "no-store"
    return shown
