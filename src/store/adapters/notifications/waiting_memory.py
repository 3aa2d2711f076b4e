"""Who waits for something that is sold out, without a database."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from uuid import UUID, uuid4

from msgspec import Struct

from store.adapters.notifications.waiting_postgres import MOST
from store.application.notifications.waiting import Waiter
from store.domain.shared.ids import AccountId, Sku, SubjectId, subject_of


class _Row(Struct):
    id: UUID
    sku: Sku
    address: str
    email: str | None
    account: AccountId | None
    asked_at: datetime
    told_at: datetime | None = None


class MemoryWaiting:
    """Twin of :class:`~store.adapters.notifications.waiting_postgres.PostgresWaiting`."""

    def __init__(self, spelled: Callable[[str], str]) -> None:
        """By *spelled* two ways to write an address are one."""
        self._spelled = spelled
        self._rows: list[_Row] = []
        self._lock = Lock()

    def ask(self, sku: Sku, email: str, account: AccountId | None, at: datetime) -> None:
        """Wait from now on."""
        address = self._spelled(email)
        with self._lock:
            mine = [row for row in self._rows if row.address == address]
            if any(row.sku == sku and row.told_at is None for row in mine):
                return
            if sum(row.told_at is None for row in mine) >= MOST:
                return
            self._rows = [row for row in self._rows if (row.sku, row.address) != (sku, address)]
            self._rows.append(_Row(uuid4(), sku, address, email, account, at))

    def find(self, id: UUID) -> Waiter | None:
        """Who still waits under *id*."""
        row = next((row for row in self._rows if row.id == id and row.told_at is None), None)
        if row is None:
            return None
        return Waiter(id, row.sku, subject_of(row.account) if row.account else SubjectId(id), row.email)

    def told(self, id: UUID, at: datetime) -> None:
        """The address goes."""
        for row in self._rows:
            if row.id == id:
                row.told_at, row.email = at, None

    def stop(self, id: UUID) -> None:
        """All of this address."""
        addresses = {row.address for row in self._rows if row.id == id}
        self._rows = [row for row in self._rows if row.address not in addresses]

    def tidy(self, told_before: datetime, asked_before: datetime) -> None:
        """Forget those."""
        self._rows = [
            row for row in self._rows
            if row.asked_at >= asked_before and (row.told_at is None or row.told_at >= told_before)
        ]

    def forget(self, account: AccountId) -> None:
        """Whoever has this account waits for nothing."""
        self._rows = [row for row in self._rows if row.account != account]

    def waiters(self, sku: Sku) -> list[UUID]:
        """Who still waits for *sku*."""
        return [row.id for row in self._rows if row.sku == sku and row.told_at is None]
