"""How carriers take part: a parcel is booked before it leaves, and scanned on its way.

A scan that comes late, twice or out of its order takes nothing back: where a parcel stands follows from when each was
made. One that says the parcel is there delivers it, as whoever sent it can.
"""

from datetime import datetime

from store.domain.ordering.carrying_events import BookingCalledOff, ParcelBooked, ParcelScanned, ScanCode
from store.domain.ordering.errors import BookedAlready, NoSuchBooking
from store.domain.ordering.fulfilling import Fulfilled
from store.domain.ordering.life import PartStep
from store.domain.ordering.parcels import Booking, Scan
from store.domain.shared.ids import ParcelId, PartId, booked_parcel_of


class Carried(Fulfilled):
    """The part of an order that knows what carriers do with its parcels."""

    def bookable(self, part_id: PartId) -> ParcelId:
        """The parcel that a carrier can be asked to take: the one that is booked, or the next one.

        :raises PartOutOfTurn: where nothing waits to be sent.
        """
        part = self.part(part_id)
        if part.booking:
            return part.booking.parcel_id
        self._expect_of(part_id, PartStep.SEND)
        return booked_parcel_of(part_id, part.booked + 1)

    def book(
        self, part_id: PartId, parcel_id: ParcelId, carrier: str, tracking: str, booking: str, *, at: datetime
    ) -> None:
        """A carrier took the booking. The same one again is no fact.

        :raises BookedAlready: where another parcel is booked and has not left.
        """
        known = self.part(part_id).booking
        if known and known.parcel_id == parcel_id:
            return
        if self.bookable(part_id) != parcel_id:
            raise BookedAlready
        self._record(ParcelBooked(
            at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id, carrier=carrier, tracking=tracking,
            booking=booking,
        ))

    def booking(self, part_id: PartId) -> Booking:
        """The booking whose parcel has not left yet.

        :raises NoSuchBooking: where there is none.
        """
        found = self.part(part_id).booking
        if found is None:
            raise NoSuchBooking
        return found

    def call_off_booking(self, part_id: PartId, parcel_id: ParcelId, *, at: datetime) -> None:
        """The carrier doesn't expect it any more. Saying so again is no fact."""
        known = self.part(part_id).booking
        if known and known.parcel_id == parcel_id:
            self._record(BookingCalledOff(at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id))

    def scan(self, part_id: PartId, parcel_id: ParcelId, scan: Scan, *, at: datetime) -> None:
        """Its carrier scanned it. The same scan again is no fact, whatever else it says by then."""
        if any(known.id == scan.id for known in self._parcel(part_id, parcel_id).scans):
            return
        self._record(ParcelScanned(
            at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id, scan=scan.id, code=scan.code,
            scanned_at=scan.at, place=scan.place,
        ))
        if scan.code is ScanCode.DELIVERED:
            self.deliver(part_id, parcel_id, at=at)
