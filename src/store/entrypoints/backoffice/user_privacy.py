"""What is done from the page of an account with what is known of its owner: forget it, or keep it whatever happens."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.privacy.messages import EraseAccount, HoldAccount, LiftAccountHold
from store.domain.privacy.events import Ground
from store.domain.shared.ids import AccountId
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.user_acts import ActForm, SureForm, act_on
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.permissions import Permission, open_to, staff_of


@post("/users/{id:uuid}/erase", opt=open_to(Permission.ERASE_PERSONS, proof=True))
async def erase(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have whoever has this account forgotten."""
    return await act_on(SureForm, "erase", id, request, office, desk, lambda form: EraseAccount(
        account_id=AccountId(id), ground=Ground.ASKED, reason=form.reason,
    ), lambda *_: (
        "They will be forgotten in two weeks", "No door opens from now on. A mail tells them, with a link to stay.",
    ), beside=False)


@post("/users/{id:uuid}/hold", opt=open_to(Permission.HOLD_PERSONS, proof=True))
async def hold(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have all kept that is known of them."""
    return await act_on(ActForm, "hold", id, request, office, desk, lambda form: HoldAccount(
        account_id=AccountId(id), reason=form.reason, by=staff_of(request),
    ), lambda *_: (
        "There is a legal hold", "Nothing of them is erased, not even if they want it, until it is lifted.",
    ), beside=False)


@post("/users/{id:uuid}/lift", opt=open_to(Permission.HOLD_PERSONS, proof=True))
async def lift(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """It need not be kept any more."""
    return await act_on(ActForm, "lift", id, request, office, desk, lambda form: LiftAccountHold(
        account_id=AccountId(id), reason=form.reason, by=staff_of(request),
    ), lambda *_: ("The legal hold is lifted", "An erasure that waited for it goes on within a minute."), beside=False)
