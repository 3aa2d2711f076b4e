"""Following parcels: their carrier is asked where they are, and what is new becomes facts of the order.

Where to go on from is the last scan that was written down, so that nothing has to be remembered beside the facts, and
whoever asks twice learns nothing twice. A carrier is a stranger: what it says is cut to what a fact may hold.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from store.application.ordering.carrier_ports import Away, CalledOff, Carrier, Scanned
from store.application.ordering.carrying import Followed, FollowParcel
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.ordering.carrying_events import ParcelScanned, ScanCode
from store.domain.ordering.order import Order
from store.domain.ordering.parcels import Booking, Scan
from store.domain.ordering.parts import Part

MOST_SCANS: Final = 100
"""Of one parcel; what a carrier tells beyond is left aside, but for the end of its way."""
LONGEST_PLACE: Final = 60
BEFORE_IT_LEFT: Final = timedelta(days=3)
"""So much earlier than we say a carrier may have it: staff may say late that it left, and clocks differ."""
_AT_A_DOOR: Final = frozenset({ScanCode.NOT_HANDED_OVER, ScanCode.DELIVERED})
_AN_END: Final = frozenset({ScanCode.DELIVERED, ScanCode.UNDELIVERABLE, ScanCode.RETURNED})


@dataclass(frozen=True)
class FollowingParcels:
    carrier: Carrier | None
    clock: Clock

    @handles(FollowParcel)
    def follow(self, command: FollowParcel, work: UnitOfWork) -> Followed:
        """Of what is there, came back, or was never booked with this carrier, nothing is asked."""
        order = work.find(Order, command.order_id)
        part = order.part(command.part_id)
        parcel = part.parcel(command.parcel_id)
        if parcel is None and part.booking and part.booking.parcel_id == command.parcel_id:
            return self._let_go(order, part, part.booking, work)
        if self.carrier is None or parcel is None or parcel.carrier != self.carrier.name or not parcel.under_way:
            return Followed()
        last = parcel.scans[-1].id if parcel.scans else ""
        told = self.carrier.scans(parcel.tracking, last)
        if isinstance(told, Away):
            return Followed(away=True)
        before, now = len(order.fresh), self.clock.now()
        codes = [scan.code for scan in parcel.scans]
        for scan in told:
            if len(codes) < MOST_SCANS or (scan.code in _AN_END and scan.code not in codes):
                order.scan(command.part_id, command.parcel_id, _kept(scan, parcel.sent_at, now), at=now)
                codes.append(scan.code)
        news = sum(isinstance(fact, ParcelScanned) for fact in order.fresh[before:])
        work.save(order)
        return Followed(news)

    def _let_go(self, order: Order, part: Part, booking: Booking, work: UnitOfWork) -> Followed:
        """A carrier need not expect what is not sent any more, such as of an order that was cancelled since."""
        if self.carrier is None or booking.carrier != self.carrier.name or not part.forsaken:
            return Followed()
        if not isinstance(self.carrier.call_off(booking.id), CalledOff):
            return Followed(away=True)
        order.call_off_booking(part.id, booking.parcel_id, at=self.clock.now())
        work.save(order)
        return Followed()


def _kept(scan: Scanned, sent: datetime, now: datetime) -> Scan:
    """What a fact may hold: a moment of its way that isn't yet to come, and of places towns alone, never a door."""
    place = " ".join(scan.place.split())
    fits = place.isprintable() and len(place) <= LONGEST_PLACE and not any(it.isdigit() for it in place)
    return Scan(scan.id, scan.code, _moment(scan.at, sent, now), place if fits and scan.code not in _AT_A_DOOR else "")


def _moment(at: datetime, sent: datetime, now: datetime) -> datetime:
    """In UTC; there are moments that have none there, such as the first of all in the east."""
    first = sent - BEFORE_IT_LEFT
    try:
        return max(first, min(at.astimezone(UTC), now))
    except OverflowError:
        return first if at.year == 1 else now
