"""Cards that the sandbox keeps for next time, in the same books as what it took."""

from sqlite3 import Connection
from threading import Lock
from typing import Final, LiteralString

from store.application.payments.cards import KeptCard
from store.domain.shared.ids import PaymentId

CARDS: Final[LiteralString] = "CREATE TABLE IF NOT EXISTS cards (token TEXT PRIMARY KEY, behaves TEXT NOT NULL);"
_KEPT: Final = "sandbox-card-"
GONE: Final = "a card that is kept no longer"


class SandboxCards:
    """Tokens, each for a card that behaves as it did when it was first charged."""

    def __init__(self, db: Connection, lock: Lock) -> None:
        self._db, self._lock = db, lock

    def behaves(self, token: str) -> str:
        """What the card behind *token* does."""
        if not token.startswith(_KEPT):
            return token
        with self._lock:
            row = self._db.execute("SELECT behaves FROM cards WHERE token = ?", (token,)).fetchone()
        return row[0] if row else GONE

    def keep(self, payment_id: PaymentId, behaves: str) -> None:
        """For next time. Whoever calls holds the lock."""
        self._db.execute("INSERT INTO cards VALUES (?, ?) ON CONFLICT DO NOTHING", (f"{_KEPT}{payment_id}", behaves))

    def of(self, payment_id: PaymentId) -> KeptCard | None:
        """The one that was kept then."""
        token = f"{_KEPT}{payment_id}"
        with self._lock:
            row = self._db.execute("SELECT behaves FROM cards WHERE token = ?", (token,)).fetchone()
        digits = {"success": "4242", "challenge": "3155"}
        return KeptCard(token, "sandbox", "Visa", digits.get(row[0], "0002"), 12, 2030) if row else None

    def forget(self, card: KeptCard) -> bool:
        """Nobody pays by it any more."""
        with self._lock:
            self._db.execute("DELETE FROM cards WHERE token = ?", (card.token,))
        return True
