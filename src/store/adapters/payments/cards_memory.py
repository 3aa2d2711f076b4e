"""Cards that somebody keeps, in memory: the twin of the table."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs

from store.application.payments.adding import AddingId, WishedCard
from store.application.payments.cards import KeptCard, Wished
from store.domain.shared.ids import AccountId, PaymentId


class _Row(Struct, frozen=True):
    account: AccountId
    method: str
    at: datetime
    adding: bool
    card: KeptCard | None = None


class MemorySavedCards:
    """:class:`~store.application.payments.adding.AddedCards`."""

    def __init__(self) -> None:
        self._rows: dict[UUID, _Row] = {}

    def wish(self, account: AccountId, payment_id: PaymentId, method: str, at: datetime) -> None:
        """Somebody wants the card kept."""
        self._rows.setdefault(payment_id, _Row(account, method, at, adding=False))

    def begin(self, account: AccountId, id: AddingId, method: str, at: datetime, *, most: int) -> None:
        """Somebody is about to add one."""
        if sum(row.account == account and (row.adding or row.card is not None) for row in self._rows.values()) < most:
            self._rows.setdefault(id, _Row(account, method, at, adding=True))

    def beginning(self, id: AddingId) -> WishedCard | None:
        """The one of that id."""
        row = self._rows.get(id)
        return _wished(id, row) if row and row.adding else None

    def unfinished(self, before: datetime) -> Sequence[WishedCard]:
        """Those begun before then."""
        return [
            _wished(id, row) for id, row in self._rows.items() if row.adding and row.card is None and row.at < before
        ]

    def wished(self, account: AccountId) -> Sequence[Wished]:
        """Those of which it isn't known yet."""
        return [
            Wished(PaymentId(id), row.method, row.at, row.adding) for id, row in self._rows.items()
            if row.account == account and row.card is None
        ]

    def keep(self, account: AccountId, payment_id: PaymentId, card: KeptCard) -> None:
        """It is kept."""
        row = self._rows.get(payment_id)
        if row and row.account == account:
            self._rows[payment_id] = structs.replace(row, card=card)

    def of(self, account: AccountId) -> Sequence[tuple[UUID, str, KeptCard]]:
        """The newest first."""
        found = [(row.at, id, row.method, row.card) for id, row in self._rows.items()
                 if row.account == account and row.card is not None]
        return [(id, method, card) for _, id, method, card in sorted(found, key=lambda it: it[0], reverse=True)]

    def drop(self, account: AccountId, id: UUID) -> None:
        """It is kept no longer."""
        if (row := self._rows.get(id)) and row.account == account:
            del self._rows[id]

    def forget(self, account: AccountId) -> int:
        """All of somebody's; how many that were."""
        ids = [id for id, row in self._rows.items() if row.account == account]
        for id in ids:
            del self._rows[id]
        return len(ids)


def _wished(id: UUID, row: _Row) -> WishedCard:
    return WishedCard(PaymentId(id), row.method, row.at, adding=True, account=row.account)
