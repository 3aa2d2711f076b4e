"""What becomes of the parcel of a return, where the shop pays for its way."""

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import ParcelId, ReturnId


class ReturnParcelBooked(Event, frozen=True, tag="returns/parcel-booked-1"):
    """A carrier takes them to the shop, at the shop's expense: there is a label for their parcel."""

    return_id: ReturnId
    parcel_id: ParcelId
    carrier: str
    tracking: str
    booking: str
    """What the carrier calls that."""
