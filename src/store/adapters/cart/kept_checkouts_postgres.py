"""What was said at checkouts, in ``work.checkouts``: sealed, and found by its cart, its person or their address."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.eventlog.along import Along
from store.adapters.drivers.vault import Vault
from store.application.cart.kept_checkouts import NOTHING, Said
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import CartId, SubjectId

_BEGIN: Final[LiteralString] = """
INSERT INTO work.checkouts (cart, subject, touched_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
_HELD: Final[LiteralString] = "SELECT subject, sealed FROM work.checkouts WHERE cart = %s FOR UPDATE"
_KEPT: Final[LiteralString] = """
UPDATE work.checkouts SET subject = %s, sealed = %s, digest = %s, touched_at = %s WHERE cart = %s
"""
# Everybody's appends leave over one connection: none waits for somebody who is at one of these at this very moment.
# What they say then is dropped with what nobody came back to.
_GONE: Final[LiteralString] = """
DELETE FROM work.checkouts USING (
    SELECT cart FROM work.checkouts JOIN unnest(%(dropped_checkouts)s::uuid[]) AS gone (cart) USING (cart)
    FOR UPDATE OF checkouts SKIP LOCKED
) AS free WHERE checkouts.cart = free.cart
"""


class PostgresKeptCheckouts:
    """:class:`~store.application.cart.kept_checkouts.KeptCheckouts`."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], digest: Callable[[str], bytes], vault: Vault
    ) -> None:
        """By *digest* an address is found where guests left it."""
        self._pool, self._digest, self._vault = pool, digest, vault

    def of(self, cart: CartId) -> Said:
        """One statement."""
        with self._pool.connection() as db:
            row = db.execute("SELECT subject, sealed FROM work.checkouts WHERE cart = %s", (cart,)).fetchone()
        return self._opened(cart, *row) if row else NOTHING

    def keep(self, cart: CartId, whose: SubjectId, change: Callable[[Said], Said], at: datetime) -> Said:
        """Under a lock of the row, so that nobody's step is lost. Of whoever was forgotten nothing is kept."""
        with self._pool.connection() as db, db.transaction():
            db.execute(_BEGIN, (cart, whose, at))
            row = db.execute(_HELD, (cart,)).fetchone()
            said = change(self._opened(cart, *row) if row else NOTHING)
            try:
                sealed = self._vault.seal(whose, json.encode(said), _place(cart))
            except AlreadyErased:
                db.execute("DELETE FROM work.checkouts WHERE cart = %s", (cart,))
                return NOTHING
            digest = self._digest(said.email) if said.email else None
            db.execute(_KEPT, (whose, sealed, digest, at, cart))
        return said

    def drop(self, cart: CartId) -> None:
        """One statement."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.checkouts WHERE cart = %s", (cart,))

    def dropping(self, cart: CartId) -> Along:
        """No statement of its own."""
        return Along(_GONE, {"dropped_checkouts": cart})

    def tidy(self, before: datetime) -> None:
        """One statement."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.checkouts WHERE touched_at < %s", (before,))

    def _opened(self, cart: CartId, subject: UUID, sealed: str | None) -> Said:
        plain = None if sealed is None else self._vault.open(SubjectId(subject), sealed, _place(cart))
        return NOTHING if plain is None else json.decode(plain, type=Said)


def _place(cart: CartId) -> str:
    return f"checkout/{cart}"
