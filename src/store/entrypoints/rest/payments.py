"""``/api/v1/webhooks/stripe`` and ``…/paypal``: whoever moves the money says that something happened."""

import asyncio

from litestar import post
from litestar.di import NamedDependency

from store.application.payments.adding import AddingId, SettleAdding
from store.application.payments.messages import LookAgainAtRefunds, ReconcilePayment
from store.application.payments.notices import Notice, Notices, SignedNotices
from store.application.shared.errors import NoSuch
from store.entrypoints.rest.answers import RAW
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.permissions import Permission, open_to

ACTOR = "system:stripe"
PAYPAL = "system:paypal"


@post("/webhooks/stripe", opt=open_to(Permission.PUBLIC) | {RAW: True}, status_code=200, include_in_schema=False)
async def from_stripe(
    request: AnyRequest, desk: NamedDependency[Desk], notices: NamedDependency[Notices]
) -> dict[str, bool]:
    """Take a notice, and ask Stripe what is true: notices come late, twice, and in any order.

    The signature is the door: this route counts nobody's visits, for Stripe comes from few addresses and often. A
    failure on our side answers 5xx and leaves the notice unmarked, so that Stripe sends it again. What is not ours
    gets its 200 and is left alone.
    """
    body = await request.body()
    notice = await asyncio.to_thread(notices.read, body, request.headers.get("stripe-signature", ""))
    if not notice.known:
        if notice.payment_id is not None:
            await _reconcile(notice, request, desk, ACTOR)
        if notice.adding_id is not None:
            adding = SettleAdding(id=AddingId(notice.adding_id), method="stripe")
            await desk.do(adding, request, actor=ACTOR)
        await asyncio.to_thread(notices.done, notice)
    return {"received": True}


@post("/webhooks/paypal", opt=open_to(Permission.PUBLIC) | {RAW: True}, status_code=200, include_in_schema=False)
async def from_paypal(
    request: AnyRequest, desk: NamedDependency[Desk], paypal_notices: NamedDependency[SignedNotices]
) -> dict[str, bool]:
    """Take a notice, and ask PayPal what is true.

    What the shopper approved is taken then: who comes back from PayPal and PayPal's own notice are the same command.
    """
    notice = await asyncio.to_thread(paypal_notices.read, await request.body(), request.headers)
    if not notice.known and notice.payment_id is not None:
        await _reconcile(notice, request, desk, PAYPAL)
        await asyncio.to_thread(paypal_notices.done, notice)
    return {"received": True}


async def _reconcile(notice: Notice, request: AnyRequest, desk: Desk, actor: str) -> None:
    """Ask about the payment; where a notice is about money that went back, whether it came back, too."""
    if notice.payment_id is None:
        return
    try:
        await desk.do(ReconcilePayment(payment_id=notice.payment_id), request, actor=actor)
        if "refund" in notice.kind.lower():
            await desk.do(LookAgainAtRefunds(payment_id=notice.payment_id), request, actor=actor)
    except NoSuch:
        return  # an order that was never placed: its intent can take nothing
