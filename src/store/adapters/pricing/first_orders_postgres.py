"""Who is about to place a first order, in ``work.first_orders``."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.application.pricing.buyers import Holding
from store.domain.shared.ids import AccountId, CartId, SubjectId

# In the order of the digests, so that two who hold the same ones never wait for each other.
_HOLD: Final[LiteralString] = """
INSERT INTO work.first_orders AS held (digest, cart, subject, at)
SELECT who, %(cart)s, %(subject)s, %(at)s FROM unnest(%(whos)s::bytea[]) AS them (who) ORDER BY who
ON CONFLICT (digest) DO UPDATE SET at = excluded.at WHERE held.cart = excluded.cart
RETURNING digest
"""
_AGAINST: Final[LiteralString] = (
    "SELECT digest, cart, at FROM work.first_orders WHERE digest = ANY(%(whos)s) AND cart <> %(cart)s ORDER BY digest"
)
_DROP: Final[LiteralString] = "DELETE FROM work.first_orders WHERE digest = %s AND cart = %s AND at = %s"


class PostgresFirstOrders:
    """A :class:`~store.application.pricing.buyers.FirstOrders`: one statement, where nobody is in the way."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], whos: Callable[[AccountId | None, str], Sequence[bytes]]
    ) -> None:
        self._pool, self._whos = pool, whos

    def hold(
        self, account: AccountId | None, email: str, cart: CartId, subject: SubjectId, at: datetime
    ) -> Sequence[Holding]:
        """Whoever comes at the same moment waits for the row, and sees it."""
        whos = list(self._whos(account, email))
        values = {"whos": whos, "cart": cart, "subject": subject, "at": at}
        with self._pool.connection() as db:
            if len(db.execute(_HOLD, values).fetchall()) == len(whos):
                return []
            return [Holding(bytes(row[0]), CartId(row[1]), row[2]) for row in db.execute(_AGAINST, values)]

    def drop(self, *holdings: Holding) -> None:
        """One by one: there are two at most."""
        with self._pool.connection() as db:
            for it in holdings:
                db.execute(_DROP, (it.who, it.cart, it.at))

    def tidy(self, before: datetime) -> None:
        """Forget what was held before that: read models know those orders by now."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.first_orders WHERE at < %s", (before,))
