"""Hashes of passwords, in Postgres."""

from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import AccountId


class PostgresCredentials:
    """A :class:`~store.adapters.identity.passwords_argon2.Credentials` on ``work.credentials``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def put(self, account: AccountId, hash: str) -> None:
        """From now on it is this one."""
        with self._pool.connection() as db:
            db.execute(
                "INSERT INTO work.credentials (account, password) VALUES (%s, %s)"
                " ON CONFLICT (account) DO UPDATE SET password = excluded.password", (account, hash),
            )

    def drop(self, account: AccountId) -> None:
        """From now on there is none."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.credentials WHERE account = %s", (account,))

    def find(self, account: AccountId) -> str | None:
        """The hash, if there is one."""
        with self._pool.connection() as db:
            row = db.execute("SELECT password FROM work.credentials WHERE account = %s", (account,)).fetchone()
        return str(row[0]) if row else None

    def swap(self, account: AccountId, old: str, new: str) -> None:
        """Put *new* in the place of *old*, unless something else stands there meanwhile."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE work.credentials SET password = %s WHERE account = %s AND password = %s", (new, account, old)
            )
