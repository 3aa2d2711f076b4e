"""Read model: payments by the way they were paid, to be compared with the books of who moved the money."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.projection import Index, Seen
from store.adapters.drivers.arrays import Uuids, column
from store.application.payments.statements import Taken
from store.domain.payments.events import PaymentCaptured, PaymentFound, PaymentRequested, WrongAmountTaken
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money


class TakenPayments:
    """The projection."""

    name: Final = "taken_payments"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (PaymentRequested, PaymentCaptured, PaymentFound, WrongAmountTaken)
    tables: Final = ("taken_payments",)
    ddl: Final[LiteralString] = """
    CREATE TABLE taken_payments (
        payment uuid PRIMARY KEY, method text NOT NULL, asked_at timestamptz NOT NULL, currency text NOT NULL,
        taken bigint, taken_at timestamptz, reference text
    );
    COMMENT ON TABLE taken_payments IS 'Payments, by the way they were to be paid, and what was taken.';
    COMMENT ON COLUMN taken_payments.payment IS 'The payment.';
    COMMENT ON COLUMN taken_payments.method IS 'By which way to pay.';
    COMMENT ON COLUMN taken_payments.asked_at IS 'When the shop was going to ask for the money.';
    COMMENT ON COLUMN taken_payments.currency IS 'In which currency (ISO 4217).';
    COMMENT ON COLUMN taken_payments.taken IS 'What was taken, in minor units; null where nothing was.';
    COMMENT ON COLUMN taken_payments.taken_at IS 'When that was written down.';
    COMMENT ON COLUMN taken_payments.reference IS 'The gateway''s name for it.';
    """
    indexes: Final = (Index("taken_payments_asked", "taken_payments (method, asked_at)"),)

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """All that were asked for in one statement, and one for each that was taken."""
        asked = [fact.event for fact in facts if isinstance(fact.event, PaymentRequested)]
        if asked:
            db.execute(
                "INSERT INTO taken_payments (payment, method, asked_at, currency)"
                " SELECT * FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::text[]) ON CONFLICT DO NOTHING",
                (Uuids.of([it.payment_id for it in asked]), column([it.method for it in asked]),
                 [it.at for it in asked], column([it.amount.currency for it in asked])),
            )
        taken = [
            (it.payment_id, _amount(it).minor, it.at, it.reference)
            for fact in facts if isinstance(it := fact.event, PaymentCaptured | PaymentFound | WrongAmountTaken)
        ]
        if taken:
            ids, minors, ats, references = map(column, zip(*taken, strict=True))
            db.execute(
                "UPDATE taken_payments SET taken = new.minor, taken_at = new.at, reference = new.reference"
                " FROM unnest(%s::uuid[], %s::bigint[], %s::timestamptz[], %s::text[])"
                " AS new (payment, minor, at, reference) WHERE taken_payments.payment = new.payment",
                (ids, minors, ats, references),
            )


def _amount(event: PaymentCaptured | PaymentFound | WrongAmountTaken) -> Money:
    return event.taken if isinstance(event, WrongAmountTaken) else event.amount


def taken_since(
    method: str, since: datetime, until: datetime, *, pool: ConnectionPool[Connection[Any]]
) -> list[Taken]:
    """What was taken of payments asked for by *method* in that time. Of nothing no gateway knows anything."""
    with pool.connection() as db:
        return [Taken(PaymentId(payment), reference, Money(taken, currency), at) for
                payment, reference, taken, currency, at in db.execute(
            "SELECT payment, reference, taken, currency, taken_at FROM read.taken_payments"
            " WHERE method = %s AND asked_at >= %s AND asked_at < %s AND taken > 0 ORDER BY asked_at LIMIT 5000",
            (method, since, until),
        )]
