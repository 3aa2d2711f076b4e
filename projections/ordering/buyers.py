"""Read model: which orders were placed under an address, by a keyed digest of it: nobody's address stands in it.

Orders know no account. Whoever proved to read the mail of an address is who bought under it, with an account or before
there was one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection, Connection, sql
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.shared.opened import opened
from projections.shared.pages import cursor_of, keys_of
from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.adapters.drivers.eventlog.codec import EventCodec
from store.application.identity.grams import Marks
from store.application.ordering.messages import ListOrdersOf, ListUnclaimed, OrderOf, OrdersOf
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.domain.identity.email import canonical
from store.domain.identity.errors import NotAnEmail
from store.domain.ordering.events import OrderPlaced
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderNumber
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased

PURPOSE: Final = "e-mail of an order"
"""It goes into the digests, and is never to be renamed."""


class Buyers:
    """The projection."""

    name: Final = "buyers"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (OrderPlaced,)
    tables: Final = ("buyers",)
    ddl: Final[LiteralString] = """
    CREATE TABLE buyers (
        id uuid PRIMARY KEY, buyer bytea NOT NULL, subject uuid NOT NULL, placed_at timestamptz NOT NULL
    );
    COMMENT ON TABLE buyers IS 'Under which address an order was placed, for finding all of one buyer.';
    COMMENT ON COLUMN buyers.id IS 'The order.';
    COMMENT ON COLUMN buyers.buyer IS 'Keyed digest of the address in its canonical form.';
    COMMENT ON COLUMN buyers.subject IS 'The person of this order, as the key store knows one.';
    COMMENT ON COLUMN buyers.placed_at IS 'When somebody bought.';
    """
    indexes: Final = (
        Index("buyers_buyer", "buyers (buyer, placed_at DESC, id)"), Index("buyers_subject", "buyers (subject)"),
    )

    def __init__(self, codec: EventCodec, marks: Marks) -> None:
        self._codec, self._marks = codec, marks

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One row for each order whose address can still be read."""
        past = opened({fact.stream for fact in facts}, facts[-1].position, self._codec, db)
        copy_in("buyers (id, buyer, subject, placed_at)", [
            (id, mark, first.email.subject, first.at)
            for id, (first, *_) in past.items()
            if isinstance(first, OrderPlaced) and (mark := self._mark(first.email.value)) is not None
        ], db)

    def _mark(self, email: str | Erased) -> bytes | None:
        return None if isinstance(email, Erased) else marked(email, self._marks)


def marked(email: str, marks: Marks) -> bytes | None:
    """The digest of an address, the same for each of its spellings; nothing for what is no address."""
    try:
        return marks.digest(PURPOSE, canonical(email))
    except NotAnEmail:
        return None


def forget(erased: Collection[UUID], pool: ConnectionPool[Connection[Any]]) -> int:
    """Delete what persons whose keys are destroyed bought, from every copy; how many orders that were."""
    return sum(forget_by_copy(erased, pool).values())


def forget_by_copy(erased: Collection[UUID], pool: ConnectionPool[Connection[Any]]) -> dict[str, int]:
    """The same; how many orders of which copy, those built anew and those kept for switching back among them."""
    if not erased:
        return {}
    with pool.connection() as db, db.transaction():
        schemas = [row[0] for row in db.execute("SELECT schema FROM read.copies WHERE name = %s", (Buyers.name,))]
        return {
            f"{schema}.buyers": db.execute(
                sql.SQL("DELETE FROM {} WHERE subject = ANY (%s)").format(sql.Identifier(schema, "buyers")),
                (list(erased),),
            ).rowcount
            for schema in schemas
        }


class OrdersOfBuyers:
    """Answers :class:`ListOrdersOf`."""

    reads = ("buyers", "orders")

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], marks: Marks) -> None:
        self._pool, self._marks = pool, marks

    @answers(ListOrdersOf)
    async def page(self, query: ListOrdersOf) -> OrdersOf:
        """One page, in one statement."""
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT o.id, o.number, o.status, o.placed_at, o.pieces, o.total, o.currency"
                " FROM read.buyers b JOIN read.orders o ON o.id = b.id AND o.placed_at = b.placed_at"
                " WHERE b.buyer = %(buyer)s AND (%(at)s::timestamptz IS NULL OR b.placed_at < %(at)s"
                "      OR (b.placed_at = %(at)s AND b.id > %(after)s))"
                " ORDER BY b.placed_at DESC, b.id LIMIT %(limit)s",
                {"buyer": marked(query.email, self._marks), "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        items = [
            OrderOf(OrderNumber(number), status, placed_at, pieces, Price.of(Money(total, currency)))
            for _, number, status, placed_at, pieces, total, currency in rows
        ]
        return OrdersOf(items, cursor_of(rows[-1][3], rows[-1][0]) if more else None)

    @answers(ListUnclaimed)
    async def unclaimed(self, query: ListUnclaimed) -> list[OrderNumber]:
        """In one statement."""
        async with self._pool.connection() as db:
            return [OrderNumber(row[0]) for row in await (await db.execute(
                "SELECT o.number FROM read.buyers b JOIN read.orders o ON o.id = b.id AND o.placed_at = b.placed_at"
                " WHERE b.buyer = %s AND o.account IS NULL ORDER BY b.placed_at, b.id LIMIT %s",
                (marked(query.email, self._marks), query.limit),
            )).fetchall()]
