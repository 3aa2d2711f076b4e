"""Booking parcels with the shop's carrier.

The carrier is asked before anything is written down: a parcel has its own id, so that asking again after a crash, or
for two who press at once, finds the booking there is. A tracking number can be typed by hand whatever comes of it.
"""

from dataclasses import dataclass
from typing import assert_never

from store.application.ordering.carrier_ports import Away, Booked, CalledOff, Carrier, Consignment, Refused
from store.application.ordering.carrying import BookParcel, CallOffBooking
from store.application.ordering.errors import BookingRefused, CarrierAway, LeftMeanwhile, NoCarrier
from store.application.ordering.fulfilment import PartStands
from store.application.processes.following_parts import address_view
from store.application.processes.fulfilling_an_order import found, saved
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.ordering.errors import NoSuchParcel
from store.domain.ordering.order import Order
from store.domain.ordering.parts import Part
from store.domain.shared.ids import ParcelId
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class BookingParcels:
    carrier: Carrier | None
    clock: Clock
    sender: str
    """Who sends, as labels say it."""

    @handles(BookParcel)
    def book(self, command: BookParcel, work: UnitOfWork) -> PartStands:
        """:raises NoCarrier: where there is none to be asked.
        :raises BookingRefused: if it won't take this one.
        :raises CarrierAway: if it gives no answer.
        """
        order, part = found(command, work)
        if part.booking is None:
            if self.carrier is None:
                raise NoCarrier
            parcel = order.bookable(part.id)
            verdict = self.carrier.book(self._consignment(order, part, parcel))
            match verdict:
                case Booked(booking=booking, tracking=tracking):
                    order.book(part.id, parcel, self.carrier.name, tracking, booking, at=self.clock.now())
                case Refused(reason=reason):
                    raise BookingRefused(self.carrier.name, reason)
                case Away():
                    raise CarrierAway(self.carrier.name)
                case _:
                    assert_never(verdict)
        return saved(order, part, work)

    @handles(CallOffBooking)
    def call_off(self, command: CallOffBooking, work: UnitOfWork) -> PartStands:
        """What was booked with a carrier that the shop has no longer is called off here alone.

        :raises LeftMeanwhile: if that parcel was sent, perhaps while its carrier was told: then somebody has to ask.
        :raises NoSuchParcel: if another one is booked than the one that is meant.
        """
        order, part = found(command, work)
        if command.parcel_id and part.parcel(command.parcel_id):
            raise LeftMeanwhile
        booking = order.booking(part.id)
        if command.parcel_id not in {None, booking.parcel_id}:
            raise NoSuchParcel
        if self.carrier is not None and self.carrier.name == booking.carrier:
            verdict = self.carrier.call_off(booking.id)
            match verdict:
                case CalledOff():
                    pass
                case Refused(reason=reason):
                    raise BookingRefused(self.carrier.name, reason)
                case Away():
                    raise CarrierAway(self.carrier.name)
                case _:
                    assert_never(verdict)
        order.call_off_booking(part.id, booking.parcel_id, at=self.clock.now())
        return saved(order, part, work)

    def _consignment(self, order: Order, part: Part, parcel: ParcelId) -> Consignment:
        address = order.address.value if order.address else None
        if address is None or isinstance(address, Erased):
            raise BookingRefused(self.carrier.name if self.carrier else "", "the address was erased on request")
        return Consignment(
            parcel, order.number, self.sender, part.place, order.shipping_method, address_view(address)
        )
