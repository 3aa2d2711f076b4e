"""How much was sold over the last days: summed up from quarters of an hour, never from orders."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.sold import ALL_GOODS
from store.application.ordering.sales import LookAtSales, Sales, Sold, SoldOnDay
from store.application.shared.answers import Price
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import answers
from store.application.shared.ports import Clock
from store.domain.shared.money import Money

DAYS: Final = 30
SOLD_BY_DAY: Final[LiteralString] = (
    "SELECT (quarter AT TIME ZONE %(zone)s)::date AS day, currency, sum(orders)::bigint, sum(pieces)::bigint,"
    " sum(value)::bigint FROM read.sold WHERE vendor = %(vendor)s AND quarter >= %(since)s AND quarter < %(before)s"
    " GROUP BY day, currency ORDER BY day, currency"
)
"""Never more than its quarters of an hour, however many orders there were."""
_Row = tuple[date, str, int, int, int]


class SalesFigures:
    """Answers :class:`LookAtSales`."""

    reads = ("parts",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    @answers(LookAtSales)
    async def look(self, query: LookAtSales) -> Sales:
        """One statement."""
        zone = ZoneInfo(query.zone)
        today = self._clock.now().astimezone(zone).date()
        since = today - timedelta(days=DAYS - 1)
        async with self._pool.connection() as db:
            rows: list[_Row] = await (await db.execute(SOLD_BY_DAY, {
                "zone": query.zone, "vendor": _owner(query.scope),
                "since": _begins(since - timedelta(days=DAYS), zone),
                "before": _begins(today + timedelta(days=1), zone),
            })).fetchall()
        before = _together([row for row in rows if row[0] < since])
        now = _together([row for row in rows if row[0] >= since])
        return Sales(
            since, today, Sold(now.orders, now.pieces, now.revenue, _changes(now.revenue, before.revenue)), before,
            [_on(since + timedelta(days=n), rows) for n in range(DAYS)],
        )


def _owner(scope: Scope) -> UUID | None:
    """Whose figures. Nobody's, where somebody's rights end at their own orders."""
    if scope.reach is Reach.ALL:
        return ALL_GOODS
    return scope.owner if scope.reach is Reach.VENDOR else None


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _together(rows: Sequence[_Row]) -> Sold:
    return Sold(sum(row[2] for row in rows), sum(row[3] for row in rows), _revenue(rows))


def _on(day: date, rows: Sequence[_Row]) -> SoldOnDay:
    its = [row for row in rows if row[0] == day]
    return SoldOnDay(day, sum(row[2] for row in its), sum(row[3] for row in its), _revenue(its))


def _revenue(rows: Iterable[_Row]) -> list[Price]:
    minor: dict[str, int] = {}
    for _, currency, _, _, value in rows:
        minor[currency] = minor.get(currency, 0) + value
    return [Price.of(Money(minor[currency], currency)) for currency in sorted(minor)]


def _changes(now: Sequence[Price], before: Sequence[Price]) -> dict[str, int]:
    """By how many per cent each is more than it was; nothing of what was nothing."""
    amounts = {it.currency: Decimal(it.amount) for it in now}
    return {
        was.currency: int(((amounts.get(was.currency, Decimal(0)) / Decimal(was.amount) - 1) * 100).quantize(
            Decimal(1), ROUND_HALF_UP
        ))
        for was in before if Decimal(was.amount) > 0
    }
