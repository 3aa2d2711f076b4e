"""What of a return is booked with a carrier: its parcel, where the shop pays for its way."""

from datetime import datetime

from msgspec import Struct

from store.domain.returns.errors import OwnPostage, ReturnOutOfTurn
from store.domain.returns.events import ReturnApproved, ReturnEvent, ReturnWithdrawn
from store.domain.returns.exchanged import Exchanged
from store.domain.returns.label_events import ReturnParcelBooked
from store.domain.returns.life import LIFE, Stage
from store.domain.shared.ids import ParcelId, ReturnId, return_parcel_of


class ReturnBooking(Struct, frozen=True):
    """A parcel that a carrier takes to the shop, at the shop's expense. ``id`` is what the carrier calls it."""

    parcel_id: ParcelId
    carrier: str
    tracking: str
    id: str


class Labelled(Exchanged):
    """The part of a return that knows its parcel."""

    def __init__(self, id: ReturnId) -> None:
        super().__init__(id)
        self.prepaid = False
        """Whether the shop pays for its way back."""
        self.booking: ReturnBooking | None = None
        """Until it is kept after all: then nobody expects its parcel any more."""

    def bookable(self) -> ParcelId:
        """What its parcel would be called: the same one, however often it is asked for."""
        if self.stage is not Stage.APPROVED:
            raise ReturnOutOfTurn(self.stage, Stage.APPROVED, "given a label", tuple(LIFE[self.stage]))
        if not self.prepaid:
            raise OwnPostage
        return return_parcel_of(self.id)

    def book(self, carrier: str, tracking: str, booking: str, *, at: datetime) -> None:
        """A carrier takes it. Once: there is one parcel."""
        parcel = self.bookable()
        if self.booking is None:
            self._record(ReturnParcelBooked(
                at=at, return_id=self.id, parcel_id=parcel, carrier=carrier, tracking=tracking, booking=booking,
            ))

    def _label(self, event: ReturnEvent) -> None:
        match event:
            case ReturnApproved(prepaid=prepaid):
                self.prepaid = prepaid
            case ReturnParcelBooked(parcel_id=parcel, carrier=carrier, tracking=tracking, booking=booking):
                self.booking = ReturnBooking(parcel, carrier, tracking, booking)
            case ReturnWithdrawn():
                self.booking = None
            case _:
                pass  # its parcel stays as it is
