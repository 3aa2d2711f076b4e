"""What doesn't agree between the books, in ``work.payment_findings``, and how far they were compared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.application.payments.findings import Compared, Finding, FindingRow, GetFindings, Wrong
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.domain.shared.ids import OrderNumber, PaymentId
from store.domain.shared.money import Money

MOST_SHOWN: Final = 200
_KEEP: Final[LiteralString] = """
INSERT INTO work.payment_findings
    (id, wrong, method, reference, at, payment, number, theirs, ours, currency, repair, found_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET closed_at = NULL, closed_as = NULL WHERE payment_findings.closed_as = 'solved'
RETURNING id
"""
_COLUMNS: Final[LiteralString] = (
    "id, wrong, method, reference, at, found_at, payment, number, theirs, ours, currency, repair"
)


class PostgresFindings:
    """:class:`~store.application.payments.statements.Findings`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def keep(self, found: Sequence[Finding], at: datetime) -> int:
        """Write down what wasn't there, or was solved and is wrong again."""
        with self._pool.connection() as db:
            return sum(
                db.execute(_KEEP, (
                    one.id, one.wrong, one.method, one.reference, one.at, one.payment_id, one.number,
                    one.theirs.minor if one.theirs else None, one.ours.minor if one.ours else None,
                    _currency(one), one.repair, at,
                )).fetchone() is not None for one in found
            )

    def find(self, id: UUID) -> Finding | None:
        """One that is open."""
        with self._pool.connection() as db:
            row = db.execute(
                f"SELECT {_COLUMNS} FROM work.payment_findings WHERE id = %s AND closed_at IS NULL", (id,)
            ).fetchone()
        if row is None:
            return None
        return Finding(
            row[0], Wrong(row[1]), row[2], row[3], row[4], PaymentId(row[6]) if row[6] else None,
            OrderNumber(row[7]) if row[7] else None, _money(row[8], row[10]), _money(row[9], row[10]), row[11],
        )

    def close(self, id: UUID, how: str, actor: str, reason: str, at: datetime) -> bool:
        """It is dealt with."""
        with self._pool.connection() as db:
            return db.execute(
                "UPDATE work.payment_findings SET closed_at = %s, closed_as = %s, actor = %s, reason = %s"
                " WHERE id = %s AND closed_at IS NULL", (at, how, actor, reason, id),
            ).rowcount > 0

    def solved(self, method: str, since: datetime, still: Sequence[UUID], at: datetime) -> None:
        """What is that young and not *still* found."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE work.payment_findings SET closed_at = %s, closed_as = 'solved'"
                " WHERE method = %s AND at >= %s AND closed_at IS NULL AND NOT id = ANY(%s)",
                (at, method, since, list(still)),
            )

    def reached(self, method: str) -> tuple[datetime, datetime] | None:
        """Up to when it was compared, and when the last whole comparison was."""
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT upto, whole_at FROM work.payment_comparisons WHERE method = %s", (method,)
            ).fetchone()
        return (row[0], row[1]) if row else None

    def reach(self, method: str, upto: datetime, whole_at: datetime) -> None:
        """Remember it."""
        with self._pool.connection() as db:
            db.execute(
                "INSERT INTO work.payment_comparisons VALUES (%s, %s, %s) ON CONFLICT (method)"
                " DO UPDATE SET (upto, whole_at) = (excluded.upto, excluded.whole_at)", (method, upto, whole_at),
            )


class FindingsPage:
    """Answers :class:`GetFindings`."""

    reads = ()

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(GetFindings)
    async def page(self, query: GetFindings) -> Compared:
        """Two statements."""
        del query
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                f"SELECT {_COLUMNS} FROM work.payment_findings WHERE closed_at IS NULL ORDER BY found_at, id LIMIT %s",
                (MOST_SHOWN,),
            )).fetchall()
            compared = await (await db.execute("SELECT method, upto FROM work.payment_comparisons")).fetchall()
        return Compared([
            FindingRow(
                row[0], Wrong(row[1]), row[2], row[3], row[4], row[5], row[6], row[7], _price(row[8], row[10]),
                _price(row[9], row[10]), row[11],
            )
            for row in rows
        ], dict(compared))


def _currency(finding: Finding) -> str | None:
    money = finding.theirs or finding.ours
    return money.currency if money else None


def _money(minor: int | None, currency: str | None) -> Money | None:
    return Money(minor, currency) if minor is not None and currency else None


def _price(minor: int | None, currency: str | None) -> Price | None:
    money = _money(minor, currency)
    return Price.of(money) if money else None
