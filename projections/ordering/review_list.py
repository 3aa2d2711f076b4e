"""Orders that wait to be looked at: found by how they stand in the list of orders, told from their own facts."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.drivers.eventlog.codec import tag_of
from store.application.ordering.reviewing import HeldOrder, HeldOrders, ListHeldOrders
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.ordering.screening_events import ReviewBegun, ReviewDue
from store.domain.shared.ids import OrderId

MOST: Final = 100


class ReviewList:
    """Answers :class:`ListHeldOrders` in two statements."""

    reads = ("orders",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal) -> None:
        self._pool, self._journal = pool, journal

    @answers(ListHeldOrders)
    async def held(self, query: ListHeldOrders) -> HeldOrders:
        """What was decided since the list was made isn't in it."""
        del query
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id FROM read.orders WHERE status = %s ORDER BY placed_at, id LIMIT %s",
                (Stage.IN_REVIEW.value, MOST + 1),
            )).fetchall()
        ids = [row[0] for row in rows[:MOST]]
        pasts = await self._journal.read(ids) if ids else {}
        found = [row for id in ids if (row := _row(id, pasts[id])) is not None]
        return HeldOrders(found, len(rows) > MOST)


def waiting_since(instant: datetime, pool: ConnectionPool[Connection[Any]]) -> list[OrderId]:
    """Those that were placed before *instant*, wait to be looked at and that nobody was reminded of; one statement."""
    with pool.connection() as db:
        return [OrderId(row[0]) for row in db.execute(
            "SELECT id FROM read.orders WHERE status = %s AND placed_at < %s"
            " AND NOT EXISTS (SELECT FROM log.events WHERE stream = orders.id AND tag = %s)"
            " ORDER BY placed_at LIMIT %s",
            (Stage.IN_REVIEW.value, instant, tag_of(ReviewDue), MOST),
        )]


def _row(id: UUID, past: History) -> HeldOrder | None:
    order = Order.replay(OrderId(id), past.events)
    if order.stage is not Stage.IN_REVIEW or order.totals is None or order.placed_at is None:
        return None
    begun = next(event.at for event in past.events if isinstance(event, ReviewBegun))
    return HeldOrder(
        order.number, order.version, order.placed_at, begun, order.review_due, Price.of(order.totals.total),
        order.payment_method, list(order.judged.reasons) if order.judged else [],
    )
