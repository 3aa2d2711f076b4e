"""What customers send back: the queue of staff, and of each vendor for their own goods."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream, Template

from store.application.returns.messages import ApproveReturn, ReceiveReturn
from store.application.returns.queue import ListReturns
from store.application.shared.errors import BadValue
from store.domain.shared.errors import Conflict, NotFound, RuleViolated
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.return_lines import returns_file

HERE: Final = f"{PATH}/returns"
READ, MANAGE = open_to(Permission.READ_RETURNS, own=True), open_to(Permission.MANAGE_RETURNS)
MOST_AT_ONCE: Final = 100
_PICK: Final = "pick-"
_ACTS: Final[Mapping[str, tuple[type[ApproveReturn | ReceiveReturn], str]]] = {
    "approve": (ApproveReturn, "approved"), "receive": (ReceiveReturn, "received"),
}


@get("/returns", opt=READ)
async def listing(
    request: AnyRequest, office: NamedDependency[Office], status: FromQuery[str] = "open", q: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Template:
    """The oldest first."""
    return await _queue({"status": status[:20], "q": q[:60], "cursor": cursor}, request, office)


@get("/returns/export", opt=READ)
async def export(
    request: AnyRequest, desk: NamedDependency[Desk], status: FromQuery[str] = "open", q: FromQuery[str] = "",
) -> Stream:
    """The same as a file, written while it is read."""
    query = ListReturns(status=status[:20], q=q[:60], scope=scope_of(request, Permission.READ_RETURNS))
    return await returns_file(query, desk, request)


@post("/returns", opt=MANAGE)
async def act(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Approve or receive all that were ticked; of each that refuses it is said why."""
    typed = await form_of(request)
    picked = [name.removeprefix(_PICK)[:60] for name in typed if name.startswith(_PICK)][:MOST_AT_ONCE]
    if typed.get("act") not in _ACTS:
        raise BadValue("act", f"choose one of {', '.join(_ACTS)}")
    command, words = _ACTS[typed["act"]]
    done, wrong, position = 0, list[str](), None
    for number in picked:
        try:
            position, done = (await desk.do(command(number=number), request)).position, done + 1
        except (RuleViolated, Conflict, NotFound) as refused:
            wrong.append(f"{number}: {refused}")
    notice = Notice(
        "warn" if wrong or not done else "good", f"{done} returns are {words}",
        " ".join(wrong) or ("" if done else "Tick what it is about, and press the button again."),
    )
    return office.see(HERE, position=position, notice=notice)


async def _queue(filters: Mapping[str, str], request: AnyRequest, office: Office) -> Template:
    page, late = await office.look(ListReturns(
        status=filters["status"] or "open", q=filters["q"], cursor=filters["cursor"] or None,
        scope=scope_of(request, Permission.READ_RETURNS),
    ), request)
    return await office.page(
        "returns.html", request, late=late, page=page, filters=filters,
        manages=request.state.principal.may(Permission.MANAGE_RETURNS),
    )
