"""What one may tell and ask of parcels that a carrier takes."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from store.application.ordering.fulfilment import PartStands
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.ordering.carrying_events import ScanCode
from store.domain.shared.ids import OrderId, OrderNumber, ParcelId, PartId

SAID: Final[Mapping[ScanCode, str]] = {
    ScanCode.COLLECTED: "The carrier has it", ScanCode.IN_DEPOT: "Sorted at a depot",
    ScanCode.ON_THE_WAY: "On its way", ScanCode.OUT_FOR_DELIVERY: "Out for delivery",
    ScanCode.NOT_HANDED_OVER: "Nobody could take it", ScanCode.DELIVERED: "Delivered",
    ScanCode.UNDELIVERABLE: "It can't be delivered", ScanCode.RETURNED: "It went back to whoever sent it",
}
"""Scans in the shop's own words: a carrier's may name whoever opened the door."""


class BookParcel(Command[PartStands], frozen=True):
    """Have the shop's carrier take the next parcel of a part: it says the tracking number. Nothing has left yet."""

    number: OrderNumber
    part_id: PartId
    version: int | None = None
    scope: Scope = EVERYTHING


class CallOffBooking(Command[PartStands], frozen=True):
    """That parcel is not sent after all, or otherwise; whichever is booked, if none is named."""

    number: OrderNumber
    part_id: PartId
    parcel_id: ParcelId | None = None
    version: int | None = None
    scope: Scope = EVERYTHING


class Labels(Struct, frozen=True):
    """A PDF with a page for each, and for how many of the parts there is none, as nothing is booked."""

    pdf: bytes
    without: int = 0


class PrintLabels(Query[Labels], frozen=True):
    """A PDF with a label for each booked parcel of these parts: the one that waits to leave, or else all that are on
    their way; or one parcel alone, which of several may be gone. Where a part isn't to be seen, there is none at all.
    """

    parts: tuple[tuple[OrderNumber, PartId, ParcelId | None], ...]
    scope: Scope = EVERYTHING


class Followed(Struct, frozen=True):
    """What came of asking after a parcel: how many scans were new, and whether there was no answer."""

    scans: int = 0
    away: bool = False


class FollowParcel(Command[Followed], frozen=True):
    """Ask its carrier where a parcel is, and write down what is new."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId
