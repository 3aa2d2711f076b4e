"""What gateways moved and the shop didn't write down so, each with what it means and one way to mend it."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from store.application.payments.findings import DismissFinding, GetFindings, RepairFinding
from store.application.payments.running_out import GetRunningOut
from store.application.shared.errors import BadValue
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to

HERE: Final = f"{PATH}/reconciliation"
LONGEST_REASON: Final = 200
_MAY: Final = open_to(Permission.RECONCILE_PAYMENTS)
_DONE: Final = {
    "adopted": Notice("good", "The payment was written down as its gateway has it"),
    "given_back": Notice("good", "The money is on its way back"),
}


@get("/reconciliation", opt=_MAY)
async def show(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """All that is open."""
    found = await desk.ask(GetFindings(), request)
    ending = await desk.ask(GetRunningOut(), request)
    return await office.page("reconciliation.html", request, found=found, ending=ending)


@post("/reconciliation/{id:uuid}/repair", opt=_MAY)
async def repair(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Ask the gateway what is true, and act on that. Pressed twice, it is done once."""
    who: Principal = request.state.principal
    how = (await desk.do(RepairFinding(finding_id=id, actor=who.actor), request)).outcome
    return office.see(HERE, notice=_DONE.get(how, Notice("plain", "There was nothing to do any more")))


@post("/reconciliation/{id:uuid}/look", opt=_MAY)
async def dismiss(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Somebody looked, and says why it is all right."""
    who: Principal = request.state.principal
    reason = (await form_of(request)).get("reason", "")[:LONGEST_REASON]
    try:
        done = (await desk.do(DismissFinding(finding_id=id, actor=who.actor, reason=reason), request)).outcome
    except BadValue:
        notice = Notice("bad", "Say what you saw", "Whoever comes after you wants to know why it is all right.")
        return office.see(HERE, notice=notice)
    return office.see(HERE, notice=Notice("good", "Marked as looked at") if done else Notice("plain", "It was closed"))
