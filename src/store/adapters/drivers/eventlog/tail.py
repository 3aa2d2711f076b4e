"""The log as read models read it: many rows at a time, no object a row, only what they decode."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.arrays import Texts

Row = tuple[int, UUID, int, str, str]
"""Position, stream, version, tag and the stored JSON."""

_ROWS: LiteralString = (
    "SELECT position, stream, version, tag, state FROM log.events"
    " WHERE position > %s AND position <= %s AND tag = ANY(%s) ORDER BY position LIMIT %s"
)
# The cut is made by what each fact says of itself: clocks of several processes differ, so positions don't tell.
_AS_OF: LiteralString = (
    "SELECT position, stream, version, tag, state FROM log.events"
    " WHERE position > %s AND position <= %s AND tag = ANY(%s)"
    " AND (metadata::json ->> 'recorded_at')::timestamptz <= %s ORDER BY position LIMIT %s"
)


class Tail:
    """Reads facts in the order of the log."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def read(
        self, after: int, stop: int, tags: Texts, limit: int, as_of: datetime | None = None
    ) -> list[Row]:
        """Facts with one of *tags*, behind *after*, up to *stop*, which must have been below the horizon.

        Of those recorded later than *as_of* there are none.
        """
        with self._pool.connection() as db, db.cursor(binary=True) as cursor:
            if as_of is None:
                cursor.execute(_ROWS, (after, stop, tags, limit), prepare=True)
            else:
                cursor.execute(_AS_OF, (after, stop, tags, as_of, limit), prepare=True)
            return cursor.fetchall()
