"""What is asked of carriers: to take a parcel, to say where it is, and the paper to stick on it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

from store.application.ordering.messages import AddressView
from store.domain.ordering.carrying_events import ScanCode
from store.domain.shared.ids import OrderNumber, ParcelId


class Consignment(Struct, frozen=True):
    """A parcel that a carrier is to take. The same ``parcel_id`` is the same parcel, however often it is asked for."""

    parcel_id: ParcelId
    reference: OrderNumber
    sender: str
    place: str
    service: str
    to: AddressView


class GoingBack(Struct, frozen=True):
    """A parcel that a carrier is to take from a shopper *to* the shop, at the shop's expense."""

    parcel_id: ParcelId
    reference: str
    sender: AddressView
    to: tuple[str, ...]


class DropOff(Struct, frozen=True):
    """Where parcels can be handed in. ``open`` is said as the carrier says it; empty where it doesn't."""

    name: str
    address: str
    postal_code: str
    city: str
    open: str = ""


class Booked(Struct, frozen=True):
    """The carrier expects it. ``booking`` is what the carrier calls that."""

    booking: str
    tracking: str


class Refused(Struct, frozen=True):
    """It won't be; *reason* is for staff to read."""

    reason: str


class Away(Struct, frozen=True):
    """The carrier gave no answer that can be read: nobody knows."""


class CalledOff(Struct, frozen=True):
    """The carrier doesn't expect it, or not any more."""


class Scanned(Struct, frozen=True):
    """One scan, as the carrier tells it. ``id`` is the carrier's own name for it."""

    id: str
    code: ScanCode
    at: datetime
    place: str = ""


class OwnLabel(Struct, frozen=True):
    """The carrier has none of its own: one that we make will do."""


class TheirLabel(Struct, frozen=True):
    """A PDF of the carrier's own."""

    pdf: bytes


class Unprintable(Struct, frozen=True):
    """It sent something that is no label, or too much of one."""


BookingVerdict: TypeAlias = Booked | Refused | Away
CallingOffVerdict: TypeAlias = CalledOff | Refused | Away
Label: TypeAlias = OwnLabel | TheirLabel | Unprintable | Refused | Away


@runtime_checkable
class Carrier(Protocol):
    """Somebody who carries parcels. None of this raises because the carrier is away."""

    @property
    def name(self) -> str:
        """What it is called, on pages and in facts."""

    @property
    def patience(self) -> timedelta:
        """How long to wait before it is asked about a parcel again."""

    def book(self, parcel: Consignment) -> BookingVerdict:
        """Have it take a parcel. The same parcel again is the same booking."""

    def book_back(self, parcel: GoingBack) -> BookingVerdict:
        """Have it take a parcel to the shop. The same parcel again is the same booking."""

    async def drop_offs(self, country: str, postal_code: str) -> Sequence[DropOff] | Away:
        """Where parcels can be handed in near there, the nearest first; none where it knows of none."""

    def call_off(self, booking: str) -> CallingOffVerdict:
        """Have it expect that parcel no more. Refused once it has it."""

    def scans(self, tracking: str, after: str = "") -> Sequence[Scanned] | Away:
        """What it knows of a parcel since the scan *after*, in the order in which it learnt of it."""

    async def label(self, booking: str) -> Label:
        """What is to be stuck on the parcel."""


class LabelPage(Struct, frozen=True):
    """What stands on a label that we make. No ``to`` and no ``lines`` instead: that person was forgotten."""

    carrier: str
    tracking: str
    reference: str
    sender: str
    place: str
    service: str
    to: AddressView | None = None
    lines: tuple[str, ...] = ()
    """Where it goes, as it is to be written."""


class LabelPress(Protocol):
    """Papers to be stuck on parcels."""

    async def pdf(self, labels: Sequence[LabelPage | TheirLabel]) -> bytes:
        """A page for each of *labels*, in one file.

        :raises UnreadableLabel: where a carrier's own is no PDF that can be printed.
        :raises LabelsTooLarge: where carriers' own are too much for one file.
        """
