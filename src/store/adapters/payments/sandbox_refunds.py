"""What the sandbox gave back, in the same books as what it took."""

from sqlite3 import Connection
from typing import Final, LiteralString
from uuid import UUID

from store.application.payments.ports import CannotGiveBack, GaveBack, RefundVerdict, Undecided
from store.domain.shared.ids import PaymentId, RefundId
from store.domain.shared.money import Money

SCHEMA: Final[LiteralString] = """
CREATE TABLE IF NOT EXISTS refunds (
    refund TEXT PRIMARY KEY, payment TEXT NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL,
    reason TEXT NOT NULL, at TEXT NOT NULL
);
"""
SLOW: Final = "slow refund"
"""Instead of a reason: what nobody hears of when they ask the first time."""
RETURNED: Final = "returned refund"
"""Instead of a reason: what is given back comes back later."""
_REFUND: Final[LiteralString] = """
INSERT INTO refunds
SELECT :refund, payment, :minor, :currency,
    CASE WHEN state <> 'captured' THEN 'nothing was taken'
    WHEN reason NOT IN ('', :slow, :returned, 'late notice', 'notice twice', 'held once') THEN reason
    WHEN currency <> :currency OR :minor + (
        SELECT coalesce(sum(minor), 0) FROM refunds r WHERE r.payment = charges.payment AND r.reason = ''
    ) > minor THEN 'that is more than was taken' ELSE '' END, :at
FROM charges WHERE payment = :payment AND true ON CONFLICT DO NOTHING
"""


def refund(payment_id: PaymentId, refund_id: RefundId, amount: Money, db: Connection, now: str) -> RefundVerdict:
    """Give *amount* back, unless this refund was heard of before. Its answer may be lost the first time."""
    first = db.execute(_REFUND, {
        "refund": str(refund_id), "payment": str(payment_id), "minor": amount.minor, "currency": amount.currency,
        "slow": SLOW, "returned": RETURNED, "at": now,
    }).rowcount
    row = db.execute(
        "SELECT r.minor, r.currency, r.reason, c.reason FROM refunds r JOIN charges c USING (payment)"
        " WHERE refund = ? AND payment = ?", (str(refund_id), str(payment_id)),
    ).fetchone()
    if row is None:
        return CannotGiveBack("nothing was taken")
    minor, currency, reason, behaves = row
    if behaves == SLOW and first:
        return Undecided()
    return CannotGiveBack(reason) if reason else GaveBack(f"sandbox-refund-{refund_id}", Money(minor, currency))


def refunded(payment_id: PaymentId, refund_id: RefundId, db: Connection) -> RefundVerdict:
    """What became of it by now. One that comes back does so now, and the next one stays."""
    row = db.execute(
        "SELECT r.minor, r.currency, r.reason, c.reason FROM refunds r JOIN charges c USING (payment)"
        " WHERE refund = ? AND payment = ?", (str(refund_id), str(payment_id)),
    ).fetchone()
    if row is None:
        return Undecided()
    minor, currency, reason, behaves = row
    if behaves == RETURNED and not reason:
        reason = "the bank sent it back"
        db.execute("UPDATE refunds SET reason = ? WHERE refund = ?", (reason, str(refund_id)))
        db.execute("UPDATE charges SET reason = '' WHERE payment = ?", (str(payment_id),))
    return CannotGiveBack(reason) if reason else GaveBack(f"sandbox-refund-{refund_id}", Money(minor, currency))


def refunds(db: Connection) -> dict[UUID, Money]:
    """All money given back, by refund."""
    rows = db.execute("SELECT refund, minor, currency FROM refunds WHERE reason = ''").fetchall()
    return {UUID(refund): Money(minor, currency) for refund, minor, currency in rows}
