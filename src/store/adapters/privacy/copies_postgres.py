"""Copies of people's data in ``work.data_exports``, sealed with their keys."""

from datetime import datetime, timedelta
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.drivers.threads import in_thread
from store.adapters.drivers.vault import Vault
from store.application.privacy.copies import CopyRow, CopyState
from store.application.privacy.copy_ports import Due
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import AccountId, subject_of

DEAD: Final = timedelta(minutes=1)
"""Without a sign of life for so long, somebody else makes it."""
_ASK: Final[LiteralString] = """
INSERT INTO work.data_exports (id, account, asked_at, position)
SELECT %s, %s, %s, coalesce(max(position), 0) FROM log.events
ON CONFLICT (account) WHERE state IN ('asked', 'running') DO NOTHING
"""
_TAKE: Final[LiteralString] = """
UPDATE work.data_exports SET state = 'running', step = 0, beat_at = %(now)s
WHERE id = (
    SELECT id FROM work.data_exports WHERE state = 'asked' AND (beat_at IS NULL OR beat_at <= %(now)s)
    OR state = 'running' AND beat_at < %(dead)s
    ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, account
"""
_LIST: Final[LiteralString] = """
SELECT id, state, step, asked_at, made_at, till, size FROM work.data_exports
WHERE account = %s AND (till IS NULL OR till > %s) ORDER BY asked_at DESC, id LIMIT 20
"""


class PostgresCopies:
    """A :class:`~store.application.privacy.copy_ports.Copies`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def ask(self, copy: UUID, account: AccountId, now: datetime) -> UUID:
        """One row of an account is being made, whoever asks at once: the index says so."""
        with self._pool.connection() as db:
            while True:
                if db.execute(_ASK, (copy, account, now)).rowcount:
                    return copy
                row = db.execute(
                    "SELECT id FROM work.data_exports WHERE account = %s AND state IN ('asked', 'running')", (account,),
                ).fetchone()
                if row:  # else it was finished in between
                    return UUID(str(row[0]))

    def take(self, now: datetime) -> Due | None:
        """The oldest that waits."""
        with self._pool.connection() as db:
            row = db.execute(_TAKE, {"now": now, "dead": now - DEAD}).fetchone()
        return Due(row[0], AccountId(row[1])) if row else None

    def beat(self, copy: UUID, step: int, now: datetime) -> None:
        """A sign of life."""
        self._set(copy, "step = %s, beat_at = %s", step, now)

    def keep(self, copy: UUID, account: AccountId, archive: bytes, now: datetime, till: datetime) -> bool:
        """Seal it, and show it."""
        try:
            sealed = self._vault.seal(subject_of(account), archive, place_of(copy))
        except AlreadyErased:
            self.drop(account)
            return False
        self._set(
            copy, "state = 'ready', step = 4, made_at = %s, till = %s, size = %s, sealed = %s", now, till, len(archive),
            sealed,
        )
        return True

    def put_back(self, copy: UUID) -> None:
        """Let somebody else take it, soon."""
        self._set(copy, "state = 'asked'")

    def fail(self, copy: UUID, error: str) -> None:
        """Give it up. It is shown as such for a day."""
        self._set(copy, "state = 'failed', error = %s, till = asked_at + interval '1 day'", error)

    def drop(self, account: AccountId) -> None:
        """All of them."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.data_exports WHERE account = %s", (account,))

    def forget(self, now: datetime) -> None:
        """Those whose time is over."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.data_exports WHERE till <= %s", (now,))

    def _set(self, copy: UUID, what: LiteralString, *values: Any) -> None:
        with self._pool.connection() as db:
            db.execute(f"UPDATE work.data_exports SET {what} WHERE id = %s", (*values, copy))


class PostgresLiveCopies:
    """A :class:`~store.application.privacy.copy_ports.LiveCopies`."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    async def of_account(self, account: AccountId, now: datetime) -> list[CopyRow]:
        """The newest first."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(_LIST, (account, now))).fetchall()
        return [CopyRow(id, CopyState(state), *rest) for id, state, *rest in rows]

    async def open(self, account: AccountId, copy: UUID, now: datetime) -> bytes | None:
        """Open it, apart from the loop."""
        async with self._pool.connection() as db:
            row = await (await db.execute(
                "SELECT sealed FROM work.data_exports WHERE id = %s AND account = %s AND state = 'ready' AND till > %s",
                (copy, account, now),
            )).fetchone()
        if row is None:
            return None
        return await in_thread(self._opened, account, copy, str(row[0]))

    def _opened(self, account: AccountId, copy: UUID, sealed: str) -> bytes | None:
        return self._vault.open(subject_of(account), sealed, place_of(copy))


def place_of(copy: UUID) -> str:
    """Where the seal of a copy stands."""
    return f"copy/{copy}"
