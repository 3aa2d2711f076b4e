"""Parcels: booked before they leave, scanned on their way, and there at last."""

from datetime import date, datetime

from msgspec import Struct

from store.domain.ordering.carrying_events import ScanCode
from store.domain.shared.ids import ParcelId, Sku


class Scan(Struct, frozen=True):
    """A moment of a parcel's way, as its carrier tells it. ``id`` is the carrier's own name for it."""

    id: str
    code: ScanCode
    at: datetime
    place: str = ""


class Booking(Struct, frozen=True):
    """A parcel that a carrier expects, and that has not left. ``id`` is what the carrier calls the booking."""

    parcel_id: ParcelId
    carrier: str
    tracking: str
    id: str


class Parcel(Struct, frozen=True):
    """Pieces that are on their way together."""

    id: ParcelId
    pieces: dict[Sku, int]
    carrier: str
    tracking: str
    sent_at: datetime
    due: date | None = None
    delivered_at: datetime | None = None
    booking: str = ""
    """What its carrier calls the booking, where it was booked."""
    scans: tuple[Scan, ...] = ()
    """In the order in which we heard of them."""

    @property
    def way(self) -> tuple[Scan, ...]:
        """Its scans in the order in which they were made."""
        return tuple(sorted(self.scans, key=lambda it: it.at))

    @property
    def stranded(self) -> bool:
        """Whether its carrier gave up on it: it is not there, and won't be. What went back stays back, even if another
        scan claims a later moment.
        """
        given_up = bool(self.scans) and self.way[-1].code is ScanCode.UNDELIVERABLE
        return not self.delivered_at and (given_up or self._back)

    @property
    def under_way(self) -> bool:
        """Whether its carrier has more to tell of it."""
        return bool(self.booking) and not (self.delivered_at or self._back)

    @property
    def _back(self) -> bool:
        return any(it.code is ScanCode.RETURNED for it in self.scans)
