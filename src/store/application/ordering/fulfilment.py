"""What one may tell and ask of the parts of orders: what one vendor, or the shop itself, sends from one place.

What lies outside the *scope* of a message is refused as if it were not there.
"""

from datetime import date, datetime

from msgspec import Struct, field

from store.application.ordering.messages import AddressView, ScanView
from store.application.shared.answers import Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.shared.ids import OrderNumber, ParcelId, PartId, Sku, VendorId


class BookingView(Struct, frozen=True):
    """A parcel that a carrier expects. ``id`` is what the carrier calls the booking."""

    parcel_id: ParcelId
    carrier: str
    tracking: str
    id: str


class PartStands(Struct, frozen=True):
    """How a part and its order stand now. ``parcels`` are those that were sent, delivered, or not after all.

    ``changed`` is false where all was so before; ``booking`` is the parcel that a carrier expects, if any.
    """

    number: OrderNumber
    part_id: PartId
    status: str
    order_status: str
    version: int
    parcels: list[ParcelId] = []
    changed: bool = True
    booking: BookingView | None = None


class MarkProcessing(Command[PartStands], frozen=True):
    """Somebody packs it."""

    number: OrderNumber
    part_id: PartId
    version: int | None = None
    scope: Scope = EVERYTHING


class TakeBackProcessing(Command[PartStands], frozen=True):
    """Nobody packs it yet after all."""

    number: OrderNumber
    part_id: PartId
    version: int | None = None
    scope: Scope = EVERYTHING


class SendParcel(Command[PartStands], frozen=True):
    """Hand some *pieces* of it to *carrier*, who calls the parcel *tracking*; all that are left, if none are named."""

    number: OrderNumber
    part_id: PartId
    carrier: str
    tracking: str
    pieces: dict[Sku, int] = field(default_factory=dict)
    version: int | None = None
    scope: Scope = EVERYTHING


class SendBooked(Command[PartStands], frozen=True):
    """Hand all that is left of it to the carrier with whom it is booked, under the number that was given then."""

    number: OrderNumber
    part_id: PartId
    version: int | None = None
    scope: Scope = EVERYTHING


class MarkDelivered(Command[PartStands], frozen=True):
    """A parcel of it is there, or all that were sent."""

    number: OrderNumber
    part_id: PartId
    parcel_id: ParcelId | None = None
    version: int | None = None
    scope: Scope = EVERYTHING


class TakeBackDelivery(Command[PartStands], frozen=True):
    """It isn't there yet after all; none that were sent are, if no parcel is named."""

    number: OrderNumber
    part_id: PartId
    parcel_id: ParcelId | None = None
    version: int | None = None
    scope: Scope = EVERYTHING


class PartPiece(Struct, frozen=True):
    """One kind of goods in a part. ``left`` wait to be sent, and ``cancelled`` are not to be."""

    sku: Sku
    name: str
    options_text: str
    bought: int
    left: int
    cancelled: int
    total: Price


class PartParcel(Struct, frozen=True):
    """A parcel of a part. ``due`` is the day by which it should be there, ``link`` where its carrier shows it.

    ``booking`` is what its carrier calls it, where it was booked. ``stranded``: the carrier gave up on it.
    """

    id: ParcelId
    carrier: str
    tracking: str
    link: str | None
    pieces: dict[Sku, int]
    sent_at: datetime
    due: date | None
    delivered_at: datetime | None
    booking: str | None = None
    scans: list[ScanView] = []
    stranded: bool = False


class PartView(Struct, frozen=True):
    """One part, with what it takes to send it and nothing else of whoever bought. The address is null once that person
    was forgotten; ``value`` is what was paid for its goods, without those that were cancelled.
    ``booking`` is a parcel that has not left, and ``bookable_with`` the carrier that can be asked to take one.
    """

    number: OrderNumber
    part_id: PartId
    version: int
    status: str
    allowed: list[str]
    vendor: VendorId | None
    place: str
    placed_at: datetime
    shipping_method: str
    shipping_address: AddressView | None
    pieces: list[PartPiece]
    parcels: list[PartParcel]
    value: Price
    booking: BookingView | None = None
    bookable_with: str | None = None


class GetPart(Query[PartView], frozen=True):
    """One part, answered from the facts themselves."""

    number: OrderNumber
    part_id: PartId
    scope: Scope = EVERYTHING


class PartRow(Struct, frozen=True):
    """One line of the queue. ``days`` have gone since it was placed; ``name`` is of whom the parcel goes to."""

    number: OrderNumber
    part_id: PartId
    status: str
    placed_at: datetime
    vendor: VendorId | None
    place: str
    country: str
    pieces: int
    left: int
    value: Price
    late: bool
    days: int
    name: str | None = None
    stranded: int = 0
    """Parcels of it that their carrier gave up on."""
    booked: bool = False
    """A carrier expects a parcel of it, whatever was sent under a number that somebody typed."""


class PartRows(Struct, frozen=True):
    """Some lines of the queue, oldest first."""

    items: list[PartRow]
    next_cursor: str | None


class ListParts(Query[PartRows], frozen=True):
    """Parts that were paid for, oldest first, of orders that were placed *since* and *before*.

    *status* is how they stand, ``open`` for all that wait to be sent, ``stranded`` for those with a parcel that can't
    be delivered, or ``all``. *q* is an order's number or the
    beginning of one. To whom each goes is opened where *names* are asked for.
    """

    status: str = "open"
    since: datetime | None = None
    before: datetime | None = None
    q: str = ""
    cursor: str | None = None
    limit: int = 50
    names: bool = True
    scope: Scope = EVERYTHING


class Worth(Struct, frozen=True):
    """What waits to be sent, in one currency."""

    value: Price
    parts: int


class Work(Struct, frozen=True):
    """The day at a glance: parts that wait, those that are late, parcels sent today, what waits is worth, and parts
    with a parcel that can't be delivered.
    """

    waiting: int
    processing: int
    late: int
    sent_today: int
    worth: list[Worth]
    stranded: int = 0


class LookAtWork(Query[Work], frozen=True):
    """How much is there to do?"""

    scope: Scope = EVERYTHING

