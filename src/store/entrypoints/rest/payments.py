"""``/api/v1/webhooks/stripe``: Stripe says that something happened."""

import asyncio

from litestar import post
from litestar.di import NamedDependency

from store.application.payments.messages import ReconcilePayment
from store.application.payments.ports import Notices
from store.application.shared.errors import NoSuch
from store.entrypoints.rest.answers import RAW
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.permissions import Permission, open_to

ACTOR = "system:stripe"


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
            await _reconcile(ReconcilePayment(payment_id=notice.payment_id), request, desk)
        await asyncio.to_thread(notices.done, notice)
    return {"received": True}


async def _reconcile(command: ReconcilePayment, request: AnyRequest, desk: Desk) -> None:
    try:
        await desk.do(command, request, actor=ACTOR)
    except NoSuch:
        return  # an order that was never placed: its intent can take nothing
