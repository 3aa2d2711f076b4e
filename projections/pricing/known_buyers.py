"""What is known of whoever buys, where promotions ask: from the read models of orders, buyers and lists of segments."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import text
from store.application.pricing.buyers import KnownBuyer
from store.domain.pricing.segments import Bought
from store.domain.shared.ids import AccountId

_KNOWN: Final[LiteralString] = """
SELECT (coalesce(bought.placed, 0) > 0 OR EXISTS (
    SELECT FROM read.buyers b JOIN read.orders o ON o.id = b.id AND o.placed_at = b.placed_at
    WHERE b.buyer = decode(%(buyer)s, 'hex') AND o.status <> 'cancelled'
))::text, json_build_object('orders', bought.orders, 'spent', bought.spent, 'lists', ARRAY(
    SELECT segment FROM read.segment_lists WHERE account = %(account)s::uuid
))::text
FROM (
    SELECT sum(placed) AS placed, coalesce(sum(many), 0)::int AS orders,
        coalesce(json_object_agg(currency, spent) FILTER (WHERE many > 0), '{}') AS spent FROM (
        SELECT currency, count(*) AS placed, count(*) FILTER (WHERE status <> 'awaiting_payment') AS many,
            (sum(total) FILTER (WHERE status <> 'awaiting_payment'))::bigint AS spent FROM read.orders
        WHERE account = %(account)s::uuid AND status <> 'cancelled' AND bought GROUP BY currency
    ) AS by_currency
) AS bought
"""
_WHEN_PLACED: Final[LiteralString] = """
SELECT o.id, EXISTS (
    SELECT FROM read.orders earlier WHERE earlier.account = o.account AND earlier.placed_at < o.placed_at
    AND earlier.status <> 'cancelled'
) OR EXISTS (
    SELECT FROM read.buyers b JOIN read.buyers e ON e.buyer = b.buyer AND e.placed_at < b.placed_at
    JOIN read.orders earlier ON earlier.id = e.id AND earlier.placed_at = e.placed_at
    WHERE b.id = o.id AND earlier.status <> 'cancelled'
), json_build_object('orders', coalesce(a.orders, 0), 'spent', coalesce(a.spent, '{}'), 'lists', ARRAY(
    SELECT segment FROM read.segment_lists WHERE account = o.account
))::text
FROM read.orders o LEFT JOIN (
    SELECT account, sum(many)::int AS orders, json_object_agg(currency, spent) AS spent FROM (
        SELECT account, currency, count(*) AS many, sum(total)::bigint AS spent FROM read.orders
        WHERE account IN (SELECT account FROM read.orders WHERE id = ANY(%(orders)s))
        AND status NOT IN ('cancelled', 'awaiting_payment') AND bought
        GROUP BY account, currency
    ) AS by_currency GROUP BY account
) AS a ON a.account = o.account
WHERE o.id = ANY(%(orders)s)
"""
_bought: Final = json.Decoder(Bought).decode
Mark = Callable[[str], bytes | None]
"""The digest of an address by which its orders are found; nothing for what is no address."""


class PostgresBuyers:
    """A :class:`~store.application.pricing.buyers.Buyers`, in one statement."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], mark: Mark) -> None:
        self._pool, self._mark = pool, mark

    def of(self, account: AccountId | None, email: str) -> KnownBuyer:
        """As far as the read models have learnt."""
        with self._pool.connection() as db:
            row = db.execute(_KNOWN, _values(account, email, self._mark)).fetchone()
        return KnownBuyer() if row is None else KnownBuyer(row[0] == "true", _bought(row[1]))

    def when_placed(self, orders: Sequence[UUID]) -> Mapping[UUID, KnownBuyer]:
        """The same of many orders."""
        with self._pool.connection() as db:
            rows = db.execute(_WHEN_PLACED, {"orders": list(orders)}).fetchall()
        return {id: KnownBuyer(ordered, _bought(bought)) for id, ordered, bought in rows}


class PostgresShownBuyers:
    """A :class:`~store.application.pricing.buyers.ShownBuyers`."""

    def __init__(self, questions: Questions, mark: Mark) -> None:
        self._questions, self._mark = questions, mark

    async def of(self, account: AccountId | None, email: str) -> KnownBuyer:
        """The same, for queries."""
        [row] = await self._questions.ask(_KNOWN, _values(account, email, self._mark))
        return KnownBuyer(text(row[0]) == "true", _bought(text(row[1])))


def _values(account: AccountId | None, email: str, mark: Mark) -> dict[str, Any]:
    return {"account": account, "buyer": (mark(email) or b"").hex() if email else ""}
