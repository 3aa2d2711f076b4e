"""One return: what somebody wants to send back and why, and what is done with it next."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from store.application.processes.inspecting_returns import Inspection, InspectReturn, RecordInspection
from store.application.returns.messages import ApproveReturn, AskedReturn, ReceiveReturn, RefuseReturn
from store.application.returns.queue import LookCloser
from store.application.returns.views import GetReturn, PrintReturnSlip, ReturnView, ShowPhotograph
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.domain.returns.events import InspectedLine
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.returns import HERE, MANAGE, READ
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, scope_of
from store.entrypoints.shared.returns import PRIVATE, REFUSALS, refusal_of, slip_file

_LONGEST: Final = 9
_DONE: Final = {
    "approve": "It may come, and whoever asked is told where to",
    "refuse": "It is refused, and whoever asked is told why",
    "receive": "It is here: look at what came", "inspect": "It is inspected",
}


@get("/returns/{number:str}", opt=READ)
async def show(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """All that is known of it, for staff and for the vendor whose goods they are."""
    return await _sheet(number, request, office, desk)


@post("/returns/{number:str}", opt=MANAGE)
async def act(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """The next step, unless it is no longer what was looked at."""
    typed, view = await form_of(request), await desk.ask(GetReturn(number=number), request)
    errors: dict[str, str] = {}
    command = _command(typed, view, errors)
    if errors:
        return await _sheet(number, request, office, desk, status=422, form=typed, errors=errors)
    try:
        receipt = await desk.do(command, request)
    except (RuleViolated, Conflict) as refused:
        notice = Notice("bad", "Nothing was changed", str(refused))
        return await _sheet(number, request, office, desk, status=409, form=typed, notice=notice)
    return office.see(f"{HERE}/{view.number}", position=receipt.position, notice=_said(typed["act"], receipt.outcome))


@get("/returns/{number:str}/photographs/{photo:int}", opt=READ)
async def photograph(
    number: FromPath[str], photo: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk]
) -> Response[bytes]:
    """A JPEG, for those alone who may see the return."""
    shown = await desk.ask(ShowPhotograph(number=number, photo=photo, scope=_scope(request)), request)
    return Response(shown, media_type="image/jpeg", headers=PRIVATE)


@get("/returns/{number:str}/slip", opt=READ)
async def slip(number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]) -> Response[bytes]:
    """The same paper as whoever sends it has."""
    return slip_file(await desk.ask(PrintReturnSlip(number=number, scope=_scope(request)), request), number)


def _command(typed: Mapping[str, str], view: ReturnView, errors: dict[str, str]) -> Command[AskedReturn | Inspection]:
    seen = typed.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= _LONGEST else 0
    match typed.get("act"):
        case "approve":
            return ApproveReturn(number=view.number, version=version)
        case "receive":
            return ReceiveReturn(number=view.number, version=version)
        case "refuse":
            if typed.get("reason") not in REFUSALS:
                errors["reason"] = "Choose why."
                return RefuseReturn(number=view.number, reason="")
            return RefuseReturn(number=view.number, reason=refusal_of(typed["reason"]), version=version)
        case "inspect":
            found = tuple(_found(place, line.quantity, typed, errors) for place, line in enumerate(view.lines))
            return InspectReturn(inspection=RecordInspection(number=view.number, version=version, found=tuple(
                InspectedLine(line.sku, *counts) for line, counts in zip(view.lines, found, strict=True)
            )))
        case _:
            raise BadValue("act", f"choose one of {', '.join(_DONE)}")


def _found(place: int, quantity: int, typed: Mapping[str, str], errors: dict[str, str]) -> tuple[int, int, int, str]:
    """Accepted, of these on the shelf, refused, why: as typed for a line."""
    counts = [
        int(said) if (said := typed.get(f"{name}-{place}", "0")).isascii() and said.isdigit() and len(said) <= _LONGEST
        else -1
        for name in ("restocked", "written")
    ]
    refused = quantity - sum(counts)
    if min(counts) < 0 or refused < 0:
        errors[f"restocked-{place}"] = f"Say how many, in digits: {quantity} in all at most."
        return 0, 0, 0, ""
    why = typed.get(f"why-{place}", "")
    if refused and why not in REFUSALS:
        errors[f"why-{place}"] = "Choose why the rest is not accepted."
    return sum(counts), counts[0], refused, REFUSALS.get(why, "") if refused else ""


def _said(act: str, outcome: AskedReturn | Inspection) -> Notice:
    refund, new = (outcome.refund, outcome.replaced_by) if isinstance(outcome, Inspection) else (None, None)
    if refund is None:
        return Notice("good", _DONE[act], f"Order {new} is sent for it: it waits to be packed." if new else "")
    money = f"{refund.amount.amount} {refund.amount.currency}"
    if refund.status == "failed":
        return Notice("bad", f"{money} could not be given back", f"The gateway says no: {refund.reason}.")
    how = "was given back" if refund.status == "refunded" else "is on its way back"
    return Notice("good", _DONE[act], f"{money} {how}.")


def _scope(request: AnyRequest) -> Any:
    return scope_of(request, Permission.READ_RETURNS)


async def _sheet(
    number: str, request: AnyRequest, office: Office, desk: Desk, *, status: int = 200,
    form: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None, notice: Notice | None = None,
) -> Template:
    it = await desk.ask(GetReturn(number=number, scope=_scope(request)), request)
    manages = request.state.principal.may(Permission.MANAGE_RETURNS)
    closer = (await office.look(LookCloser(number=it.number), request))[0] if manages else None
    return await office.page(
        "return_sheet.html", request, status=status, notice=notice, it=it, form=form or {}, errors=errors or {},
        refusals=REFUSALS, manages=manages, closer=closer,
        sees_orders=request.state.principal.may(Permission.READ_ORDERS),
    )
