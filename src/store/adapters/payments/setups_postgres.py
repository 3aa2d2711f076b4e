"""Which SetupIntent belongs to which try to add a card, in the table ``work.stripe_setups``.

Written outside any unit of work: it has to stand before a card may be kept, whatever becomes of whoever adds it.
"""

from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.payments.intents_postgres import KeptIntent
from store.application.payments.adding import AddingId

_KEEP: Final[LiteralString] = """
INSERT INTO work.stripe_setups (adding, intent) VALUES (%s, %s)
ON CONFLICT (adding) DO UPDATE SET intent = coalesce(stripe_setups.intent, excluded.intent)
RETURNING intent, given_up
"""
_GIVE_UP: Final[LiteralString] = """
INSERT INTO work.stripe_setups (adding, given_up) VALUES (%s, true)
ON CONFLICT (adding) DO UPDATE SET given_up = true
RETURNING intent, given_up
"""


class PostgresSetups:
    """A :class:`~store.adapters.payments.stripe_setups.SetupBook`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def find(self, adding: AddingId) -> KeptIntent | None:
        """What stands there."""
        return self._row("SELECT intent, given_up FROM work.stripe_setups WHERE adding = %s", adding)

    def keep(self, adding: AddingId, intent: str) -> KeptIntent:
        """Write *intent* down, unless one stands there already."""
        return self._row(_KEEP, adding, intent) or KeptIntent(intent, given_up=False)

    def give_up(self, adding: AddingId) -> KeptIntent:
        """Write down that no card is to be kept."""
        return self._row(_GIVE_UP, adding) or KeptIntent(None, given_up=True)

    def adding_of(self, intent: str) -> AddingId | None:
        """The try that *intent* is for."""
        with self._pool.connection() as db:
            row = db.execute("SELECT adding FROM work.stripe_setups WHERE intent = %s", (intent,)).fetchone()
        return AddingId(row[0]) if row else None

    def _row(self, query: LiteralString, *values: object) -> KeptIntent | None:
        with self._pool.connection() as db:
            row = db.execute(query, values).fetchone()
        return KeptIntent(row[0], row[1]) if row else None
