"""The policies of cancelling: one stream, so that of each day is known what held for what was bought on it."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from store.domain.ordering.cancel_policy_events import CancelPolicySet
from store.domain.ordering.cancelling import Rules, Terms
from store.domain.ordering.errors import HoursOutOfRange, PolicyBeginsTooEarly, TooManyMadeToOrder
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import VendorId

MOST_HOURS: Final = 8760
MOST_MADE: Final = 200
Version = tuple[date, Terms | None]


class CancelPolicies(Aggregate[CancelPolicySet]):
    kind = "cancel_policy"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.versions: dict[VendorId | None, tuple[Version, ...]] = {}
        """Of each vendor, and of the shop, since when which terms; of two that begin on one day the later one holds."""

    def own(self, vendor: VendorId | None, day: date) -> Terms | None:
        """What *vendor* says, or the shop, for what is bought on that day."""
        begun = [(it[0], number, it[1]) for number, it in enumerate(self.versions.get(vendor, ())) if it[0] <= day]
        return max(begun, key=lambda it: it[:2])[2] if begun else None

    def on(self, day: date) -> Rules:
        """Of everybody who says something."""
        return {vendor: terms for vendor in self.versions if (terms := self.own(vendor, day))}

    def set(
        self, vendor: VendorId | None, terms: Terms | None, *, since: date, today: date, at: datetime
    ) -> None:
        """Have these *terms* hold from a day on. The same that hold then is no fact."""
        if terms and not 0 <= terms.hours <= MOST_HOURS:
            raise HoursOutOfRange
        if terms and len(terms.made_to_order) > MOST_MADE:
            raise TooManyMadeToOrder
        if since <= today:
            raise PolicyBeginsTooEarly
        if self.own(vendor, since) != terms:
            self._record(CancelPolicySet(at=at, since=since, terms=terms, vendor=vendor))

    def _evolve(self, event: CancelPolicySet) -> None:
        known = self.versions.get(event.vendor, ())
        self.versions = {**self.versions, event.vendor: (*known, (event.since, event.terms))}
