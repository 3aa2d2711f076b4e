"""Read model: the ledger, one row for each side of an entry, with the fact behind it; and sums by account and day."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.payments.bookings import LEDGER_FACTS, Booked, OrderBooks
from projections.payments.known_books import known_books
from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.adapters.drivers.arrays import column
from store.adapters.drivers.eventlog.codec import tag_of
from store.domain.payments.events import PaymentRequested
from store.domain.shared.aggregate import Event

_BOOKS: Final[LiteralString] = """
INSERT INTO ledger_orders (id, payment, number, currency, goods, shipping, tax, tax_in_shipping, shipping_back)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::bigint[], %s::bigint[])
ON CONFLICT (id) DO UPDATE SET (payment, number, currency, goods, shipping, tax, tax_in_shipping, shipping_back) =
    (coalesce(excluded.payment, ledger_orders.payment), excluded.number, excluded.currency, excluded.goods,
     excluded.shipping, excluded.tax, excluded.tax_in_shipping, excluded.shipping_back)
"""
_DAYS: Final[LiteralString] = """
INSERT INTO ledger_days (account, currency, day, debit, credit)
SELECT * FROM unnest(%s::text[], %s::text[], %s::date[], %s::bigint[], %s::bigint[])
ON CONFLICT (account, currency, day) DO UPDATE SET debit = ledger_days.debit + excluded.debit,
    credit = ledger_days.credit + excluded.credit
"""


class Ledger:
    """The projection."""

    name: Final = "ledger"
    revision: Final = 3
    kinds: Final[tuple[type[Event], ...]] = LEDGER_FACTS
    tables: Final = ("ledger", "ledger_days", "ledger_orders")
    ddl: Final[LiteralString] = """
    CREATE TABLE ledger (
        position bigint NOT NULL, side smallint NOT NULL, at timestamptz NOT NULL, account text NOT NULL,
        debit bigint NOT NULL, credit bigint NOT NULL, currency text NOT NULL, "order" uuid NOT NULL,
        order_number text NOT NULL, stream uuid NOT NULL, version int NOT NULL, tag text NOT NULL,
        PRIMARY KEY (position, side)
    );
    COMMENT ON TABLE ledger IS 'The ledger in double entry: of each fact that moves money all debits are all credits.';
    COMMENT ON COLUMN ledger.position IS 'Where the fact stands in the log: the sides of one entry have it in common.';
    COMMENT ON COLUMN ledger.side IS 'Which side of the entry it is.';
    COMMENT ON COLUMN ledger.at IS 'When it happened.';
    COMMENT ON COLUMN ledger.account IS 'The account; docs/contexts/payments.md has the chart.';
    COMMENT ON COLUMN ledger.debit IS 'In minor units; nothing where it is a credit.';
    COMMENT ON COLUMN ledger.credit IS 'In minor units; nothing where it is a debit.';
    COMMENT ON COLUMN ledger.currency IS 'Currency of the amounts (ISO 4217).';
    COMMENT ON COLUMN ledger."order" IS 'The order it is about.';
    COMMENT ON COLUMN ledger.order_number IS 'The number of the order.';
    COMMENT ON COLUMN ledger.stream IS 'The stream of the fact behind it.';
    COMMENT ON COLUMN ledger.version IS 'The number of the fact in it.';
    COMMENT ON COLUMN ledger.tag IS 'What happened.';
    CREATE TABLE ledger_days (
        account text NOT NULL, currency text NOT NULL, day date NOT NULL, debit bigint NOT NULL,
        credit bigint NOT NULL, PRIMARY KEY (account, currency, day)
    );
    COMMENT ON TABLE ledger_days IS 'The ledger, added up by account, currency and day.';
    COMMENT ON COLUMN ledger_days.account IS 'The account.';
    COMMENT ON COLUMN ledger_days.currency IS 'Currency of the amounts (ISO 4217).';
    COMMENT ON COLUMN ledger_days.day IS 'The day in UTC.';
    COMMENT ON COLUMN ledger_days.debit IS 'All debits of that day, in minor units.';
    COMMENT ON COLUMN ledger_days.credit IS 'All credits of that day, in minor units.';
    CREATE TABLE ledger_orders (
        id uuid PRIMARY KEY, payment uuid, number text NOT NULL, currency text NOT NULL, goods bigint NOT NULL,
        shipping bigint NOT NULL, tax bigint NOT NULL, tax_in_shipping bigint NOT NULL, shipping_back bigint NOT NULL
    );
    COMMENT ON TABLE ledger_orders IS 'What the ledger has to know of an order to book its next fact. Minor units.';
    COMMENT ON COLUMN ledger_orders.id IS 'The order.';
    COMMENT ON COLUMN ledger_orders.payment IS 'Its payment.';
    COMMENT ON COLUMN ledger_orders.number IS 'The number customers see.';
    COMMENT ON COLUMN ledger_orders.currency IS 'Currency of its amounts (ISO 4217).';
    COMMENT ON COLUMN ledger_orders.goods IS 'What is paid for goods, with tax.';
    COMMENT ON COLUMN ledger_orders.shipping IS 'What is paid for sending them, with tax.';
    COMMENT ON COLUMN ledger_orders.tax IS 'The tax in both.';
    COMMENT ON COLUMN ledger_orders.tax_in_shipping IS 'The tax in what is paid for sending.';
    COMMENT ON COLUMN ledger_orders.shipping_back IS 'What of the shipping was called off.';
    """
    indexes: Final = (
        Index("ledger_order", 'ledger ("order", position)'), Index("ledger_at", "ledger (at, position)"),
        Index("ledger_orders_payment", "ledger_orders (payment)"),
    )

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory over what is known of its orders, then a COPY and two upserts."""
        books, orders = known_books(facts, db)
        payments: dict[UUID, UUID] = {}
        rows: list[tuple[object, ...]] = []
        days: Counter[tuple[str, str, date, str]] = Counter()
        for fact in facts:
            order = orders[fact.position]
            of_order = books.setdefault(order, OrderBooks())
            if isinstance(fact.event, PaymentRequested):
                payments[order] = fact.stream
            booked = of_order.take(fact.event)
            if booked:
                rows += _rows(fact, order, of_order.number, booked)
                day = fact.event.at.astimezone(UTC).date()
                for it in booked.entry:
                    days[it.account, booked.currency, day, "debit"] += it.debit
                    days[it.account, booked.currency, day, "credit"] += it.credit
        copy_in(
            'ledger (position, side, at, account, debit, credit, currency, "order", order_number, stream, version,'
            " tag)", rows, db,
        )
        _upsert(_BOOKS, [_book(id, it, payments.get(id)) for id, it in books.items()], db)
        _upsert(_DAYS, [
            (*key, days[*key, "debit"], days[*key, "credit"]) for key in dict.fromkeys(key[:3] for key in days)
        ], db)


def _rows(fact: Seen, order: UUID, number: str, booked: Booked) -> list[tuple[object, ...]]:
    return [
        (fact.position, side, fact.event.at, it.account.value, it.debit, it.credit, booked.currency, order.hex, number,
         fact.stream.hex, fact.version, tag_of(type(fact.event)))
        for side, it in enumerate(booked.entry)
    ]


def _book(id: UUID, it: OrderBooks, payment: UUID | None) -> tuple[object, ...]:
    terms = it.terms
    return (
        id, payment, it.number, it.currency, terms.goods, terms.shipping, terms.tax, terms.tax_in_shipping,
        it.shipping_back,
    )


def _upsert(statement: LiteralString, rows: Sequence[Sequence[object]], db: Connection[Any]) -> None:
    if rows:
        db.execute(statement, [column(values) for values in zip(*rows, strict=True)])
