"""Read model: money that is owed back and has not gone yet, so that somebody asks the gateway until it has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.domain.payments.events import RefundFailed, RefundMade, RefundRequested
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import PaymentId, RefundId, fact_id


class OpenRefund(Struct, frozen=True):
    """A refund without an end."""

    refund_id: RefundId
    payment_id: PaymentId
    requested_at: datetime
    correlation: UUID
    """The wish that led to it."""
    cause: UUID
    """The fact that it is owed."""


class OpenRefunds:
    """The projection."""

    name: Final = "open_refunds"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (RefundRequested, RefundMade, RefundFailed)
    tables: Final = ("open_refunds",)
    ddl: Final[LiteralString] = """
    CREATE TABLE open_refunds (
        refund uuid PRIMARY KEY, payment uuid NOT NULL, requested_at timestamptz NOT NULL, version int NOT NULL
    );
    COMMENT ON TABLE open_refunds IS 'Money owed back that has neither gone nor been refused by the gateway.';
    COMMENT ON COLUMN open_refunds.refund IS 'The refund.';
    COMMENT ON COLUMN open_refunds.payment IS 'The payment that it is a part of.';
    COMMENT ON COLUMN open_refunds.requested_at IS 'When the shop was going to ask for it.';
    COMMENT ON COLUMN open_refunds.version IS 'The number of the fact that says so, in the payment''s stream.';
    """
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory, then one COPY and one delete, of those that there are."""
        opened: dict[RefundId, tuple[PaymentId, datetime, int]] = {}
        closed: list[RefundId] = []
        for fact in facts:
            match fact.event:
                case RefundRequested(refund_id=id, payment_id=payment, at=at):
                    opened[id] = (payment, at, fact.version)
                case RefundMade(refund_id=id) | RefundFailed(refund_id=id):
                    if opened.pop(id, None) is None:
                        closed.append(id)
                case _:
                    raise TypeError(type(fact.event))
        copy_in("open_refunds", [
            (id.hex, payment.hex, at, version) for id, (payment, at, version) in opened.items()
        ], db)
        if closed:
            db.execute("DELETE FROM open_refunds WHERE refund = ANY(%s)", (closed,))


def owed_before(instant: datetime, pool: ConnectionPool[Connection[Any]]) -> list[OpenRefund]:
    """Refunds without an end that were owed before *instant*, oldest first."""
    with pool.connection() as db:
        return [
            OpenRefund(RefundId(refund), PaymentId(payment), at, correlation, fact_id(payment, version))
            for refund, payment, at, correlation, version in db.execute(
                "SELECT r.refund, r.payment, r.requested_at, (e.metadata::json ->> 'correlation')::uuid, r.version"
                " FROM read.open_refunds r JOIN log.events e ON e.stream = r.payment AND e.version = r.version"
                " WHERE r.requested_at < %s ORDER BY r.requested_at LIMIT 5000", (instant,),
            )
        ]
