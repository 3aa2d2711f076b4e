"""``/api/v1/erasures`` and ``/api/v1/holds``: having persons forgotten, the proof of it, and what holds it up."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from store.application.privacy.messages import (
    CheckProofs,
    EraseAccount,
    EraseBuyer,
    GetErasure,
    GetHold,
    GetProofs,
    HoldAccount,
    HoldOrder,
    LiftAccountHold,
    LiftOrderHold,
    ListErasures,
)
from store.application.privacy.proofs import Checked, Proof
from store.application.privacy.views import ErasurePage, ErasureView, HoldView
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.domain.privacy.events import Ground
from store.domain.shared.ids import AccountId, ErasureId, OrderNumber, order_of
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.erasure_forms import AccountErasureForm, BuyerErasureForm
from store.entrypoints.rest.history import within
from store.entrypoints.rest.user_forms import ReasonForm
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to, staff_of

MOST: Final = 100
STATES: Final = ("requested", "deferred", "under_way", "withdrawn", "completed")
_READ: Final = open_to(Permission.READ_ERASURES)
_ERASE: Final = open_to(Permission.ERASE_PERSONS, proof=True)
_HOLD: Final = open_to(Permission.HOLD_PERSONS, proof=True)


class ErasuresController(Controller):
    path = "/erasures"
    cache_control = NEVER_KEPT
    tags = ("Privacy",)

    @get(opt=_READ | described("listErasures"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], status: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> ErasurePage:
        """Who is to be forgotten or was, newest first: by account or order, never by name."""
        if status is not None and status not in STATES:
            raise BadValue("status", f"choose one of {', '.join(STATES)}")
        return await desk.ask(ListErasures(state=status, cursor=cursor, limit=within(limit, MOST)), request)

    @post("/accounts", status_code=202, opt=_ERASE | described("eraseAccount", 404, 422, limited=True))
    async def account(
        self, data: JSONBody[AccountErasureForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[ErasureView]:
        """Have whoever has an account forgotten. Its doors shut at once; until `due`, two weeks on, they may stay."""
        await limits.spend(WRITING, request)
        return await _begun(EraseAccount(
            account_id=AccountId(data.account_id), ground=Ground(data.ground), reason=data.reason,
        ), request, desk)

    @post("/buyers", status_code=202, opt=_ERASE | described("eraseBuyer", 404, 422, limited=True))
    async def buyer(
        self, data: JSONBody[BuyerErasureForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[ErasureView]:
        """Have whoever bought without an account forgotten, in all orders of that address, as far as that may be."""
        await limits.spend(WRITING, request)
        return await _begun(EraseBuyer(
            number=OrderNumber(data.order_number), email=data.email, ground=Ground(data.ground), reason=data.reason,
        ), request, desk)

    @get("/{id:uuid}", opt=_READ | described("getErasure", 404))
    async def show(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> ErasureView:
        """How one stands: what has to stay, until when and why; whose keys are gone; what was proven."""
        return await desk.ask(GetErasure(erasure_id=ErasureId(id), persons=may_see_persons(request)), request)

    @get("/{id:uuid}/proofs", opt=_READ | described("getErasureProofs", 404))
    async def proofs(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> Sequence[Proof]:
        """What became unreadable, fact by fact and table by table. The SHA-256 of each stands in the log."""
        return await desk.ask(GetProofs(erasure_id=ErasureId(id)), request)

    @get("/{id:uuid}/check", opt=_READ | described("checkErasure", 404))
    async def check(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> Checked:
        """Look again: whether each key is gone, each field sealed where it was, and each chain what it was."""
        return await desk.ask(CheckProofs(erasure_id=ErasureId(id)), request)


class HoldsController(Controller):
    path = "/holds"
    cache_control = NEVER_KEPT
    tags = ("Privacy",)

    @get("/accounts/{id:uuid}", opt=_READ | described("getAccountHold"))
    async def of_account(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> HoldView:
        """Whether all that is known of whoever has this account has to be kept."""
        return await _held(id, request, desk)

    @post("/accounts/{id:uuid}", status_code=200, opt=_HOLD | described("holdAccount", 404, 422))
    async def hold_account(
        self, id: FromPath[UUID], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> HoldView:
        """Have it kept, whoever wants it erased. The reason is sealed with that person's key, on one line."""
        return await _held(id, request, desk, HoldAccount(
            account_id=AccountId(id), reason=data.reason, by=staff_of(request),
        ))

    @post("/accounts/{id:uuid}/lift", status_code=200, opt=_HOLD | described("liftAccountHold", 404, 422))
    async def lift_account(
        self, id: FromPath[UUID], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> HoldView:
        """It need not be kept any more: what waited goes on within a minute."""
        return await _held(id, request, desk, LiftAccountHold(
            account_id=AccountId(id), reason=data.reason, by=staff_of(request),
        ))

    @get("/orders/{number:str}", opt=_READ | described("getOrderHold"))
    async def of_order(self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]) -> HoldView:
        """Whether all that is known of whoever placed this order has to be kept."""
        return await _held(order_of(_number(number)), request, desk)

    @post("/orders/{number:str}", status_code=200, opt=_HOLD | described("holdOrder", 404, 422))
    async def hold_order(
        self, number: FromPath[str], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> HoldView:
        """Have it kept. The reason is put on one line."""
        wanted = _number(number)
        return await _held(order_of(wanted), request, desk, HoldOrder(number=wanted, reason=data.reason))

    @post("/orders/{number:str}/lift", status_code=200, opt=_HOLD | described("liftOrderHold", 422))
    async def lift_order(
        self, number: FromPath[str], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> HoldView:
        """It need not be kept any more."""
        wanted = _number(number)
        return await _held(order_of(wanted), request, desk, LiftOrderHold(number=wanted, reason=data.reason))


def _number(text: str) -> OrderNumber:
    return OrderNumber(text.strip().upper())


async def _held(about: UUID, request: AnyRequest, desk: Desk, command: Command[None] | None = None) -> HoldView:
    if command is not None:
        await desk.do(command, request)
    return await desk.ask(GetHold(about_id=about, persons=may_see_persons(request)), request)


async def _begun(command: Command[ErasureId], request: AnyRequest, desk: Desk) -> Response[ErasureView]:
    receipt = await desk.do(command, request)
    view = await desk.ask(GetErasure(erasure_id=receipt.outcome, persons=may_see_persons(request)), request)
    return Response(view, status_code=202, headers={POSITION: receipt.position})
