"""Who is to be forgotten: each with what has to stay for now, and with the proof of what became unreadable."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.audit.messages import GetHistory
from store.application.privacy.messages import CheckProofs, EraseBuyer, GetErasure, GetProofs, ListErasures
from store.application.privacy.proofs import Checked
from store.application.privacy.views import ErasurePage
from store.application.shared.errors import BadValue, NoSuch
from store.domain.privacy.events import Ground
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import ErasureId, OrderNumber
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses import VISIBLE, Email
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, may_see_persons, open_to

HERE: Final = f"{PATH}/erasures"
STATES: Final = ("requested", "deferred", "under_way", "completed", "withdrawn")
_READ: Final = open_to(Permission.READ_ERASURES)


class BuyerForm(Struct, frozen=True):
    """A guest, by an order and the address it was placed under."""

    number: Annotated[str, Meta(min_length=1, max_length=20, pattern=VISIBLE)]
    email: Email
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
    sure: Annotated[str, Meta(pattern="^yes$")]
    ground: Ground = Ground.ASKED


WORDS: Final = {
    "number": "Write the order's number, as in PXYWP-9W5D7.",
    "email": "Write the address the order was placed under.",
    "reason": "Say why, in at most 200 characters.",
    "sure": "Tick the box to say that you made sure who asks.",
    "ground": "Choose why.",
}


@get("/erasures", opt=_READ)
async def listing(
    request: AnyRequest, office: NamedDependency[Office], status: FromQuery[str] = "", cursor: FromQuery[str] = "",
) -> Template:
    """Newest first."""
    if status and status not in STATES:
        raise BadValue("status", f"choose one of {', '.join(STATES)}")
    return await _list(request, office, {"status": status, "cursor": cursor})


@post("/erasures", opt=open_to(Permission.ERASE_PERSONS, proof=True))
async def begin(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have somebody forgotten who bought without an account."""
    form, errors = filled(BuyerForm, typed := await form_of(request), WORDS)
    filters = {"status": "", "cursor": ""}
    if form is None:
        return await _list(request, office, filters, status=422, form=typed, errors=errors)
    try:
        receipt = await desk.do(EraseBuyer(
            number=OrderNumber(form.number.upper()), email=form.email, ground=form.ground, reason=form.reason,
        ), request)
    except (RuleViolated, NoSuch) as refused:
        said = Notice("bad", str(refused), "Nothing was changed.")
        if isinstance(refused, NoSuch):
            said = Notice("bad", "Number and address don't belong together", "Nothing was changed.")
        return await _list(request, office, filters, status=409, form=typed, notice=said)
    notice = Notice("good", "They will be forgotten", "It begins within a minute. What has to stay stands here.")
    return office.see(f"{HERE}/{receipt.outcome}", position=receipt.position, notice=notice)


@get("/erasures/{id:uuid}", opt=_READ)
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """One of them."""
    return await _sheet(id, request, office, desk, None)


@post("/erasures/{id:uuid}/check", opt=_READ, status_code=200)
async def check(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """The same, looked at again: the proofs are compared with the log and the keys."""
    found = await desk.ask(CheckProofs(erasure_id=ErasureId(id)), request)
    return await _sheet(id, request, office, desk, found)


async def _sheet(id: UUID, request: AnyRequest, office: Office, desk: Desk, checked: Checked | None) -> Template:
    erasure = ErasureId(id)
    view = await desk.ask(GetErasure(erasure_id=erasure, persons=may_see_persons(request)), request)
    proofs = await desk.ask(GetProofs(erasure_id=erasure), request)
    history = await desk.ask(GetHistory(kind="erasure", id=str(id), persons=False), request)
    return await office.page(
        "erasure.html", request, erasure=view, proofs=proofs, history=history, facts=history.facts, checked=checked,
    )


async def _list(
    request: AnyRequest, office: Office, filters: dict[str, str], *, status: int = 200,
    notice: Notice | None = None, form: dict[str, str] | None = None, errors: dict[str, str] | None = None,
) -> Template:
    who: Principal = request.state.principal
    page: ErasurePage
    page, late = await office.look(
        ListErasures(state=filters["status"] or None, cursor=filters["cursor"] or None), request
    )
    return await office.page(
        "erasures.html", request, status=status, late=late, notice=notice, page=page, filters=filters,
        form=form or {}, errors=errors or {}, may_erase=who.may(Permission.ERASE_PERSONS),
    )
