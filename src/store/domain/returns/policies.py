"""The shop's policies of returns: one stream, so that of each day is known what held for what was bought on it."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from store.domain.returns.errors import PolicyInThePast, WindowOutOfRange
from store.domain.returns.policy import Terms
from store.domain.returns.policy_events import ReturnPolicySet
from store.domain.shared.aggregate import Aggregate

AT_FIRST: Final = Terms()
"""What holds where nobody ever set anything."""
LEAST, MOST = 14, 365
"""Fewer days the law of the European Union doesn't allow."""


class ReturnPolicies(Aggregate[ReturnPolicySet]):
    kind = "return_policy"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.versions: tuple[tuple[date, Terms], ...] = ()
        """Since when which terms; of two that begin on one day the later one holds."""

    def on(self, day: date) -> Terms:
        """What holds for what is bought on that day."""
        begun = [(since, number, terms) for number, (since, terms) in enumerate(self.versions) if since <= day]
        return max(begun, key=lambda it: it[:2])[2] if begun else AT_FIRST

    def set(self, terms: Terms, *, since: date, today: date, at: datetime) -> None:
        """Have these *terms* hold from a day on. The same that hold then is no fact."""
        if not LEAST <= terms.days <= MOST:
            raise WindowOutOfRange
        if since <= today:
            raise PolicyInThePast
        if self.on(since) != terms:
            self._record(ReturnPolicySet(at=at, since=since, terms=terms))

    def _evolve(self, event: ReturnPolicySet) -> None:
        self.versions += ((event.since, event.terms),)
