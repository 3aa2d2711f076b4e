"""How long the sandbox holds money, and that it holds it again: in the same books."""

from datetime import UTC, datetime, timedelta
from sqlite3 import Connection
from typing import Final, LiteralString

from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money

HOLDS: Final[LiteralString] = """
CREATE TABLE IF NOT EXISTS holds (
    payment TEXT NOT NULL, generation INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (payment, generation)
);
"""
HELD_FOR: Final = timedelta(days=7)
ONCE: Final = "held once"
"""Instead of a reason: a card that holds money, and not again."""
NOT_AGAIN: Final = "the bank holds it only once without its owner"


def hold_again(payment_id: PaymentId, generation: int, db: Connection) -> None:
    """Hold it anew, unless it was for that *generation*, or isn't held at all."""
    db.execute(
        "INSERT INTO holds SELECT payment, :generation, :now FROM charges"
        " WHERE payment = :payment AND state = 'authorised' AND true ON CONFLICT DO NOTHING",
        {"payment": str(payment_id), "generation": generation, "now": datetime.now(UTC).isoformat()},
    )


def pay_again(payment_id: PaymentId, generation: int, outcome: tuple[str, str], amount: Money, db: Connection) -> None:
    """Hold it by another card instead, unless it was taken. Pressed twice it is once."""
    state, reason = outcome
    if db.execute(
        "SELECT 1 FROM holds JOIN charges USING (payment)"
        " WHERE payment = ? AND generation = ? AND state = 'authorised'",
        (str(payment_id), generation),
    ).fetchone():
        return
    db.execute(
        "UPDATE charges SET state = ?, reason = ?, minor = ? WHERE payment = ? AND currency = ?"
        " AND state IN ('authorised', 'declined', 'cancelled', 'challenged')",
        (state, reason, amount.minor, str(payment_id), amount.currency),
    )
    db.execute(
        "INSERT INTO holds VALUES (?, ?, ?) ON CONFLICT (payment, generation) DO UPDATE SET at = excluded.at",
        (str(payment_id), generation, datetime.now(UTC).isoformat()),
    )


def held_until(payment_id: PaymentId, at: str, db: Connection) -> tuple[str, datetime]:
    """Its name there, and until when it is held, which was first *at* that time."""
    [generation, last] = db.execute(
        "SELECT coalesce(max(generation), 0), coalesce(max(at), ?) FROM holds WHERE payment = ?", (at, str(payment_id))
    ).fetchone()
    name = f"sandbox-{payment_id}" + (f"-{generation}" if generation else "")
    return name, datetime.fromisoformat(last) + HELD_FOR
