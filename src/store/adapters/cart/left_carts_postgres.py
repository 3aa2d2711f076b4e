"""Carts that were left alone, from the log, read as late as the shop keeps a cart."""

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile
from typing import Any, Final, LiteralString, get_args

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.eventlog.codec import tag_of
from store.application.cart.expiring import Left
from store.domain.cart.events import CartEvent
from store.domain.shared.ids import CartId

BATCH: Final = 5000
TAGS: Final = frozenset(tag_of(kind) for kind in get_args(CartEvent))
# All facts and not those of carts alone: there are none of them to be looked for in vain, and reading on ends at the
# first that is younger.
_NEXT: Final[LiteralString] = """
SELECT position, stream, tag, (metadata::json ->> 'recorded_at')::timestamptz FROM log.events
WHERE position > coalesce((SELECT position FROM work.bookmarks WHERE reader = %(reader)s), 0)
  AND position < log.horizon() ORDER BY position LIMIT %(batch)s
"""
_DONE: Final[LiteralString] = """
INSERT INTO work.bookmarks (reader, position) VALUES (%(reader)s, %(position)s)
ON CONFLICT (reader) DO UPDATE SET position = greatest(bookmarks.position, excluded.position)
"""


class PostgresLeftCarts:
    """A :class:`~store.application.cart.expiring.LeftCarts`."""

    READER: Final = "left carts"

    def __init__(self, pool: ConnectionPool[Connection[Any]], batch: int = BATCH) -> None:
        self._pool, self._batch = pool, batch

    def before(self, instant: datetime) -> Left | None:
        """One statement."""
        values: Mapping[str, object] = {"reader": self.READER, "batch": self._batch}
        with self._pool.connection() as db:
            rows = list(takewhile(lambda row: row[3] <= instant, db.execute(_NEXT, values)))
        if not rows:
            return None
        return Left(tuple(dict.fromkeys(CartId(row[1]) for row in rows if row[2] in TAGS)), rows[-1][0])

    def done(self, left: Left) -> None:
        """Who did the same at the same time and came further is not set back."""
        with self._pool.connection() as db:
            db.execute(_DONE, {"reader": self.READER, "position": left.reached})
