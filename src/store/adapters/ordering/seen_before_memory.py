"""Purchases that were seen, in memory: the twin of the table."""

from collections.abc import Callable
from datetime import datetime

from store.adapters.ordering.fraud_rules import told_by
from store.application.ordering.fraud import Suspect
from store.domain.shared.ids import CartId


class MemorySeenBefore:
    """:class:`~store.application.ordering.fraud.SeenBefore`. *bought_before* says so of an e-mail address."""

    def __init__(self, spelled: Callable[[str], str], bought_before: Callable[[str], bool] = lambda _: False) -> None:
        self._spelled, self._bought_before = spelled, bought_before
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
        return alike, not self._bought_before(purchase.email)
