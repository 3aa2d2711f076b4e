"""Read model: payments nobody knows the end of yet, so that somebody asks the gateway."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.projection import Seen
from store.domain.payments.events import PaymentCaptured, PaymentDeclined, PaymentRequested
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import PaymentId


class OpenPayments:
    """The projection, and what the reconciler reads of it."""

    name: Final = "open_payments"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (PaymentRequested, PaymentCaptured, PaymentDeclined)
    tables: Final = ("open_payments",)
    ddl: Final[LiteralString] = """
    CREATE TABLE read.open_payments (payment uuid PRIMARY KEY, requested_at timestamptz NOT NULL);
    COMMENT ON TABLE read.open_payments IS 'Payments asked for and neither taken nor declined.';
    """

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory, then one insert and one delete."""
        opened: dict[PaymentId, datetime] = {}
        closed: list[PaymentId] = []
        for fact in facts:
            match fact.event:
                case PaymentRequested(payment_id=id, at=at):
                    opened[id] = at
                case PaymentCaptured(payment_id=id) | PaymentDeclined(payment_id=id):
                    if opened.pop(id, None) is None:
                        closed.append(id)
                case _:
                    raise TypeError(type(fact.event))
        with db.cursor() as cursor:
            cursor.executemany("INSERT INTO read.open_payments VALUES (%s, %s)", list(opened.items()))
        db.execute("DELETE FROM read.open_payments WHERE payment = ANY(%s)", (closed,))


def older_than(instant: datetime, pool: ConnectionPool[Connection[Any]]) -> list[tuple[PaymentId, datetime]]:
    """Open payments asked for before *instant*, oldest first, with the time they were."""
    with pool.connection() as db:
        return [
            (PaymentId(payment), at) for payment, at in db.execute(
                "SELECT payment, requested_at FROM read.open_payments WHERE requested_at < %s"
                " ORDER BY requested_at LIMIT 500", (instant,),
            )
        ]
