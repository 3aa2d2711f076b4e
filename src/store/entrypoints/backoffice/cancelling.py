"""Cancelling an order or a part of it, with a reason its shopper reads; and money that could not go back, again."""

from typing import Annotated, Any, Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from store.application.ordering.messages import GetOrder
from store.application.processes.cancelling_an_order import CallOff, Cancelled, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.shared.errors import VersionMoved
from store.domain.ordering.events import Canceller
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.orders import sheet, spelled
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.cancelling import BY_STAFF, all_that_is_left, pieces_in, reason_of
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.pressed import about_order, pressed


class CancelForm(Struct, frozen=True):
    """Why, and the version of the order somebody looked at."""

    why: Annotated[str, Meta(pattern=f"^({'|'.join(BY_STAFF)})$")]
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    note: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None


_WORDS: Final = {
    "why": "Choose the reason that the customer reads.", "note": "Keep the note to 200 characters.",
    "version": "This form is not complete. Load the page again.",
}
_NUMBERS: Final = "Say how many in whole numbers, at least one and none more than there are."


@post("/orders/{number:str}/cancel", opt=open_to(Permission.CANCEL_ORDERS))
async def cancel(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Cancel what was chosen, unless the order is no longer what was looked at."""
    wanted, typed = spelled(number), await form_of(request)
    form, errors = filled(CancelForm, typed, _WORDS)
    order = await desk.ask(GetOrder(number=wanted), request)
    pieces = pieces_in(typed, order.lines)
    if pieces is None or not any(pieces.values()):
        errors["pieces-0"] = _NUMBERS
    if form is None or errors or pieces is None:
        return await sheet(wanted, request, office, desk, status=422, form=typed, errors=errors)
    chosen = {} if all_that_is_left(pieces, order.lines) else {sku: count for sku, count in pieces.items() if count}
    by = Canceller.STAFF
    command = CancelOrder(call_off=CallOff(
        number=wanted, by=by, reason=reason_of(form.why, by), pieces=chosen, version=form.version,
    ))
    try:
        receipt = await pressed(
            command, about_order(wanted), typed, request, desk, route="POST /backoffice/orders/cancel",
            reason=form.note,
        )
    except (Conflict, RuleViolated) as refused:
        since = form.version if isinstance(refused, VersionMoved) else None
        return await sheet(wanted, request, office, desk, status=409, form=typed, refused=refused, since=since)
    return office.see(
        f"{PATH}/orders/{wanted}", position=receipt.position, notice=_said(receipt.outcome, whole=not chosen)
    )


@post("/orders/{number:str}/refund", opt=open_to(Permission.CANCEL_ORDERS))
async def refund(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Ask the gateway once more for what is owed."""
    wanted = spelled(number)
    try:
        receipt = await desk.do(GiveBackAgain(number=wanted), request)
    except (Conflict, RuleViolated) as refused:
        return await sheet(wanted, request, office, desk, status=409, refused=refused)
    return office.see(
        f"{PATH}/orders/{wanted}", position=receipt.position, notice=_said(receipt.outcome, whole=False)
    )


def _said(done: Cancelled, *, whole: bool) -> Notice:
    title = f"Order {done.number} is cancelled" if whole else f"Done for order {done.number}"
    match done.refund:
        case None:
            return Notice("good", title, "Nothing was charged. The customer is told by mail.")
        case refund if refund.status == "failed":
            return Notice("bad", "The money could not be given back", f"The gateway says no: {refund.reason}.")
        case refund:
            how = "was given back" if refund.status == "refunded" else "is on its way back"
            money = f"{refund.amount.amount} {refund.amount.currency}"
            return Notice("good", title, f"{money} {how}. The customer is told by mail.")
