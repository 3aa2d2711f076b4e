"""How long shoppers may cancel, version by version."""

from datetime import date

from store.domain.ordering.cancelling import Terms
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import VendorId


class CancelPolicySet(Event, frozen=True, tag="ordering/cancel-policy-set-1"):
    """From the day *since* on, in the shop's time zone, these terms hold for what is bought of *vendor*'s goods.

    Without a vendor they are the shop's, for its own goods and of vendors who have none; without terms a vendor has
    none any more.
    """

    since: date
    terms: Terms | None
    vendor: VendorId | None = None
