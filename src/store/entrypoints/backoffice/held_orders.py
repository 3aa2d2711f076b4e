"""Orders that the fraud check wants looked at: why, and one press each to send or to refuse them."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from store.application.ordering.reviewing import AcceptOrder, ListHeldOrders
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.shared.bus import Command
from store.domain.ordering.events import Canceller
from store.domain.ordering.reasons import StaffReason
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.orders import spelled
from store.entrypoints.shared.desk import LONGEST_VERSION, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

HERE: Final = f"{PATH}/held-orders"
LONGEST: Final = 200
_ACCEPTED: Final = Notice("good", "It may be sent", "The customer sees that it was checked.")
_REFUSED: Final = Notice("good", "It was refused", "Its goods are free, and what was paid goes back by itself.")


@get("/held-orders", opt=open_to(Permission.READ_ORDERS))
async def show(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """All that wait, the oldest first."""
    held, late = await desk.look(ListHeldOrders(), request)
    return await office.page("held_orders.html", request, held=held, late=late)


@post("/held-orders/{number:str}", opt=open_to(Permission.CANCEL_ORDERS))
async def decide(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have it sent, or refuse it, unless somebody was faster."""
    form, wanted = await form_of(request), spelled(number)
    said, accepts = form.get("reason", "").strip()[:LONGEST], form.get("decision") == "accept"
    seen = form.get("version", "")
    version = int(seen) if seen.isdecimal() and len(seen) <= LONGEST_VERSION else None
    if not said or version is None or form.get("decision") not in {"accept", "refuse"}:
        notice = Notice("bad", "Say why", "Whoever comes after you wants to know what you saw.")
        return office.see(HERE, notice=notice)
    command: Command[Any] = AcceptOrder(number=wanted, version=version) if accepts else CancelOrder(call_off=CallOff(
        number=wanted, by=Canceller.STAFF, reason=StaffReason.NOT_VERIFIED.value, version=version, only_in_review=True,
    ))
    try:
        receipt = await desk.do(command, request, reason=said)
    except (Conflict, RuleViolated) as refused:
        return office.see(HERE, notice=Notice("bad", "Nothing was changed", str(refused)))
    return office.see(HERE, position=receipt.position, notice=_ACCEPTED if accepts else _REFUSED)
