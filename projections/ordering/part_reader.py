"""The queue of whoever sends goods, and their day at a glance."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.order_list import escaped
from projections.shared.pages import cursor_of, keys_of
from store.application.ordering.fulfilment import ListParts, LookAtWork, PartRow, PartRows, Work, Worth
from store.application.shared.answers import Price
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.application.shared.ports import AsyncJournal, Clock
from store.domain.ordering.events import OrderPlaced
from store.domain.ordering.life import PartStage
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased

LATE_AFTER: Final = timedelta(days=2)
"""What waits longer is late."""
WAITING: Final = (PartStage.AWAITING.value, PartStage.PROCESSING.value, PartStage.PARTLY_SHIPPED.value)
STATUSES: Final = ("open", "all", "stranded", *(stage.value for stage in PartStage))


class Parts:
    """Answers :class:`ListParts` and :class:`LookAtWork`."""

    reads = ("parts",)

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal, clock: Clock
    ) -> None:
        self._pool, self._journal, self._clock = pool, journal, clock

    @answers(ListParts)
    async def page(self, query: ListParts) -> PartRows:
        """One page, and its names from the log: two statements at most."""
        if query.status not in STATUSES:
            raise BadValue("status", f"choose one of {', '.join(STATUSES)}")
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id, order_id, number, status, placed_at, vendor, place, country, pieces, waiting, value,"
                " currency, stranded, booked FROM read.parts"
                " WHERE (%(all)s OR vendor = %(vendor)s) AND (%(any)s OR status = ANY(%(statuses)s))"
                " AND (NOT %(stranded)s OR stranded > 0)"
                " AND number LIKE %(q)s"
                " AND (%(since)s::timestamptz IS NULL OR placed_at >= %(since)s)"
                " AND (%(before)s::timestamptz IS NULL OR placed_at < %(before)s)"
                " AND (%(at)s::timestamptz IS NULL OR (placed_at, id) > (%(at)s, %(after)s::uuid))"
                " ORDER BY placed_at, id LIMIT %(limit)s",
                {"any": query.status in {"all", "stranded"}, "stranded": query.status == "stranded",
                 "statuses": list(_meant(query.status)), **_scope(query.scope),
                 "q": f"{escaped(query.q.strip().upper())}%", "since": query.since, "before": query.before,
                 "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        names = await self._names([row[1] for row in rows]) if query.names else {}
        now = self._clock.now()
        late = now - LATE_AFTER
        items = [
            PartRow(
                number, id, status, placed_at, vendor, place, country, pieces, waiting,
                Price.of(Money(value, currency)), late=status in WAITING and placed_at < late,
                days=(now - placed_at).days, name=names.get(order), stranded=stranded, booked=booked,
            )
            for (
                id, order, number, status, placed_at, vendor, place, country, pieces, waiting, value, currency,
                stranded, booked,
            ) in rows
        ]
        return PartRows(items, cursor_of(rows[-1][4], rows[-1][0]) if more else None)

    @answers(LookAtWork)
    async def work(self, query: LookAtWork) -> Work:
        """Counted over what the scope covers, and nothing else."""
        now = self._clock.now()
        asked = {**_scope(query.scope), "late": now - LATE_AFTER, "today": self._clock.today()}
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT currency, sum(value)::bigint, count(*), count(*) FILTER (WHERE status = 'processing'),"
                " count(*) FILTER (WHERE placed_at < %(late)s) FROM read.parts"
                " WHERE status IN ('awaiting', 'processing', 'partly_shipped') AND (%(all)s OR vendor = %(vendor)s)"
                " GROUP BY currency ORDER BY currency", asked,
            )).fetchall()
            sent = await (await db.execute(
                "SELECT count(*) FILTER (WHERE sent_at >= %(today)s::date), count(*) FILTER (WHERE stranded > 0)"
                " FROM read.parts WHERE (sent_at >= %(today)s::date OR stranded > 0)"
                " AND (%(all)s OR vendor = %(vendor)s)", asked,
            )).fetchone()
        return Work(
            waiting=sum(row[2] for row in rows), processing=sum(row[3] for row in rows),
            late=sum(row[4] for row in rows), sent_today=sent[0] if sent else 0, stranded=sent[1] if sent else 0,
            worth=[Worth(Price.of(Money(value, currency)), count) for currency, value, count, _, _ in rows],
        )

    async def _names(self, orders: list[UUID]) -> dict[UUID, str]:
        names: dict[UUID, str] = {}
        for id, history in (await self._journal.read(orders)).items():
            first = history.events[0]
            if isinstance(first, OrderPlaced) and not isinstance(first.address.value, Erased):
                names[id] = first.address.value.name
        return names


def _meant(status: str) -> tuple[str, ...]:
    return WAITING if status == "open" else (status,)


def _scope(scope: Scope) -> dict[str, Any]:
    return {"all": scope.reach is Reach.ALL, "vendor": scope.owner if scope.reach is Reach.VENDOR else None}
