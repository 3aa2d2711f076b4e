"""Read model: orders, newest first, for the back office.

It holds nothing personal: names are opened from the facts themselves, page by page.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, json
from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.newest_first import newest_first
from projections.ordering.order_changes import belong, cancel, stand
from projections.ordering.order_shapes import STANDS, TOLD, Claimed, Fewer, Placed, Told
from projections.shared.pages import cursor_of, keys_of
from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from projections.shared.years import open_years, year_of
from store.application.ordering.messages import ListOrders, OrderRow, OrderRows
from store.application.shared.answers import Json, Price
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.application.shared.ports import AsyncJournal
from store.domain.ordering.events import OrderPlaced
from store.domain.ordering.life import Stage
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased

STATUSES = tuple(stage.value for stage in Stage if stage is not Stage.BLANK)
_COLUMNS: Final[LiteralString] = (
    "orders (id, number, status, placed_at, pieces, total, currency, account, words, bought, cancelled, off)"
)
ARCHIVED_INDEXES: Final = (
    Index("orders_key", "orders (id, placed_at) WITH (fillfactor = 100)", unique=True),
    Index("orders_newest", "orders (placed_at DESC, id) WITH (fillfactor = 100)"),
    Index("orders_number", "orders (number text_pattern_ops) WITH (fillfactor = 100)", unique=True),
    Index("orders_account", "orders (account, placed_at DESC, id) WITH (fillfactor = 100) WHERE account IS NOT NULL"),
    Index("orders_open", "orders (status, placed_at DESC, id) WHERE status NOT IN ('delivered', 'cancelled')"),
)
"""What a year that was archived is found by. Of those that stand one way or another nearly all stand like that; what
still waits for somebody is found at once."""


class OrderList:
    """The projection."""

    name: Final = "orders"
    revision: Final = 10
    kinds: Final[tuple[type[Struct], ...]] = (*STANDS, *TOLD, Claimed)
    tables: Final = ("orders", "order_counts")
    ddl: Final[LiteralString] = """
    CREATE TABLE orders (
        id uuid NOT NULL, number text NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL,
        pieces int NOT NULL, total bigint NOT NULL, currency text NOT NULL, account uuid,
        words text NOT NULL, bought boolean NOT NULL, cancelled int NOT NULL, off bigint NOT NULL,
        PRIMARY KEY (id, placed_at)
    ) PARTITION BY RANGE (placed_at);
    COMMENT ON TABLE orders IS 'Orders and how they stand, year by year; years long over are packed.';
    COMMENT ON COLUMN orders.id IS 'The order.';
    COMMENT ON COLUMN orders.number IS 'The number customers see.';
    COMMENT ON COLUMN orders.status IS 'awaiting_payment, confirmed, processing, partly_shipped, shipped …';
    COMMENT ON COLUMN orders.placed_at IS 'When somebody bought.';
    COMMENT ON COLUMN orders.pieces IS 'Pieces over all lines.';
    COMMENT ON COLUMN orders.total IS 'What was to be paid, in minor units.';
    COMMENT ON COLUMN orders.currency IS 'Currency of the total (ISO 4217).';
    COMMENT ON COLUMN orders.account IS 'Whoever was logged in; null for guests, until they claim it.';
    COMMENT ON COLUMN orders.words IS 'What its goods are called, in small letters, to be searched.';
    COMMENT ON COLUMN orders.bought IS 'False where it was sent for goods that came back: nobody bought again.';
    COMMENT ON COLUMN orders.cancelled IS 'Of its pieces, those that were cancelled while the others were not.';
    COMMENT ON COLUMN orders.off IS 'Of the total, what was for these, in minor units.';
    CREATE TABLE order_counts (status text PRIMARY KEY, orders bigint NOT NULL);
    COMMENT ON TABLE order_counts IS 'How many orders stand like that: nobody waits for a million to be counted.';
    COMMENT ON COLUMN order_counts.status IS 'As in orders; one that no order has is not here.';
    COMMENT ON COLUMN order_counts.orders IS 'How many there are.';
    """
    indexes: Final = (
        Index("orders_newest", "orders (placed_at DESC, id)"),
        Index("orders_status", "orders (status, placed_at DESC, id)"),
        Index("orders_number", "orders (number text_pattern_ops)", unique=True),
        Index("orders_account", "orders (account, placed_at DESC, id) WHERE account IS NOT NULL"),
    )

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory, then one COPY of new orders, one update of older ones, and their counts."""
        status = {fact.stream: stands for fact in facts if (stands := _stands(fact.event))}
        claimed = {fact.stream: fact.event.account_id for fact in facts if type(fact.event) is Claimed}
        placed = [(fact.stream, fact.event) for fact in facts if type(fact.event) is Placed]
        fewer = _fewer(facts)
        counts = Counter(status[id] for id, _ in placed)
        years = open_years(self, "orders", {year_of(event.at) for _, event in placed}, db)
        copy_in(_COLUMNS, [
            (id.hex, e.number, status.pop(id), e.at, sum([line.quantity for line in e.lines]),
             e.totals.total.minor, e.totals.total.currency, e.account_id, _words(e),
             e.replaces is None, *fewer.pop(id, (0, 0)))
            for id, e in placed
        ], db)
        for was, stands in stand(status, years, db):
            counts[was] -= 1
            counts[stands] += 1
        _count(counts, db)
        belong(claimed, years, db)
        cancel(fewer, years, db)


def _fewer(facts: Sequence[Seen]) -> dict[UUID, tuple[int, int]]:
    """Of orders that lost some pieces how many, and what was to be paid for them."""
    found: dict[UUID, tuple[int, int]] = {}
    for fact in facts:
        if type(e := fact.event) is Fewer:
            pieces, off = found.get(fact.stream, (0, 0))
            found[fact.stream] = (
                pieces + sum(e.pieces.values()), off + e.share.goods.minor + e.share.shipping.minor
            )
    return found


def _count(changes: Counter[str], db: Connection[Any]) -> None:
    """Add what changed to the counts; a status that no order has any more goes."""
    changed = {status: by for status, by in changes.items() if by}
    if changed:
        db.execute(
            "INSERT INTO order_counts SELECT * FROM unnest(%s::text[], %s::bigint[])"
            " ON CONFLICT (status) DO UPDATE SET orders = order_counts.orders + excluded.orders",
            (list(changed), list(changed.values())),
        )
    if any(by < 0 for by in changed.values()):
        db.execute("DELETE FROM order_counts WHERE orders = 0")


PAGE: Final[LiteralString] = (
    "SELECT id, number, status, placed_at, pieces, total, currency, cancelled, off FROM read.orders"
    " WHERE (%(status)s::text IS NULL OR status = %(status)s) AND number LIKE %(q)s"
    # where to begin in the index, and where to end
    " AND placed_at <= coalesce(%(at)s::timestamptz, 'infinity') AND placed_at >= %(edge)s::timestamptz"
    " AND (%(at)s::timestamptz IS NULL OR placed_at < %(at)s OR id > %(after)s)"
    " ORDER BY placed_at DESC, id LIMIT %(limit)s"
)


class Orders:
    """Answers :class:`ListOrders`."""

    reads = ("orders",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal) -> None:
        self._pool, self._journal = pool, journal

    @answers(ListOrders)
    async def page(self, query: ListOrders) -> Json:
        """One page, how many orders there are of each status, and the names from the log: three statements, or four
        where the newest years don't fill it.
        """
        expect_status(query.status)
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await newest_first(PAGE, {
                "status": query.status, "q": _beginning(query.q), "at": at, "after": after, "limit": query.limit + 1,
            }, db)
            counts = dict(await (await db.execute("SELECT status, orders FROM read.order_counts")).fetchall())
        more, rows = len(rows) > query.limit, rows[:query.limit]
        names = await self._names([row[0] for row in rows])
        items = [
            OrderRow(
                number, status, placed_at, names.get(id), pieces, Price.of(Money(total, currency)),
                *left_of(status, pieces, total, currency, cancelled, off),
            )
            for id, number, status, placed_at, pieces, total, currency, cancelled, off in rows
        ]
        return Json(json.encode(OrderRows(items, cursor_of(rows[-1][3], rows[-1][0]) if more else None, counts)))

    async def _names(self, ids: list[UUID]) -> dict[UUID, str]:
        names: dict[UUID, str] = {}
        for id, history in (await self._journal.read(ids)).items():
            first = history.events[0]
            if isinstance(first, OrderPlaced) and not isinstance(first.address.value, Erased):
                names[id] = first.address.value.name
        return names


def _stands(event: Struct) -> str | None:
    return event.stands if isinstance(event, Told) else STANDS.get(type(event))


def expect_status(status: str | None) -> None:
    """Refuse a status that no order ever has."""
    if status is not None and status not in STATUSES:
        raise BadValue("status", f"choose one of {', '.join(STATUSES)}")


def escaped(text: str) -> str:
    """*text* as a pattern that means itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def left_of(status: str, pieces: int, total: int, currency: str, cancelled: int, off: int) -> tuple[int, Price]:
    """How many of its pieces are cancelled, and what of its total is for those that are not."""
    gone, less = (pieces, total) if status == Stage.CANCELLED.value else (cancelled, off)
    return gone, Price.of(Money(total - less, currency))


def _words(placed: Placed) -> str:
    """Of guests' orders too: an account may claim them."""
    return "\n".join([f"{line.name.lower()}\n{line.sku.lower()}" for line in placed.lines])


def _beginning(q: str) -> str:
    return f"{escaped(q.strip().upper())}%"
