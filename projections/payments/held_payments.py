"""Read model: money that is held and not taken yet, so that somebody sees when it is let go too late or too early."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.projection import Index, Seen
from store.adapters.drivers.arrays import Uuids
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentLetGo,
    PaymentLost,
    PaymentLowered,
    WrongAmountTaken,
)
from store.domain.payments.held_events import PaymentHeldAgain, PaymentNotHeldAgain
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import PaymentId

_AGAIN: Final[LiteralString] = """
INSERT INTO held_payments (payment, held_at, until, due) VALUES (%s, %s, %s, %s)
ON CONFLICT (payment) DO UPDATE SET until = excluded.until, why = '', lost = false
"""
_OVER: Final = PaymentCaptured | PaymentLetGo | WrongAmountTaken


class HeldPayment(Struct, frozen=True):
    """Money that is held. *due*: some of it is still going to be taken."""

    payment_id: PaymentId
    until: datetime | None
    due: bool


class HeldPayments:
    """The projection."""

    name: Final = "held_payments"
    revision: Final = 2
    kinds: Final[tuple[type[Event], ...]] = (
        PaymentAuthorised, PaymentHeldAgain, PaymentNotHeldAgain, PaymentLowered, PaymentCaptured, PaymentLetGo,
        PaymentLost, WrongAmountTaken,
    )
    tables: Final = ("held_payments",)
    ddl: Final[LiteralString] = """
    CREATE TABLE held_payments (
        payment uuid PRIMARY KEY, held_at timestamptz NOT NULL, until timestamptz, due bigint NOT NULL,
        why text NOT NULL DEFAULT '', lost boolean NOT NULL DEFAULT false
    );
    COMMENT ON COLUMN held_payments.why IS 'Why it can''t be held for longer, or no more; nothing where it may be.';
    COMMENT ON COLUMN held_payments.lost IS 'It is held no more, and still due.';
    COMMENT ON TABLE held_payments IS 'Payments whose money is held, or was and is still due.';
    COMMENT ON COLUMN held_payments.payment IS 'The payment.';
    COMMENT ON COLUMN held_payments.held_at IS 'Since when.';
    COMMENT ON COLUMN held_payments.until IS 'Until when its gateway holds it, as far as it says so.';
    COMMENT ON COLUMN held_payments.due IS 'How much is still going to be taken, in minor units.';
    """
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One statement for all that end together, which most of a batch do; and one for each other fact."""
        for over, run in groupby(facts, lambda fact: isinstance(fact.event, _OVER)):
            if over:
                ended = Uuids.of([fact.event.payment_id for fact in run])
                db.execute("DELETE FROM held_payments WHERE payment = ANY(%s)", (ended,))
            else:
                for fact in run:
                    _follow(fact.event, db)


def _follow(event: Any, db: Connection[Any]) -> None:
    match event:
        case PaymentAuthorised(payment_id=id, at=at, until=until, amount=amount):
            db.execute(
                "INSERT INTO held_payments (payment, held_at, until, due) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (id, at, until, amount.minor),
            )
        case PaymentHeldAgain(payment_id=id, at=at, until=until, amount=amount):
            db.execute(_AGAIN, (id, at, until, amount.minor))
        case PaymentLowered(payment_id=id, amount=amount):
            db.execute("UPDATE held_payments SET due = due - %s WHERE payment = %s", (amount.minor, id))
            db.execute("DELETE FROM held_payments WHERE payment = %s AND lost AND due <= 0", (id,))
        case PaymentNotHeldAgain(payment_id=id, reason=reason):
            db.execute("UPDATE held_payments SET why = %s WHERE payment = %s", (reason, id))
        case PaymentLost(payment_id=id, reason=reason):
            db.execute("UPDATE held_payments SET why = %s, lost = true WHERE payment = %s", (reason, id))
        case _:
            raise TypeError(type(event))


def to_look_at(instant: datetime, soon: datetime, pool: ConnectionPool[Connection[Any]]) -> list[HeldPayment]:
    """What was held before *instant* and is not due any more, is held no longer than *soon*, or was lost."""
    with pool.connection() as db:
        return [
            HeldPayment(PaymentId(payment), until, due) for payment, until, due in db.execute(
                "SELECT payment, until, due > 0 FROM read.held_payments"
                " WHERE held_at < %s AND (due <= 0 OR until < %s OR lost)"
                " ORDER BY due > 0, until LIMIT 1000", (instant, soon),
            )
        ]

