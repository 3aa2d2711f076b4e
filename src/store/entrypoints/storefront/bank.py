"""To the shopper's bank, and back from it: where a card's bank wants to hear from its owner first."""

import asyncio
from typing import Any, Final
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.ports import AccessTokens
from store.application.payments.messages import ReconcilePayment
from store.application.payments.ports import BankVisits
from store.domain.shared.ids import PaymentId
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.order_cookie import order_in, remember_order

STRIPE: Final = {
    "script-src": "https://js.stripe.com https://*.js.stripe.com",
    "frame-src": "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
    "connect-src": "https://api.stripe.com",
}
"""What a page with Stripe's form in it may load beside our own."""


def let_stripe_in(request: AnyRequest, shop: ShopInfo) -> None:
    """Widen the content security policy of this one answer, where the shop takes cards at all."""
    if shop.card_key or shop.payment_method == "stripe":
        request.scope["state"]["csp_more"] = STRIPE


@get("/payments/{id:uuid}/bank", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def leave(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    visits: NamedDependency[BankVisits], tokens: NamedDependency[AccessTokens],
    limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """On the way to the bank. A page rather than a redirect: forms may only lead to our own pages.

    What Stripe's script needs to ask in the page is shown to the browser that bought, and to no other.
    """
    await limits.spend(WRITING, request)
    settled = (await desk.do(ReconcilePayment(payment_id=PaymentId(id)), request)).outcome
    way = await asyncio.to_thread(visits.way, PaymentId(id))
    held, kept = order_in(request)
    hers = held == settled.number and tokens.opens(kept, settled.number)
    if way is None or not (way.url or hers):
        return see(f"/orders/{settled.number}")
    if not way.url:
        let_stripe_in(request, shop)
    page = await frame.page(
        "storefront/bank.html", request, payment=settled.payment, number=settled.number, way=way
    )
    page.headers["referrer-policy"] = "no-referrer"
    page.headers["cache-control"] = "no-store"
    return page


@get("/payments/{id:uuid}/return", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def come_back(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], visits: NamedDependency[BankVisits],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    payment_intent_client_secret: FromQuery[str] = "", token: FromQuery[str] = "",
) -> Response[Any]:
    """Back from the bank or from PayPal: ask the gateway, then look at the order.

    The browser may be another one than the one that bought (a bank's app opens its own). It brings along what only
    the shopper can have (Stripe's secret, PayPal's token), and that opens the order there, too.
    """
    await limits.spend(WRITING, request)
    settled = (await desk.do(ReconcilePayment(payment_id=PaymentId(id)), request)).outcome
    path = f"/orders/{settled.number}?fresh=1"
    known: bool = await asyncio.to_thread(visits.came_back, PaymentId(id), payment_intent_client_secret or token[:80])
    if known:
        return see(path, remember_order(settled.number, tokens, shop, request))
    return see(path)
