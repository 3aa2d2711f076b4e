"""Read model: orders, newest first, for the back office.

It holds nothing personal: names are opened from the facts themselves, page by page.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json
from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool

from projections.shared.pages import cursor_of, keys_of
from projections.shared.projection import Seen
from store.application.ordering.messages import ListOrders, OrderRow, OrderRows
from store.application.shared.answers import Json, Price
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.application.shared.ports import AsyncJournal
from store.domain.ordering.events import OrderCancelled, OrderConfirmed, OrderPlaced, OrderShipped
from store.domain.ordering.order import Stage
from store.domain.shared.aggregate import Event
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased

STATUSES = tuple(stage.value for stage in Stage if stage is not Stage.BLANK)


class OrderList:
    """The projection."""

    name: Final = "orders"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (OrderPlaced, OrderConfirmed, OrderCancelled, OrderShipped)
    tables: Final = ("orders",)
    ddl: Final[LiteralString] = """
    CREATE TABLE read.orders (
        id uuid PRIMARY KEY, number text NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL,
        pieces int NOT NULL, total bigint NOT NULL, currency text NOT NULL
    );
    COMMENT ON TABLE read.orders IS 'Orders and how they stand. total is in minor units.';
    CREATE INDEX orders_newest ON read.orders (placed_at DESC, id);
    CREATE INDEX orders_status ON read.orders (status, placed_at DESC, id);
    CREATE UNIQUE INDEX orders_number ON read.orders (number text_pattern_ops);
    """

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory, then one insert and one update."""
        placed: dict[UUID, OrderPlaced] = {}
        status: dict[UUID, str] = {}
        for fact in facts:
            match fact.event:
                case OrderPlaced():
                    placed[fact.stream] = fact.event
                    status[fact.stream] = Stage.AWAITING_PAYMENT
                case OrderConfirmed():
                    status[fact.stream] = Stage.CONFIRMED
                case OrderCancelled():
                    status[fact.stream] = Stage.CANCELLED
                case OrderShipped():
                    status[fact.stream] = Stage.SHIPPED
                case _:
                    raise TypeError(type(fact.event))
        with db.cursor() as cursor:
            cursor.executemany("INSERT INTO read.orders VALUES (%s, %s, %s, %s, %s, %s, %s)", [
                (id, e.number, status.pop(id), e.at, sum(line.quantity for line in e.lines), e.totals.total.minor,
                 e.totals.total.currency)
                for id, e in placed.items()
            ])
            cursor.executemany(
                "UPDATE read.orders SET status = %s WHERE id = %s", [(now, id) for id, now in status.items()]
            )


class Orders:
    """Answers :class:`ListOrders`."""

    reads = ("orders",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal) -> None:
        self._pool, self._journal = pool, journal

    @answers(ListOrders)
    async def page(self, query: ListOrders) -> Json:
        """One page, how many orders there are of each status, and the names from the log: three statements."""
        if query.status is not None and query.status not in STATUSES:
            raise BadValue("status", f"choose one of {', '.join(STATUSES)}")
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id, number, status, placed_at, pieces, total, currency FROM read.orders"
                " WHERE (%(status)s::text IS NULL OR status = %(status)s) AND number LIKE %(q)s"
                " AND (%(at)s::timestamptz IS NULL OR placed_at < %(at)s OR (placed_at = %(at)s AND id > %(after)s))"
                " ORDER BY placed_at DESC, id LIMIT %(limit)s",
                {"status": query.status, "q": _beginning(query.q), "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
            counts = dict(await (await db.execute(
                "SELECT status, count(*) FROM read.orders GROUP BY status"
            )).fetchall())
        more, rows = len(rows) > query.limit, rows[:query.limit]
        names = await self._names([row[0] for row in rows])
        items = [
            OrderRow(number, status, placed_at, names.get(id), pieces, Price.of(Money(total, currency)))
            for id, number, status, placed_at, pieces, total, currency in rows
        ]
        return Json(json.encode(OrderRows(items, cursor_of(rows[-1][3], rows[-1][0]) if more else None, counts)))

    async def _names(self, ids: list[UUID]) -> dict[UUID, str]:
        names: dict[UUID, str] = {}
        for id, history in (await self._journal.read(ids)).items():
            first = history.events[0]
            if isinstance(first, OrderPlaced) and not isinstance(first.address.value, Erased):
                names[id] = first.address.value.name
        return names


def _beginning(q: str) -> str:
    plain = q.strip().upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{plain}%"
