"""Somebody's own orders, from the read model of all."""

from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.newest_first import newest_first
from projections.ordering.order_list import escaped, expect_status, left_of
from projections.shared.pages import cursor_of, keys_of
from store.application.ordering.messages import ListOwnOrders, OwnOrder, OwnOrders
from store.application.ordering.ports import AccessTokens
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.domain.shared.money import Money

PAGE: Final[LiteralString] = (
    "SELECT id, number, status, placed_at, pieces, total, currency, cancelled, off FROM read.orders"
    " WHERE account = %(account)s AND (%(status)s::text IS NULL OR status = %(status)s)"
    " AND placed_at >= coalesce(%(since)s::timestamptz, '-infinity')"
    " AND placed_at < coalesce(%(before)s::timestamptz, 'infinity')"
    " AND (%(q)s::text = '%%' OR number ILIKE %(q)s OR words LIKE %(q)s)"
    # where to begin in the index, and where to end
    " AND placed_at <= coalesce(%(at)s::timestamptz, 'infinity') AND placed_at >= %(edge)s::timestamptz"
    " AND (%(at)s::timestamptz IS NULL OR placed_at < %(at)s OR id > %(after)s)"
    " ORDER BY placed_at DESC, id LIMIT %(limit)s"
)


class OwnOrderList:
    """Answers :class:`ListOwnOrders`."""

    reads = ("orders",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], tokens: AccessTokens) -> None:
        self._pool, self._tokens = pool, tokens

    @answers(ListOwnOrders)
    async def page(self, query: ListOwnOrders) -> OwnOrders:
        """One page, in one statement, or in two where the newest years don't fill it."""
        expect_status(query.status)
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await newest_first(
                PAGE,
                {"account": query.account_id, "status": query.status, "since": query.since, "before": query.before,
                 "q": f"%{escaped(query.q.strip().lower())}%" if query.q.strip() else "%",
                 "at": at, "after": after, "limit": query.limit + 1},
                db,
            )
        more, rows = len(rows) > query.limit, rows[:query.limit]
        items = [
            OwnOrder(
                number, status, placed_at, pieces, Price.of(Money(total, currency)), self._tokens.of(number),
                *left_of(status, pieces, total, currency, cancelled, off),
            )
            for _, number, status, placed_at, pieces, total, currency, cancelled, off in rows
        ]
        return OwnOrders(items, cursor_of(rows[-1][3], rows[-1][0]) if more else None)
