"""Parts of orders at the edge: many at once, each by itself, and as lines of a file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from litestar.response import Stream
from msgspec import Meta, Struct, structs

from store.application.ordering.carrying import BookParcel, CallOffBooking
from store.application.ordering.fulfilment import (
    ListParts,
    MarkDelivered,
    MarkProcessing,
    PartRow,
    PartStands,
    SendBooked,
    TakeBackDelivery,
    TakeBackProcessing,
)
from store.application.shared.authority import Scope
from store.application.shared.bus import Once
from store.application.shared.errors import InFlight, KeyReused, Refusal
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import OrderNumber, ParcelId, PartId
from store.entrypoints.shared.csv_files import Line, csv_file
from store.entrypoints.shared.desk import AnyRequest, Desk

MOST_AT_ONCE: Final = 200
Act: TypeAlias = Literal["processing", "put_back", "delivered", "taken_back", "book", "call_off", "sent"]
UNDOES: Final[Mapping[str, Act]] = {"processing": "put_back", "delivered": "taken_back", "book": "call_off"}
"""What takes back what. Of what left nothing is taken back."""
Deed: TypeAlias = (
    MarkProcessing | TakeBackProcessing | MarkDelivered | TakeBackDelivery | BookParcel | CallOffBooking | SendBooked
)
"""What an act comes to."""
_OF_PARCELS: Final[Mapping[str, type[MarkDelivered | TakeBackDelivery | CallOffBooking]]] = {
    "delivered": MarkDelivered, "taken_back": TakeBackDelivery, "call_off": CallOffBooking,
}
_OF_PARTS: Final[Mapping[str, type[MarkProcessing | TakeBackProcessing | BookParcel | SendBooked]]] = {
    "processing": MarkProcessing, "put_back": TakeBackProcessing, "book": BookParcel, "sent": SendBooked,
}
COLUMNS: Final = (
    "order", "part", "status", "placed_at", "place", "country", "pieces", "waiting", "value", "currency", "late",
)


class Pick(Struct, frozen=True, forbid_unknown_fields=True):
    """One part, or one parcel of it."""

    number: Annotated[str, Meta(max_length=40, examples=["XAY8Q-DKB8E"])]
    part_id: UUID
    parcel_id: UUID | None = None


class PartRefusal(Struct, frozen=True):
    """Why a part was refused: ``type`` for programs, ``detail`` for people."""

    type: str
    detail: str


class PartResult(Struct, frozen=True):
    """What became of one of them. ``changed`` is false where it stood so before."""

    number: str
    part_id: UUID
    result: Literal["done", "refused"]
    changed: bool = False
    status: str | None = None
    parcels: list[ParcelId] = []
    problem: PartRefusal | None = None


class PartResults(Struct, frozen=True):
    """A result for each, in order, and how many came to what."""

    items: list[PartResult]
    done: int
    refused: int


def wish(act: Act, pick: Pick, scope: Scope) -> Deed:
    """The command behind *act* on one of them."""
    number, part = OrderNumber(pick.number.strip().upper()[:40]), PartId(pick.part_id)
    parcel = ParcelId(pick.parcel_id) if pick.parcel_id else None
    if act in _OF_PARCELS:
        return _OF_PARCELS[act](number=number, part_id=part, parcel_id=parcel, scope=scope)
    return _OF_PARTS[act](number=number, part_id=part, scope=scope)


async def carry_out(
    act: Act, picks: Sequence[Pick], desk: Desk, request: AnyRequest, scope: Scope, once: Once | None = None
) -> tuple[PartResults, str | None]:
    """Do *act* to one after the other, so that one that can't be stops no other; the position after the last.

    :raises KeyReused: if the key stands for another request: then nothing more is done.
    """
    results, position = list[PartResult](), None
    for number, pick in enumerate(picks, 1):
        mine = structs.replace(once, key=f"{once.key}#{number}") if once else None
        try:
            receipt = await desk.do(wish(act, pick, scope), request, once=mine)
        except (KeyReused, InFlight):
            raise
        except StoreError as refused:
            said = Refusal.of(refused)
            problem = PartRefusal(f"/problems/{said.name}", said.sentence)
            results.append(PartResult(pick.number, pick.part_id, "refused", problem=problem))
        else:
            position, it = receipt.position, receipt.outcome
            results.append(_done(act, it))
    done = sum(it.result == "done" for it in results)
    return PartResults(results, done, len(results) - done), position


def _done(act: Act, it: PartStands) -> PartResult:
    """With the parcel that is booked, so that it alone is printed, or called off again."""
    parcels = [it.booking.parcel_id] if act == "book" and it.booking else it.parcels
    return PartResult(it.number, it.part_id, "done", it.changed, it.status, parcels)


async def parts_file(query: ListParts, desk: Desk, request: AnyRequest) -> Stream:
    """All that *query* finds; no name is opened for it."""
    return await csv_file("fulfilment", structs.replace(query, names=False), COLUMNS, _lines, desk, request)


def _lines(row: PartRow) -> Iterable[Line]:
    yield (
        row.number, str(row.part_id), row.status, row.placed_at.isoformat(), row.place, row.country, str(row.pieces),
        str(row.left), row.value.amount, row.value.currency, "yes" if row.late else "",
    )
