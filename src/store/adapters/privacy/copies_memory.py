"""Copies of people's data without a database."""

from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from msgspec import Struct

from store.adapters.drivers.vault import Vault
from store.adapters.privacy.copies_postgres import DEAD, place_of
from store.application.privacy.copies import CopyRow, CopyState
from store.application.privacy.copy_ports import Due
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import AccountId, subject_of


class _Kept(Struct):
    id: UUID
    account: AccountId
    asked_at: datetime
    state: CopyState = CopyState.ASKED
    step: int = 0
    beat_at: datetime | None = None
    made_at: datetime | None = None
    till: datetime | None = None
    size: int = 0
    sealed: str = ""


_UNDER_WAY = {CopyState.ASKED, CopyState.RUNNING}


class MemoryCopies:
    """Twin of :class:`~store.adapters.privacy.copies_postgres.PostgresCopies`, and of the live one."""

    def __init__(self, vault: Vault) -> None:
        self._vault, self._lock = vault, Lock()
        self._rows: dict[UUID, _Kept] = {}

    def ask(self, copy: UUID, account: AccountId, now: datetime) -> UUID:
        """Put it on the list, unless one of the account is being made."""
        with self._lock:
            for row in self._rows.values():
                if row.account == account and row.state in _UNDER_WAY:
                    return row.id
            self._rows[copy] = _Kept(copy, account, now)
            return copy

    def take(self, now: datetime) -> Due | None:
        """The oldest that waits."""
        with self._lock:
            for row in sorted(self._rows.values(), key=lambda it: it.asked_at):
                dead = row.state is CopyState.RUNNING and row.beat_at is not None and row.beat_at < now - DEAD
                if row.state is CopyState.ASKED or dead:
                    row.state, row.step, row.beat_at = CopyState.RUNNING, 0, now
                    return Due(row.id, row.account)
        return None

    def beat(self, copy: UUID, step: int, now: datetime) -> None:
        """A sign of life."""
        self._rows[copy].step, self._rows[copy].beat_at = step, now

    def keep(self, copy: UUID, account: AccountId, archive: bytes, now: datetime, till: datetime) -> bool:
        """Seal it, and show it."""
        try:
            sealed = self._vault.seal(subject_of(account), archive, place_of(copy))
        except AlreadyErased:
            self.drop(account)
            return False
        row = self._rows[copy]
        row.state, row.step, row.made_at, row.till = CopyState.READY, 4, now, till
        row.size, row.sealed = len(archive), sealed
        return True

    def put_back(self, copy: UUID) -> None:
        """Let somebody else take it."""
        self._rows[copy].state = CopyState.ASKED

    def fail(self, copy: UUID, error: str) -> None:
        """Give it up."""
        del error
        row = self._rows[copy]
        row.state, row.till = CopyState.FAILED, row.asked_at + timedelta(days=1)

    def drop(self, account: AccountId) -> None:
        """All of them."""
        self._rows = {id: row for id, row in self._rows.items() if row.account != account}

    def forget(self, now: datetime) -> None:
        """Those whose time is over."""
        self._rows = {id: row for id, row in self._rows.items() if row.till is None or row.till > now}

    async def of_account(self, account: AccountId, now: datetime) -> list[CopyRow]:
        """The newest first."""
        own = [row for row in self._rows.values() if row.account == account and (row.till is None or row.till > now)]
        return [
            CopyRow(row.id, row.state, row.step, row.asked_at, row.made_at, row.till, row.size)
            for row in sorted(own, key=lambda it: it.asked_at, reverse=True)
        ]

    async def open(self, account: AccountId, copy: UUID, now: datetime) -> bytes | None:
        """Open it."""
        row = self._rows.get(copy)
        if row is None or row.account != account or row.state is not CopyState.READY or row.till is None:
            return None
        return self._vault.open(subject_of(account), row.sealed, place_of(copy)) if row.till > now else None
