"""Lists of coupons and of their uses, from the read model."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from projections.shared.pages import cursor_of, keys_of
from store.application.pricing.handlers import named
from store.application.pricing.messages import CouponRow, CouponRows, ListCoupons, ListUses, UseRow, UseRows
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import Clock
from store.domain.shared.ids import OrderNumber
from store.domain.shared.money import Money


class CouponReader:
    """Answers :class:`ListCoupons` and :class:`ListUses`."""

    reads = ("coupons",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    @answers(ListCoupons)
    async def coupons(self, query: ListCoupons) -> CouponRows:
        """One page, and what was given with each: two statements."""
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            cursor = db.cursor(row_factory=dict_row)
            rows = await (await cursor.execute(
                "SELECT * FROM read.coupons WHERE code LIKE %(q)s"
                " AND created_at <= coalesce(%(at)s::timestamptz, 'infinity')"
                " AND (%(at)s::timestamptz IS NULL OR created_at < %(at)s OR id > %(after)s)"
                " ORDER BY created_at DESC, id LIMIT %(limit)s",
                {"q": _beginning(query.q), "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
            more, rows = len(rows) > query.limit, rows[:query.limit]
            given = await (await db.execute(
                "SELECT promotion, currency, count(*), sum(given)::bigint FROM read.discounts_given"
                " WHERE promotion = ANY(%s) AND NOT cancelled GROUP BY promotion, currency ORDER BY currency",
                ([row["id"] for row in rows],),
            )).fetchall()
        used: dict[UUID, list[tuple[int, Money]]] = {}
        for id, currency, orders, off in given:
            used.setdefault(id, []).append((orders, Money(off, currency)))
        items = [self._row(row, used.get(row["id"], [])) for row in rows]
        return CouponRows(items, cursor_of(rows[-1]["created_at"], rows[-1]["id"]) if more else None)

    @answers(ListUses)
    async def uses(self, query: ListUses) -> UseRows:
        """One page, in one statement."""
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                'SELECT "order", number, code, placed_at, given, currency, cancelled FROM read.discounts_given'
                " WHERE promotion = %(coupon)s AND (%(at)s::timestamptz IS NULL OR placed_at < %(at)s"
                ' OR (placed_at = %(at)s AND "order" > %(after)s))'
                ' ORDER BY placed_at DESC, "order" LIMIT %(limit)s',
                {"coupon": named(query.code), "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        items = [
            UseRow(OrderNumber(number), code or "", placed_at, Price.of(Money(given, currency)), cancelled)
            for _, number, code, placed_at, given, currency, cancelled in rows
        ]
        return UseRows(items, cursor_of(rows[-1][3], rows[-1][0]) if more else None)

    def _row(self, row: dict[str, Any], used: list[tuple[int, Money]]) -> CouponRow:
        first, last = row["first_day"], row["last_day"]
        return CouponRow(
            code=row["code"], name=row["name"], kind=row["kind"], state=_state(row, self._clock.today()),
            first_day=first.isoformat() if first else None, last_day=last.isoformat() if last else None,
            in_all=row["in_all"], single_use=row["single_use"], orders=sum(orders for orders, _ in used),
            given=[Price.of(off) for _, off in used],
        )


def _state(row: dict[str, Any], today: date) -> str:
    if row["withdrawn"]:
        return "withdrawn"
    if row["last_day"] and row["last_day"] < today:
        return "over"
    if row["in_all"] is not None and row["claims"] >= row["in_all"]:
        return "used up"
    return "waiting" if row["first_day"] and row["first_day"] > today else "running"


def _beginning(q: str) -> str:
    plain = q.strip().upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{plain}%"
