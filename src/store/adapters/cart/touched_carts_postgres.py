"""Carts that something happened to lately, from the log, read backwards from its newest fact."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, Final, LiteralString, get_args

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.eventlog.codec import tag_of
from store.domain.cart.events import CartEvent
from store.domain.shared.ids import CartId

BATCH: Final = 5000
MOST_FACTS: Final = 250_000
"""So far back it is read, at most: some seconds, whatever the age of the shop."""
TAGS: Final = frozenset(tag_of(kind) for kind in get_args(CartEvent))
_BEFORE: Final[LiteralString] = """
SELECT position, stream, tag, (metadata::json ->> 'recorded_at')::timestamptz FROM log.events
WHERE position < coalesce(%(before)s, log.horizon()) ORDER BY position DESC LIMIT %(batch)s
"""


class PostgresTouchedCarts:
    """A :class:`~store.application.pricing.trying.TouchedCarts`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], batch: int = BATCH) -> None:
        self._pool, self._batch = pool, batch

    def since(self, instant: datetime, most: int) -> Sequence[CartId]:
        """A statement for each batch, until one reaches what is older."""
        found: dict[CartId, None] = {}
        before: int | None = None
        for _ in range(MOST_FACTS // self._batch):
            with self._pool.connection() as db:
                rows = db.execute(_BEFORE, {"before": before, "batch": self._batch}).fetchall()
            young = list(takewhile(lambda row: row[3] >= instant, rows))
            found |= dict.fromkeys(CartId(row[1]) for row in young if row[2] in TAGS)
            if len(found) >= most or len(young) < self._batch:
                break
            before = young[-1][0]
        return list(found)[:most]
