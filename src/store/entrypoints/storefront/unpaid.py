"""Back from PayPal without having paid: go there again, or choose another way."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.ordering.messages import GetOrder
from store.application.ordering.ports import AccessTokens
from store.application.payments.messages import ReconcilePayment
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.life import Stage
from store.domain.shared.ids import PaymentId
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.order_cookie import order_in


@get("/payments/{id:uuid}/unpaid", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens],
) -> Response[Any]:
    """Nothing was paid yet. What happens next is for the shopper to say, in the browser that bought."""
    number, kept = order_in(request)
    if not number or not tokens.opens(kept, number):
        return see("/orders")
    order = await desk.ask(GetOrder(number=number), request)
    if order.payment.id != str(id) or order.status != Stage.AWAITING_PAYMENT:
        return see(f"/orders/{number}")
    return await frame.page("storefront/unpaid.html", request, order=order, payment_id=id)


@post("/payments/{id:uuid}/unpaid", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def give_up(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Another way, then: the payment is given up, unless it was made meanwhile, and the cart is open again."""
    await limits.spend(WRITING, request)
    number, kept = order_in(request)
    if not number or not tokens.opens(kept, number):
        raise NoSuchOrder(number)
    order = await desk.ask(GetOrder(number=number), request)
    if order.payment.id != str(id):
        raise NoSuchOrder(number)
    wish = ReconcilePayment(payment_id=PaymentId(id), give_up=True, late=False)
    settled = (await desk.do(wish, request)).outcome
    return see("/checkout" if settled.order_status == Stage.CANCELLED else f"/orders/{number}?fresh=1")
