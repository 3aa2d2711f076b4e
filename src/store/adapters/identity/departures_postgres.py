"""Accounts that are to be deleted, in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import AccountId

_NOTE: Final = """
INSERT INTO work.departures (account, due_at) VALUES (%s, %s)
ON CONFLICT (account) DO UPDATE SET due_at = excluded.due_at
"""
_DUE: Final = "SELECT account FROM work.departures WHERE due_at <= %s ORDER BY due_at, account LIMIT 100"


class PostgresDepartures:
    """A :class:`~store.application.identity.farewell.Departures` on ``work.departures``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def note(self, account: AccountId, due: datetime) -> None:
        """Write one down, or another time for it."""
        with self._pool.connection() as db:
            db.execute(_NOTE, (account, due))

    def due(self, now: datetime) -> Sequence[AccountId]:
        """Those whose time has come."""
        with self._pool.connection() as db:
            return [AccountId(row[0]) for row in db.execute(_DUE, (now,))]

    def cross_out(self, account: AccountId) -> None:
        """It is done, or not wanted any more."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.departures WHERE account = %s", (account,))
