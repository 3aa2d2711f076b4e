"""What may be sent back, version by version."""

from datetime import date

from store.domain.returns.policy import Terms
from store.domain.shared.aggregate import Event


class ReturnPolicySet(Event, frozen=True, tag="returns/policy-set-1"):
    """From the day *since* on, in the shop's time zone, these terms hold for what is bought."""

    since: date
    terms: Terms
