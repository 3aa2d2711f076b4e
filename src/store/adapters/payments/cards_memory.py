"""Cards that somebody keeps, in memory: the twin of the table."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from store.application.payments.cards import KeptCard, Wished
from store.domain.shared.ids import AccountId, PaymentId


class MemorySavedCards:
    """:class:`~store.application.payments.cards.SavedCards`."""

    def __init__(self) -> None:
        self._kept: dict[tuple[AccountId, UUID], tuple[str, datetime, KeptCard | None]] = {}

    def wish(self, account: AccountId, payment_id: PaymentId, method: str, at: datetime) -> None:
        """Somebody wants the card kept."""
        self._kept.setdefault((account, payment_id), (method, at, None))

    def wished(self, account: AccountId) -> Sequence[Wished]:
        """Those of which it isn't known yet."""
        return [
            Wished(PaymentId(id), method, at)
            for (whose, id), (method, at, card) in self._kept.items() if whose == account and card is None
        ]

    def keep(self, account: AccountId, payment_id: PaymentId, card: KeptCard) -> None:
        """It is kept."""
        method, at, _ = self._kept[account, payment_id]
        self._kept[account, payment_id] = (method, at, card)

    def of(self, account: AccountId) -> Sequence[tuple[UUID, str, KeptCard]]:
        """The newest first."""
        found = [
            (at, id, method, card) for (whose, id), (method, at, card) in self._kept.items()
            if whose == account and card is not None
        ]
        return [(id, method, card) for _, id, method, card in sorted(found, key=lambda it: it[0], reverse=True)]

    def drop(self, account: AccountId, id: UUID) -> None:
        """It is kept no longer."""
        self._kept.pop((account, id), None)

    def forget(self, account: AccountId) -> int:
        """All of somebody's; how many that were."""
        ids = [key for key in self._kept if key[0] == account]
        for key in ids:
            del self._kept[key]
        return len(ids)
