"""The queue of returns, and whether somebody should look closer."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.order_list import escaped
from projections.shared.pages import cursor_of, keys_of
from store.application.returns.messages import ids_of
from store.application.returns.queue import ListReturns, LookCloser, ReturnRow, ReturnRows
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.application.shared.ports import Clock
from store.domain.returns.life import Stage
from store.domain.returns.suspicion import look_closer
from store.domain.shared.habits import DAYS, Habit

LATE_AFTER: Final = timedelta(days=3)
"""What waits longer for an answer is late."""
WAITING: Final = (Stage.REQUESTED.value, Stage.RECEIVED.value)
"""For the shop; what was approved waits for its parcel."""
STATUSES: Final = ("open", "all", *(stage.value for stage in Stage if stage is not Stage.BLANK))


class ReturnQueue:
    """Answers :class:`ListReturns` and :class:`LookCloser`."""

    reads = ("returns", "buyers")

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    @answers(ListReturns)
    async def page(self, query: ListReturns) -> ReturnRows:
        """One page and the counts, over what the scope covers and nothing else."""
        if query.status not in STATUSES:
            raise BadValue("status", f"choose one of {', '.join(STATUSES)}")
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        scope = _scope(query.scope)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id, number, order_number, status, reason, requested_at, pieces, vendor FROM read.returns"
                " WHERE (%(all)s OR vendor = %(vendor)s) AND (%(any)s OR status = ANY(%(statuses)s))"
                " AND number LIKE %(q)s"
                " AND (%(at)s::timestamptz IS NULL OR (requested_at, id) > (%(at)s, %(after)s::uuid))"
                " ORDER BY requested_at, id LIMIT %(limit)s",
                {"any": query.status == "all", "statuses": list(_meant(query.status)), **scope,
                 "q": f"{escaped(query.q.strip().upper())}%", "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
            counts = await (await db.execute(
                "SELECT status, count(*) FROM read.returns WHERE (%(all)s OR vendor = %(vendor)s) GROUP BY status",
                scope,
            )).fetchall()
        more, rows, now = len(rows) > query.limit, rows[:query.limit], self._clock.now()
        return ReturnRows([
            ReturnRow(
                number, order, status, reason, requested_at, pieces, (now - requested_at).days,
                late=status in WAITING and now - requested_at > LATE_AFTER, vendor=vendor,
            )
            for _, number, order, status, reason, requested_at, pieces, vendor in rows
        ], cursor_of(rows[-1][5], rows[-1][0]) if more else None, dict(counts))

    @answers(LookCloser)
    async def closer(self, query: LookCloser) -> str | None:
        """By the keyed digest of whoever bought: orders and returns of the same person, and no address."""
        order, _ = ids_of(query.number)
        async with self._pool.connection() as db:
            row = await (await db.execute(
                "SELECT (SELECT count(*) FROM read.buyers o WHERE o.buyer = b.buyer AND o.placed_at > %(lately)s),"
                " (SELECT count(*) FROM read.buyers o JOIN read.returns r ON r.order_id = o.id"
                "  WHERE o.buyer = b.buyer AND r.requested_at > %(lately)s AND r.status <> 'withdrawn')"
                " FROM read.buyers b WHERE b.id = %(order)s",
                {"order": order, "lately": self._clock.now() - timedelta(days=DAYS)},
            )).fetchone()
        return look_closer(Habit(*row)) if row else None


def _meant(status: str) -> tuple[str, ...]:
    return WAITING if status == "open" else (status,)


def _scope(scope: Scope) -> dict[str, Any]:
    return {"all": scope.reach is Reach.ALL, "vendor": scope.owner if scope.reach is Reach.VENDOR else None}
