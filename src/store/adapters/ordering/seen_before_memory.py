"""Purchases that were seen, in memory: the twin of the table."""

from collections.abc import Callable, Iterable
from datetime import datetime

from store.adapters.ordering.fraud_rules import told_by
from store.application.ordering.fraud import PROVES_NOTHING, Suspect
from store.domain.ordering.life import Stage
from store.domain.shared.ids import CartId


class MemorySeenBefore:
    """:class:`~store.application.ordering.fraud.SeenBefore`. *ordered* tells how the orders stand that were placed
    under an e-mail address, however that is written.
    """

    def __init__(self, spelled: Callable[[str], str], ordered: Callable[[str], Iterable[Stage]]) -> None:
        self._spelled, self._ordered = spelled, ordered
        self._seen: dict[tuple[CartId, str], tuple[str, datetime]] = {}

    def count(self, purchase: Suspect, since: datetime) -> tuple[dict[str, int], bool]:
        """A cart counts once, as it was last."""
        told = {by: self._spelled(text) if by == "email" else text for by, text in told_by(purchase).items()}
        for by, text in told.items():
            self._seen[purchase.cart, by] = (text, purchase.at)
        alike = {
            by: sum(1 for (_, its), (other, at) in self._seen.items() if its == by and other == text and at > since)
            for by, text in told.items()
        }
        return alike, PROVES_NOTHING.issuperset(self._ordered(self._spelled(purchase.email)))
