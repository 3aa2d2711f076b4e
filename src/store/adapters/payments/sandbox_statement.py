"""What the sandbox moved, from its books."""

from datetime import datetime
from sqlite3 import Connection
from typing import Final, LiteralString
from uuid import UUID

from store.application.payments.statements import Movement, Statement
from store.domain.shared.ids import PaymentId, RefundId
from store.domain.shared.money import Money

_TAKEN: Final[LiteralString] = """
SELECT payment, minor, currency, at FROM charges WHERE state = 'captured' AND at >= :since
    AND NOT (reason = :late AND at > :till)
"""
_BACK: Final[LiteralString] = "SELECT refund, payment, minor, currency, at, reason FROM refunds WHERE at >= ?"


def statement(since: datetime, late: tuple[datetime, str], db: Connection) -> Statement:
    """All since then; *late* says of what it isn't known yet."""
    taken = [
        Movement(
            f"sandbox-{payment}", Money(minor, currency), datetime.fromisoformat(at), went=True,
            payment_id=PaymentId(UUID(payment)),
        ) for payment, minor, currency, at in db.execute(
            _TAKEN, {"since": since.isoformat(), "till": late[0].isoformat(), "late": late[1]}
        )
    ]
    back = [
        Movement(
            f"sandbox-refund-{refund}", Money(minor, currency), datetime.fromisoformat(at), went=not reason,
            failed=bool(reason), refund=True, payment_id=PaymentId(UUID(payment)), refund_id=RefundId(UUID(refund)),
        ) for refund, payment, minor, currency, at, reason in db.execute(_BACK, (since.isoformat(),))
    ]
    return Statement((*taken, *back))
