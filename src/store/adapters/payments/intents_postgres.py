"""Which intent belongs to which payment, in the table ``work.stripe_intents``.

Written outside any unit of work: it has to stand before money may be taken, whatever becomes of the order.
"""

from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import PaymentId

_KEEP: Final[LiteralString] = """
INSERT INTO work.stripe_intents (payment, intent) VALUES (%s, %s)
ON CONFLICT (payment) DO UPDATE SET intent = coalesce(stripe_intents.intent, excluded.intent)
RETURNING intent, given_up
"""
_GIVE_UP: Final[LiteralString] = """
INSERT INTO work.stripe_intents (payment, given_up) VALUES (%s, true)
ON CONFLICT (payment) DO UPDATE SET given_up = true
RETURNING intent, given_up
"""


class KeptIntent(Struct, frozen=True):
    """What the shop remembers of a payment at Stripe."""

    intent: str | None
    given_up: bool


class PostgresIntents:
    """An :class:`~store.adapters.payments.gateway_stripe.IntentBook`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def find(self, payment_id: PaymentId) -> KeptIntent | None:
        """What stands there."""
        return self._row("SELECT intent, given_up FROM work.stripe_intents WHERE payment = %s", payment_id)

    def keep(self, payment_id: PaymentId, intent: str) -> KeptIntent:
        """Write *intent* down, unless one stands there already."""
        return self._row(_KEEP, payment_id, intent) or KeptIntent(intent, given_up=False)

    def give_up(self, payment_id: PaymentId) -> KeptIntent:
        """Write down that nothing is to be charged for it."""
        return self._row(_GIVE_UP, payment_id) or KeptIntent(None, given_up=True)

    def payment_of(self, intent: str) -> PaymentId | None:
        """The payment *intent* is for."""
        with self._pool.connection() as db:
            row = db.execute("SELECT payment FROM work.stripe_intents WHERE intent = %s", (intent,)).fetchone()
        return PaymentId(row[0]) if row else None

    def _row(self, query: LiteralString, *values: object) -> KeptIntent | None:
        with self._pool.connection() as db:
            row = db.execute(query, values).fetchone()
        return KeptIntent(row[0], row[1]) if row else None
