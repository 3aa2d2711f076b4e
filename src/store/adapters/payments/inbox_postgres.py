"""Notices that were dealt with, in tables that tidy themselves: ``work.stripe_events`` and ``work.paypal_events``."""

from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

_PUT: Final[LiteralString] = """
WITH old AS (
    DELETE FROM work.stripe_events WHERE id IN (
        SELECT id FROM work.stripe_events WHERE received_at < now() - interval '30 days'
        ORDER BY received_at LIMIT 10 FOR UPDATE SKIP LOCKED
    )
)
INSERT INTO work.stripe_events (id, kind, payment) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
"""Stripe sends an event again for three days; after thirty it is forgotten, ten for each one that comes."""
_PUT_PAYPAL: Final[LiteralString] = """
WITH old AS (
    DELETE FROM work.paypal_events WHERE id IN (
        SELECT id FROM work.paypal_events WHERE received_at < now() - interval '30 days'
        ORDER BY received_at LIMIT 10 FOR UPDATE SKIP LOCKED
    )
)
INSERT INTO work.paypal_events (id, kind, payment) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""


class PostgresInbox:
    """An :class:`~store.adapters.payments.stripe_notices.Inbox`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def has(self, id: str) -> bool:
        """Whether it was dealt with."""
        with self._pool.connection() as db:
            return db.execute("SELECT FROM work.stripe_events WHERE id = %s", (id,)).fetchone() is not None

    def put(self, id: str, kind: str, payment: object | None) -> None:
        """Remember it."""
        with self._pool.connection() as db:
            db.execute(_PUT, (id, kind, payment))


class PayPalInbox:
    """The same for PayPal's."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def has(self, id: str) -> bool:
        """Whether it was dealt with."""
        with self._pool.connection() as db:
            return db.execute("SELECT FROM work.paypal_events WHERE id = %s", (id,)).fetchone() is not None

    def put(self, id: str, kind: str, payment: object | None) -> None:
        """Remember it."""
        with self._pool.connection() as db:
            db.execute(_PUT_PAYPAL, (id, kind, payment))
