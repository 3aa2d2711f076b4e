"""Purchases that were seen, in memory: the twin of the table."""

from collections.abc import Callable, Iterable
from datetime import datetime

from store.adapters.ordering.fraud_rules import lately, told_by
from store.application.ordering.fraud import PROVES_NOTHING, Seen, Suspect
from store.domain.ordering.life import Stage
from store.domain.shared.habits import Habit
from store.domain.shared.ids import CartId


class MemorySeenBefore:
    """:class:`~store.application.ordering.fraud.SeenBefore`. *ordered* tells how the orders stand that were placed
    under an e-mail address, however that is written; *habit*, how many were since a day, and what came back.
    """

    def __init__(
        self, spelled: Callable[[str], str], ordered: Callable[[str], Iterable[Stage]],
        habit: Callable[[str, datetime], Habit],
    ) -> None:
        self._spelled, self._ordered, self._habit = spelled, ordered, habit
        self._seen: dict[tuple[CartId, str], tuple[str, datetime]] = {}

    def count(self, purchase: Suspect, since: datetime) -> Seen:
        """A cart counts once, as it was last."""
        told = {by: self._spelled(text) if by == "email" else text for by, text in told_by(purchase).items()}
        for by, text in told.items():
            self._seen[purchase.cart, by] = (text, purchase.at)
        alike = {
            by: sum(1 for (_, its), (other, at) in self._seen.items() if its == by and other == text and at > since)
            for by, text in told.items()
        }
        email = self._spelled(purchase.email)
        return Seen(alike, PROVES_NOTHING.issuperset(self._ordered(email)), self._habit(email, lately(purchase)))
