"""The sandbox's own pages: the bank that asks back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.payments.messages import ReconcilePayment
from store.application.payments.ports import Challenged, SandboxBank, Unheard
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import PaymentId
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.frame import Frame, see


@get("/sandbox/challenge/{id:uuid}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def challenge(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    bank: NamedDependency[SandboxBank],
) -> Response[Any]:
    """The bank asks whether it is really the shopper who pays."""
    verdict = bank.look(PaymentId(id))
    if isinstance(verdict, Unheard):
        raise NoSuch("payment", id)
    settled = (await desk.do(ReconcilePayment(payment_id=PaymentId(id)), request)).outcome
    if not isinstance(verdict, Challenged):
        return see(f"/orders/{settled.number}")
    return await frame.page(
        "storefront/challenge.html", request, payment=settled.payment, number=settled.number
    )


@post("/sandbox/challenge/{id:uuid}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def answer(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], bank: NamedDependency[SandboxBank],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """The shopper answers the bank, and the shop hears of it."""
    await limits.spend(WRITING, request)
    approved = (await form_of(request)).get("outcome") == "approve"
    bank.answer_challenge(PaymentId(id), approved=approved)
    receipt = await desk.do(ReconcilePayment(payment_id=PaymentId(id)), request)
    return see(f"/orders/{receipt.outcome.number}?fresh=1")
