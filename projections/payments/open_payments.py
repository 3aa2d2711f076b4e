"""Read model: payments nobody knows the end of yet, so that somebody asks the gateway."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.domain.payments.events import (
    ChallengeRequired,
    PaymentAuthorised,
    PaymentCaptured,
    PaymentDeclined,
    PaymentRequested,
    WrongAmountTaken,
)
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import PaymentId


class OpenPayment(Struct, frozen=True):
    """A payment without an end. *challenged*: it waits for its shopper, not for the gateway."""

    payment_id: PaymentId
    requested_at: datetime
    challenged: bool


class OpenPayments:
    """The projection."""

    name: Final = "open_payments"
    revision: Final = 3
    kinds: Final[tuple[type[Event], ...]] = (
        PaymentRequested, ChallengeRequired, PaymentAuthorised, PaymentCaptured, PaymentDeclined, WrongAmountTaken,
    )
    tables: Final = ("open_payments",)
    ddl: Final[LiteralString] = """
    CREATE TABLE open_payments (
        payment uuid PRIMARY KEY, requested_at timestamptz NOT NULL, challenged boolean NOT NULL
    );
    COMMENT ON TABLE open_payments IS 'Payments asked for and neither taken nor declined.';
    COMMENT ON COLUMN open_payments.payment IS 'The payment.';
    COMMENT ON COLUMN open_payments.requested_at IS 'When the shop was going to ask for the money.';
    COMMENT ON COLUMN open_payments.challenged IS 'It waits for its shopper, not for the gateway.';
    """
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory, then one COPY, one update and one delete, of those that there are."""
        opened: dict[PaymentId, datetime] = {}
        challenged: set[PaymentId] = set()
        closed: list[PaymentId] = []
        for fact in facts:
            match fact.event:
                case PaymentRequested(payment_id=id, at=at):
                    opened[id] = at
                case ChallengeRequired(payment_id=id):
                    challenged.add(id)
                case (
                    PaymentAuthorised(payment_id=id) | PaymentCaptured(payment_id=id) | PaymentDeclined(payment_id=id)
                    | WrongAmountTaken(payment_id=id)
                ):
                    if opened.pop(id, None) is None:
                        closed.append(id)
                case _:
                    raise TypeError(type(fact.event))
        copy_in("open_payments", [(id.hex, at, False) for id, at in opened.items()], db)
        if challenged:
            db.execute("UPDATE open_payments SET challenged = true WHERE payment = ANY(%s)", (list(challenged),))
        if closed:
            db.execute("DELETE FROM open_payments WHERE payment = ANY(%s)", (closed,))


def older_than(instant: datetime, pool: ConnectionPool[Connection[Any]]) -> list[OpenPayment]:
    """Open payments asked for before *instant*, oldest first."""
    with pool.connection() as db:
        return [
            OpenPayment(PaymentId(payment), at, challenged) for payment, at, challenged in db.execute(
                "SELECT payment, requested_at, challenged FROM read.open_payments WHERE requested_at < %s"
                " ORDER BY requested_at LIMIT 5000", (instant,),
            )
        ]
