"""One part of an order: what lies in it, where it goes, and what can be done with it next."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.ordering.carriers import CARRIERS
from store.application.ordering.fulfilment import GetPart, PartStands, PartView, SendParcel
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.domain.ordering.errors import NoSuchBooking, NoSuchParcel
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import OrderNumber, PartId, Sku
from store.entrypoints.backoffice.fulfilment import READ, SHIP
from store.entrypoints.backoffice.fulfilment_papers import HERE
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.orders import spelled
from store.entrypoints.shared.addresses import NOTHING_OR_VISIBLE, VISIBLE
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.fulfilment import Act, Pick, wish
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, scope_of
from store.entrypoints.shared.shop import ShopInfo

_LONGEST: Final = 6
_ACTS: Final[tuple[Act, ...]] = ("processing", "put_back", "delivered", "taken_back", "book", "call_off")
_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "processing": ("It is being packed", "Whoever bought it sees so."),
    "put_back": ("It waits to be packed again", "Whoever bought it sees so."),
    "send": ("The parcel is on its way", "Whoever bought it can follow it, and is told by mail."),
    "delivered": ("It is delivered", "Whoever bought it is told by mail."),
    "taken_back": ("It is not delivered yet", "Whoever bought it sees so."),
    "book": ("The carrier expects the parcel", "Print its label, pack it, and send it with the number below."),
    "call_off": ("The booking is called off", "The carrier was told so."),
    "call_off_here": ("The booking is called off", "Its carrier was not told: the shop has another one by now."),
}


class ParcelForm(Struct, frozen=True):
    """The parcel as its carrier knows it; ``version`` is that of the order somebody looked at."""

    carrier: Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE)]
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    tracking: Annotated[str, Meta(max_length=80, pattern=NOTHING_OR_VISIBLE)] = ""


_WORDS: Final = {
    "carrier": "Say who takes the parcel, in at most 60 characters.",
    "tracking": "Write the number on the label, in at most 80 characters.",
    "version": "This form is not complete. Load the page again.",
}


@get("/fulfilment/{number:str}/{part:uuid}", opt=READ)
async def show(
    number: FromPath[str], part: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Template:
    """One of them, answered from the facts themselves."""
    return await _sheet(spelled(number), PartId(part), request, office, desk)


@post("/fulfilment/{number:str}/{part:uuid}", opt=SHIP)
async def act(
    number: FromPath[str], part: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Pack it, send some or all of it, say that it is there; or take that back."""
    wanted, part_id, typed = spelled(number), PartId(part), await form_of(request)
    view = await desk.ask(GetPart(number=wanted, part_id=part_id, scope=scope_of(request, Permission.SHIP_ORDERS)),
                          request)
    command, errors = _wish(view, typed, request)
    if command is None:
        return await _sheet(wanted, part_id, request, office, desk, status=422, form=typed, errors=errors)
    try:
        receipt = await desk.do(command, request)
    except (Conflict, RuleViolated, NoSuchBooking, NoSuchParcel) as refused:
        if isinstance(refused, NoSuchParcel) and typed["act"] != "call_off":
            raise
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _sheet(wanted, part_id, request, office, desk, status=409, form=typed, notice=notice)
    return office.see(f"{HERE}/{wanted}/{part_id}", position=receipt.position, notice=Notice(
        "good", *_SAID[_told(typed["act"], view, shop)],
    ))


def _told(act: str, view: PartView, shop: ShopInfo) -> str:
    """Under which name stands what is said of it: a carrier that the shop has no longer is told nothing."""
    return "call_off_here" if act == "call_off" and view.booking and view.booking.carrier != shop.carrier else act


def _wish(
    view: PartView, typed: Mapping[str, str], request: AnyRequest
) -> tuple[Command[PartStands] | None, dict[str, str]]:
    scope, what = scope_of(request, Permission.SHIP_ORDERS), typed.get("act", "")
    if what == "send":
        form, errors = filled(ParcelForm, typed, _WORDS)
        pieces = _pieces(view, typed, errors)
        if form is None or errors:
            return None, errors
        return SendParcel(
            number=view.number, part_id=view.part_id, carrier=form.carrier, tracking=form.tracking, pieces=pieces,
            version=form.version, scope=scope,
        ), {}
    acts: dict[str, Act] = {it: it for it in _ACTS}
    if what not in acts:
        raise BadValue("act", f"choose one of {', '.join((*acts, 'send'))}")
    try:
        parcel = UUID(typed["parcel"]) if typed.get("parcel") else None
    except ValueError:
        raise BadValue("parcel", "load the page again") from None
    return wish(acts[what], Pick(view.number, view.part_id, parcel), scope), {}


def _pieces(view: PartView, typed: Mapping[str, str], errors: dict[str, str]) -> dict[Sku, int]:
    """How many of each go into the parcel, as typed; all that are left where nothing was."""
    found: dict[Sku, int] = {}
    for place, piece in enumerate(view.pieces):
        text = typed.get(f"pieces-{place}", str(piece.left))
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
            errors[f"pieces-{place}"] = "Write how many, in digits."
        elif int(text):
            found[piece.sku] = int(text)
    if not found and not errors:
        errors["pieces-0"] = "Put at least one piece into the parcel."
    return found


async def _sheet(
    number: OrderNumber, part_id: PartId, request: AnyRequest, office: Office, desk: Desk, *, status: int = 200,
    form: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None, notice: Notice | None = None,
) -> Template:
    scope = scope_of(request, Permission.READ_ORDERS)
    part = await desk.ask(GetPart(number=number, part_id=part_id, scope=scope), request)
    return await office.page(
        "fulfilment_sheet.html", request, status=status, notice=notice, part=part, form=form or _booked(part),
        errors=errors or {}, carriers=list(CARRIERS), sees_orders=request.state.principal.may(Permission.READ_ORDERS),
    )


def _booked(part: PartView) -> dict[str, str]:
    """What the form says of a parcel that is booked."""
    return {"carrier": part.booking.carrier, "tracking": part.booking.tracking} if part.booking else {}
