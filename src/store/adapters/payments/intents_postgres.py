"""Which intent belongs to which payment, in the table ``work.stripe_intents``.

Written outside any unit of work: it has to stand before money may be taken, whatever becomes of the order.
"""

from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import PaymentId

_FIND: Final[LiteralString] = (
    "SELECT intent, given_up, generation, before FROM work.stripe_intents WHERE payment = %s"
)
_KEEP: Final[LiteralString] = """
INSERT INTO work.stripe_intents (payment, intent) VALUES (%s, %s)
ON CONFLICT (payment) DO UPDATE SET intent = coalesce(stripe_intents.intent, excluded.intent)
RETURNING intent, given_up, generation, before
"""
_GIVE_UP: Final[LiteralString] = """
INSERT INTO work.stripe_intents (payment, given_up) VALUES (%s, true)
ON CONFLICT (payment) DO UPDATE SET given_up = true
RETURNING intent, given_up, generation, before
"""
_RENEW: Final[LiteralString] = """
UPDATE work.stripe_intents SET before = intent, intent = %s, generation = %s
WHERE payment = %s AND intent = %s AND before IS NULL AND NOT given_up
"""
_REPLACED: Final[LiteralString] = """
UPDATE work.stripe_intents SET intent = %s, before = NULL WHERE payment = %s
RETURNING intent, given_up, generation, before
"""


class KeptIntent(Struct, frozen=True):
    """What the shop remembers of a payment at Stripe."""

    intent: str | None
    given_up: bool
    generation: int = 0
    before: str | None = None


class PostgresIntents:
    """An :class:`~store.adapters.payments.gateway_stripe.IntentBook`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def find(self, payment_id: PaymentId) -> KeptIntent | None:
        """What stands there."""
        return self._row(_FIND, payment_id)

    def keep(self, payment_id: PaymentId, intent: str) -> KeptIntent:
        """Write *intent* down, unless one stands there already."""
        return self._row(_KEEP, payment_id, intent) or KeptIntent(intent, given_up=False)

    def give_up(self, payment_id: PaymentId) -> KeptIntent:
        """Write down that nothing is to be charged for it."""
        return self._row(_GIVE_UP, payment_id) or KeptIntent(None, given_up=True)

    def renew(self, payment_id: PaymentId, generation: int, known: str, intent: str) -> KeptIntent:
        """Have *intent* take the place of the one that is *known*, if that stands there and wasn't given up."""
        with self._pool.connection() as db:
            db.execute(_RENEW, (intent, generation, payment_id, known))
        return self.find(payment_id) or KeptIntent(None, given_up=True)

    def replaced(self, payment_id: PaymentId, intent: str) -> KeptIntent:
        """The one before is known to hold nothing; or it was taken, and is the one that stands: *intent*."""
        return self._row(_REPLACED, intent, payment_id) or KeptIntent(intent, given_up=False)

    def payment_of(self, intent: str) -> PaymentId | None:
        """The payment *intent* is for."""
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT payment FROM work.stripe_intents WHERE intent = %s OR before = %s", (intent, intent)
            ).fetchone()
        return PaymentId(row[0]) if row else None

    def _row(self, query: LiteralString, *values: object) -> KeptIntent | None:
        with self._pool.connection() as db:
            row = db.execute(query, values).fetchone()
        return KeptIntent(*row) if row else None
