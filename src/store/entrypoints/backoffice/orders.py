"""Orders: finding one, reading it with every fact behind it, handing its parcel over."""

from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Meta, Struct, json

from store.application.audit.messages import GetHistory, HistoryView
from store.application.ordering.messages import GetOrder, ListOrders, OrderRows
from store.application.processes.looking_back import GetOrderThen
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.errors import VersionMoved
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import OrderNumber
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.cancelling import BY_STAFF
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.moments import instant
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to
from store.entrypoints.shared.shop import ShopInfo

_rows: Final = json.Decoder(OrderRows)


class ShipForm(Struct, frozen=True):
    """The parcel as its carrier knows it; ``version`` is that of the order somebody looked at."""

    carrier: Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE)]
    tracking: Annotated[str, Meta(min_length=1, max_length=80, pattern=VISIBLE)]
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None


_WORDS: Final = {
    "carrier": "Say who takes the parcel, in at most 60 characters.",
    "tracking": "Write the number on the label, in at most 80 characters.",
    "reason": "Keep the reason to 200 characters.",
    "version": "This form is not complete. Load the page again.",
}


@get("/orders", opt=open_to(Permission.READ_ORDERS))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], status: FromQuery[str] = "", q: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Template:
    """Orders, newest first."""
    rows, late = await office.look(ListOrders(status=status or None, q=q[:40], cursor=cursor or None), request)
    return await office.page(
        "orders.html", request, late=late, page=_rows.decode(rows),
        filters={"status": status, "q": q[:40], "cursor": cursor},
    )


@get("/orders/{number:str}", opt=open_to(Permission.READ_ORDERS))
async def show(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo], at: FromQuery[str] = "",
) -> Template:
    """One order, answered from the facts themselves; as it was known at an instant, if one is given."""
    wanted, then = spelled(number), instant("at", at, shop.time_zone) if at else None
    if then is None:
        return await sheet(wanted, request, office, desk)
    order = await desk.ask(GetOrderThen(number=wanted, at=then), request)
    history = await desk.ask(GetHistory(
        kind="order", id=wanted, at=then, later=False, persons=may_see_persons(request)
    ), request)
    return await office.page(
        "order.html", request, facts=history.facts, order=order, history=history, form={}, errors={}, moment=then,
        reasons={}, may=(),
    )


@post("/orders/{number:str}/ship", opt=open_to(Permission.SHIP_ORDERS))
async def ship(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Hand the parcel over, unless the order is no longer what was looked at."""
    wanted, typed = spelled(number), await form_of(request)
    form, errors = filled(ShipForm, typed, _WORDS)
    if form is None:
        return await sheet(wanted, request, office, desk, status=422, form=typed, errors=errors)
    command = ShipOrder(number=wanted, carrier=form.carrier, tracking=form.tracking, version=form.version)
    try:
        receipt = await desk.do(command, request, reason=form.reason)
    except (Conflict, RuleViolated) as refused:
        since = form.version if isinstance(refused, VersionMoved) else None
        return await sheet(wanted, request, office, desk, status=409, form=typed, refused=refused, since=since)
    return office.see(f"{PATH}/orders/{wanted}", position=receipt.position, notice=Notice(
        "good", f"Order {wanted} is on its way", "The customer can see it now, and is told by mail.",
    ))


async def sheet(
    number: OrderNumber, request: AnyRequest, office: Office, desk: Desk, *, status: int = 200,
    form: dict[str, str] | None = None, errors: dict[str, str] | None = None, refused: Exception | None = None,
    since: int | None = None,
) -> Template:
    """The page of one order: with what was typed and what is wrong with it, and why something was *refused*."""
    order = await desk.ask(GetOrder(number=number), request)
    history = await desk.ask(GetHistory(kind="order", id=number, persons=may_see_persons(request)), request)
    why = _since(history, since) if since else "Nothing was changed."
    notice = Notice("bad", str(refused), why) if refused else None
    return await office.page(
        "order.html", request, status=status, notice=notice, facts=history.facts, order=order, history=history,
        form=form or {}, errors=errors or {}, moment=None, reasons=BY_STAFF, may=request.state.principal.permissions,
    )


def _since(history: HistoryView, version: int) -> str:
    """What happened to a thing after somebody looked at its *version*."""
    news = " ".join(fact.title for fact in history.facts if fact.version > version)
    return f"Since you opened this page: {news} Nothing of what you sent was done."


def spelled(number: str) -> OrderNumber:
    """The number as it is written."""
    return OrderNumber(number.strip().upper()[:40])
