"""What came in, in ``work.pictures``."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import ProductId

TRIES: Final = 5
_BEGIN: Final[LiteralString] = """
INSERT INTO work.pictures (name, product, begun_at) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET begun_at = excluded.begun_at, looked_at = false, sized_at = NULL, taken_at = NULL,
    tries = 0, failure = NULL
"""
_TAKE: Final[LiteralString] = """
UPDATE work.pictures SET taken_at = %(now)s, tries = tries + 1
WHERE name = (
    SELECT name FROM work.pictures WHERE sized_at IS NULL AND tries < %(tries)s
    AND (taken_at IS NULL OR taken_at <= %(now)s - interval '1 minute' * tries)
    ORDER BY begun_at, name LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING name
"""
_STALE: Final[LiteralString] = """
SELECT name, product FROM work.pictures WHERE NOT looked_at AND begun_at < %s
ORDER BY begun_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""


class PostgresUploads:
    """A :class:`~store.application.catalogue.picture_ports.Uploads`. The lock on a row keeps whoever would begin the
    same one anew waiting until its files are gone.
    """

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def begin(self, name: str, product: ProductId, now: datetime) -> None:
        """Write it down; one that came before has its sizes made again, since its files may be gone."""
        with self._pool.connection() as db:
            db.execute(_BEGIN, (name, product, now))

    def take(self, now: datetime) -> str | None:
        """The one that waits the longest."""
        with self._pool.connection() as db:
            row = db.execute(_TAKE, {"now": now, "tries": TRIES}).fetchone()
        return str(row[0]) if row else None

    def sized(self, name: str, now: datetime) -> None:
        """Made."""
        with self._pool.connection() as db:
            db.execute("UPDATE work.pictures SET sized_at = %s, failure = NULL WHERE name = %s", (now, name))

    def failed(self, name: str, reason: str) -> None:
        """Not made."""
        with self._pool.connection() as db:
            db.execute("UPDATE work.pictures SET failure = %s WHERE name = %s", (reason, name))

    def sweep(
        self, before: datetime, is_shown: Callable[[ProductId, str], bool], throw_away: Callable[[str], None]
    ) -> int:
        """One after the other, each in a transaction of its own."""
        thrown = 0
        while True:
            with self._pool.connection() as db:
                row = db.execute(_STALE, (before,)).fetchone()
                if row is None:
                    return thrown
                name, product = str(row[0]), ProductId(row[1])
                if is_shown(product, name):
                    db.execute("UPDATE work.pictures SET looked_at = true WHERE name = %s", (name,))
                else:
                    throw_away(name)
                    db.execute("DELETE FROM work.pictures WHERE name = %s", (name,))
                    thrown += 1
