"""What carriers do with parcels: they take bookings, and scan what they carry."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId, ParcelId, PartId


class ScanCode(StrEnum):
    """What a scan says of a parcel. The values are stored."""

    COLLECTED = "collected"
    IN_DEPOT = "in_depot"
    ON_THE_WAY = "on_the_way"
    OUT_FOR_DELIVERY = "out_for_delivery"
    NOT_HANDED_OVER = "not_handed_over"
    """Somebody tried, and will try again."""
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"
    RETURNED = "returned"
    """It is back where it came from."""


class ParcelBooked(Event, frozen=True, tag="ordering/parcel-booked-1"):
    """A carrier expects a parcel of this part, under this tracking number; nothing has left yet."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId
    carrier: str
    tracking: str
    booking: str
    """What the carrier itself calls the booking."""


class BookingCalledOff(Event, frozen=True, tag="ordering/booking-called-off-1"):
    """The carrier doesn't expect that parcel any more."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId


class ParcelScanned(Event, frozen=True, omit_defaults=True, tag="ordering/parcel-scanned-1"):
    """Its carrier scanned a parcel. Of persons it says nothing: neither whose door it was, nor the driver's words."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId
    scan: str
    """What the carrier calls this scan: told twice, it is one."""
    code: ScanCode
    scanned_at: datetime
    """When, as the carrier says; ``at`` is when we heard of it."""
    place: str = ""
    """The town of a depot, where it is said."""


Carrying: TypeAlias = ParcelBooked | BookingCalledOff | ParcelScanned
"""What carriers do with parcels."""
