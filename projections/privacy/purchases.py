"""Which orders are somebody's: those under their account, and those of guests under its address."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.ordering.buyers import marked
from store.application.identity.grams import Marks
from store.domain.shared.ids import AccountId, OrderId

_OF_GUEST: Final[LiteralString] = """
SELECT o.id FROM read.buyers b JOIN read.orders o ON o.id = b.id AND o.placed_at = b.placed_at
WHERE b.buyer = %(buyer)s AND o.account IS NULL
"""
_UNDER: Final[LiteralString] = f"SELECT id FROM read.orders WHERE account = %(account)s UNION {_OF_GUEST} ORDER BY id"


class PostgresPurchases:
    """A :class:`~store.application.privacy.ports.Purchases` on the read models of orders and buyers."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], marks: Marks) -> None:
        self._pool, self._marks = pool, marks

    def under(self, account_id: AccountId, email: str | None) -> Sequence[OrderId]:
        """Those of an account."""
        return self._ids(_UNDER, {"account": account_id, "buyer": marked(email, self._marks) if email else None})

    def of_guest(self, email: str) -> Sequence[OrderId]:
        """Those of a guest."""
        return self._ids(f"{_OF_GUEST} ORDER BY 1", {"buyer": marked(email, self._marks)})

    def _ids(self, statement: LiteralString, values: dict[str, Any]) -> Sequence[OrderId]:
        with self._pool.connection() as db:
            return [OrderId(row[0]) for row in db.execute(statement, values)]
