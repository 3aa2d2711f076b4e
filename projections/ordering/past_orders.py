"""Orders as they were placed, to be reckoned again: nothing that is personal is opened for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.eventlog.codec import tag_of
from store.application.pricing.trying import PastOrder
from store.domain.ordering.events import OrderPlaced

PLACED: Final = tag_of(OrderPlaced)
sold_of: Final = json.Decoder(PastOrder).decode
_NEWEST: Final[LiteralString] = (
    "SELECT id FROM read.orders WHERE placed_at >= %s AND status <> 'cancelled' AND bought"
    " ORDER BY placed_at DESC, id LIMIT %s"
)
_SOLD: Final[LiteralString] = "SELECT stream, state FROM log.events WHERE stream = ANY(%s) AND tag = %s"


class PostgresPastOrders:
    """A :class:`~store.application.pricing.trying.PastOrders`: found in the list of orders, read in the log."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def newest(self, since: datetime, most: int) -> Sequence[UUID]:
        """In one statement."""
        with self._pool.connection() as db:
            return [row[0] for row in db.execute(_NEWEST, (since, most))]

    def sold(self, orders: Sequence[UUID]) -> Sequence[PastOrder]:
        """In one statement, in the order that was asked for."""
        with self._pool.connection() as db:
            found = {row[0]: sold_of(row[1]) for row in db.execute(_SOLD, (list(orders), PLACED))}
        return [found[id] for id in orders if id in found]
