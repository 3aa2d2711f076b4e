"""The parts of an order: what one vendor, or the shop itself, sends of it from one place, parcel by parcel."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar, assert_never

from msgspec import Struct, structs

from store.domain.ordering.business_events import BusinessDeclared, VatNumberChecked
from store.domain.ordering.carrying_events import (
    BookingCalledOff,
    Carrying,
    ParcelBooked,
    ParcelScanned,
)
from store.domain.ordering.events import (
    FIRST_PLACE,
    DeliveryTakenBack,
    Fulfilment,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderEvent,
    OrderLine,
    OrderPlaced,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
    PiecesReturned,
    ReturnClaimed,
    ReturnLetGo,
)
from store.domain.ordering.life import PartStage
from store.domain.ordering.parcels import Booking, Parcel, Scan
from store.domain.ordering.screening_events import OrderJudged, ReviewBegun, ReviewDue, ReviewPassed
from store.domain.shared.ids import OrderId, ParcelId, PartId, Sku, VendorId, last_parcel_of, part_of

K = TypeVar("K", bound=str)


class Part(Struct, frozen=True):
    """What has to be sent together, or at least by the same people, and how far that is."""

    id: PartId
    vendor: VendorId | None
    place: str
    bought: dict[Sku, int]
    cancelled: dict[Sku, int] = {}
    processing: bool = False
    parcels: tuple[Parcel, ...] = ()
    booking: Booking | None = None
    booked: int = 0
    """How many of its parcels were ever booked with a carrier."""

    @property
    def sent(self) -> dict[Sku, int]:
        """The pieces of all parcels."""
        return added(parcel.pieces for parcel in self.parcels)

    @property
    def left(self) -> dict[Sku, int]:
        """The pieces that wait to be sent; of those with none left, nothing is said."""
        return less(self.bought, added([self.cancelled, self.sent]))

    @property
    def stage(self) -> PartStage:
        """Where it stands: that follows from its pieces and parcels."""
        if self.left:
            if self.parcels:
                return PartStage.PARTLY_SHIPPED
            return PartStage.PROCESSING if self.processing else PartStage.AWAITING
        if not self.parcels:
            return PartStage.CANCELLED
        there = all(parcel.delivered_at for parcel in self.parcels)
        return PartStage.DELIVERED if there else PartStage.SHIPPED

    @property
    def forsaken(self) -> bool:
        """Whether a carrier expects a parcel for which nothing is left, and that no number typed by hand stands for:
        whoever typed one may have stuck the label on that parcel all the same.
        """
        return self.booking is not None and not self.left and all(it.booking for it in self.parcels)

    @property
    def plain(self) -> bool:
        """Whether nothing is to be said of it that the order doesn't say: the shop's own, and nothing in parcels."""
        return self.vendor is None and self.place == FIRST_PLACE and not (
            self.processing or self.parcels or self.booked
        )

    def parcel(self, id: ParcelId) -> Parcel | None:
        """The parcel of that id, if there is one."""
        return next((parcel for parcel in self.parcels if parcel.id == id), None)

    def without(self, pieces: Mapping[Sku, int]) -> "Part":
        """The part when these *pieces* are not to be sent any more."""
        return structs.replace(self, cancelled=added([self.cancelled, pieces]))

    def containing(self, parcel: Parcel) -> "Part":
        """The part with one *parcel* more, which takes its booking along."""
        known = self.booking
        if known is None or known.parcel_id != parcel.id:
            return structs.replace(self, parcels=(*self.parcels, parcel))
        left = structs.replace(parcel, booking=known.id)
        return structs.replace(self, parcels=(*self.parcels, left), booking=None)

    def scanned(self, parcel: ParcelId, scan: Scan) -> "Part":
        """The part when a *parcel* was scanned."""
        return structs.replace(self, parcels=tuple(
            structs.replace(it, scans=(*it.scans, scan)) if it.id == parcel else it for it in self.parcels
        ))

    def handed(self, parcel: ParcelId, at: datetime | None) -> "Part":
        """The part when a *parcel* is there, or isn't after all."""
        return structs.replace(self, parcels=tuple(
            structs.replace(it, delivered_at=at) if it.id == parcel else it for it in self.parcels
        ))


def after(parts: tuple[Part, ...], event: OrderEvent) -> tuple[Part, ...]:
    """How the *parts* of an order stand after one of its facts. It refuses nothing: what happened, happened."""
    match event:
        case OrderPlaced(order_id=order, lines=lines):
            return parts_of(order, lines)
        case OrderCancelled():
            return tuple(part.without(part.left) for part in parts)
        case PiecesCancelled(pieces=pieces):
            of_parts = event.parts or {parts[0].id: pieces}
            return tuple(part.without(of_parts.get(part.id, {})) for part in parts)
        case OrderShipped():
            return tuple(_emptied(part, event) if part.left else part for part in parts)
        case (
            OrderConfirmed() | OrderClaimed() | BusinessDeclared() | VatNumberChecked()
            | ReturnClaimed() | ReturnLetGo() | PiecesReturned()
            | OrderJudged() | ReviewBegun() | ReviewDue() | ReviewPassed()
        ):
            return parts
        case _:
            return tuple(_moved(part, event) if part.id == event.part_id else part for part in parts)


def _moved(part: Part, event: Fulfilment | Carrying) -> Part:
    match event:
        case PartProcessing() | PartPutBack():
            return structs.replace(part, processing=isinstance(event, PartProcessing))
        case ParcelSent(parcel_id=id, pieces=pieces, carrier=carrier, tracking=tracking, at=at, due=due):
            return part.containing(Parcel(id, pieces, carrier, tracking, at, due))
        case ParcelDelivered() | DeliveryTakenBack():
            return part.handed(event.parcel_id, event.at if isinstance(event, ParcelDelivered) else None)
        case _:
            return _carried(part, event)


def _carried(part: Part, event: Carrying) -> Part:
    match event:
        case ParcelBooked(parcel_id=id, carrier=carrier, tracking=tracking, booking=booking):
            return structs.replace(
                part, booking=Booking(id, carrier, tracking, booking), booked=part.booked + 1
            )
        case BookingCalledOff():
            return structs.replace(part, booking=None)
        case ParcelScanned(parcel_id=id, scan=scan, code=code, scanned_at=at, place=place):
            return part.scanned(id, Scan(scan, code, at, place))
        case _:
            assert_never(event)


def _emptied(part: Part, event: OrderShipped) -> Part:
    """All that was left of the order went in one parcel; as each part sees it, in one of its own."""
    return part.containing(Parcel(last_parcel_of(part.id), part.left, event.carrier, event.tracking, event.at))


def parts_of(order: OrderId, lines: Sequence[OrderLine]) -> tuple[Part, ...]:
    """How an order splits: by whose the goods are, and from where they are sent."""
    found: dict[PartId, Part] = {}
    for line in lines:
        for place, pieces in (line.places or {FIRST_PLACE: line.quantity}).items():
            id = part_of(order, line.vendor, place)
            known = found.get(id) or Part(id, line.vendor, place, {})
            found[id] = structs.replace(known, bought=added([known.bought, {line.sku: pieces}]))
    return tuple(found.values())


def taken_from(parts: Sequence[Part], pieces: Mapping[Sku, int]) -> dict[PartId, dict[Sku, int]]:
    """Of which *parts* pieces are cancelled, of those that are left: first where nobody has begun to pack."""
    found: dict[PartId, dict[Sku, int]] = {}
    for sku, wanted in pieces.items():
        still = wanted
        for part in sorted(parts, key=lambda it: it.stage is not PartStage.AWAITING):
            if taken := min(still, part.left.get(sku, 0)):
                found.setdefault(part.id, {})[sku] = taken
                still -= taken
    return found


def by_place(parts: Sequence[Part]) -> dict[Sku, dict[str, int]]:
    """What is left of each SKU to be sent, place by place."""
    found: dict[Sku, dict[str, int]] = {}
    for part in parts:
        for sku, count in part.left.items():
            found.setdefault(sku, {})[part.place] = count
    return found


def added(several: Iterable[Mapping[K, int]]) -> dict[K, int]:
    """Pieces of several kinds, all together."""
    total: dict[K, int] = {}
    for pieces in several:
        for sku, count in pieces.items():
            total[sku] = total.get(sku, 0) + count
    return total


def less(pieces: Mapping[K, int], gone: Mapping[K, int]) -> dict[K, int]:
    """What remains of *pieces* without those that are *gone*; what is none is left out."""
    return {sku: rest for sku, count in pieces.items() if (rest := count - gone.get(sku, 0))}
