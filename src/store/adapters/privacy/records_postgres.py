"""What Postgres keeps of somebody beside the facts: as ``store/application/privacy/holdings.py`` declares it."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from store.adapters.drivers.vault import Vault
from store.application.privacy.copy_ports import Beside, Row
from store.domain.shared.ids import AccountId

_BEHIND: Final[LiteralString] = """
SELECT EXISTS (
    SELECT FROM read.projections p, work.data_exports c
    WHERE c.id = %s AND p.name IN ('orders', 'activity', 'account_mails', 'order_mails') AND p.position < c.position
)
"""
_BY_ACCOUNT: Final[dict[str, LiteralString]] = {
    "sessions": """
        SELECT device, role, CASE WHEN acting IS NULL THEN 'you' ELSE 'the shop' END AS "by", opened_at, seen_at,
            nullif(proven_at, '-infinity') AS proven_at, expires_at, ends_at
        FROM work.sessions WHERE account = %(account)s ORDER BY opened_at, id
    """,
    "programs": """
        SELECT s.device, t.exchanged_at FROM work.refresh_tokens t JOIN work.sessions s ON s.id = t.session
        WHERE s.account = %(account)s ORDER BY t.exchanged_at NULLS LAST
    """,
    "second_factor": """
        SELECT sealed IS NOT NULL AS kept,
            (SELECT count(*) FROM work.recovery_codes c WHERE c.account = f.account) AS recovery_codes_left
        FROM work.second_factors f WHERE account = %(account)s
    """,
    "links": """
        SELECT purpose, expires_at, used_at FROM work.mail_tokens WHERE account = %(account)s ORDER BY expires_at
    """,
    "addresses_kept": """
        SELECT purpose, till FROM work.blind_index WHERE owner = %(account)s ORDER BY till NULLS FIRST
    """,
    "waiting_for": """
        SELECT sku, asked_at, told_at FROM work.waiting WHERE account = %(account)s ORDER BY asked_at, sku
    """,
    "repeatable_requests": """
        SELECT day, route FROM work.idempotency
        WHERE principal = ANY(%(actors)s) ORDER BY day, route
    """,
    "copies": """
        SELECT id, asked_at, state, made_at, till FROM work.data_exports WHERE account = %(account)s ORDER BY asked_at
    """,
}
_LETTERS: Final[LiteralString] = """
SELECT o.id, o.kind, o.caused_at, o.outcome, o.done_at, o.failed_at, m.sent_at, m.channel, m.subject, m.sealed
FROM work.outbox o LEFT JOIN work.mails m ON m.id = o.id
WHERE o.about = ANY(%s) ORDER BY o.caused_at, o.id
"""


class _Head(Struct):
    to: str
    subject: str


class PostgresRecords:
    """A :class:`~store.application.privacy.copy_ports.OutsideRecords`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def behind(self, copy: UUID) -> bool:
        """Whether a read model is not as far as the log was when it was asked for."""
        with self._pool.connection() as db:
            row = db.execute(_BEHIND, (copy,)).fetchone()
        return bool(row and row[0])

    def orders(self, account: AccountId) -> Sequence[UUID]:
        """From the list of orders."""
        with self._pool.connection() as db:
            return [row[0] for row in db.execute(
                "SELECT id FROM read.orders WHERE account = %s ORDER BY placed_at, id", (account,),
            )]

    def carts(self, account: AccountId) -> Sequence[UUID]:
        """By who did it, which stands beside each fact."""
        with self._pool.connection() as db:
            return [row[0] for row in db.execute(
                "SELECT DISTINCT stream FROM read.activity WHERE actor = ANY(%s) AND tag LIKE 'cart/%%'"
                " AND tag <> 'cart/taken-1'"
                " ORDER BY stream",
                (_actors(account),),
            )]

    def beside(self, account: AccountId, streams: Sequence[UUID], payments: Sequence[UUID]) -> Beside:
        """All of it as of one instant."""
        with self._pool.connection() as db, db.transaction():
            db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            values = {"account": account, "actors": _actors(account)}
            with db.cursor(row_factory=dict_row) as rows:
                found: dict[str, list[Row]] = {
                    name: rows.execute(statement, values).fetchall() for name, statement in _BY_ACCOUNT.items()
                }
                found["letters"] = [self._letter(row) for row in rows.execute(_LETTERS, (list(streams),)).fetchall()]
                found["gateway"] = rows.execute(
                    "SELECT payment AS payment_id, intent FROM work.stripe_intents WHERE payment = ANY(%(payments)s)"
                    " UNION ALL"
                    " SELECT payment, paypal_order FROM work.paypal_orders WHERE payment = ANY(%(payments)s)",
                    {"payments": list(payments)},
                ).fetchall()
            doers = db.execute(
                "SELECT stream, version, actor FROM read.activity WHERE position IN"
                " (SELECT position FROM read.activity_things WHERE thing = ANY(%s))", (list(streams),),
            ).fetchall()
        return Beside(found, {(stream, version): actor for stream, version, actor in doers})

    def _letter(self, row: Row) -> Row:
        """Its head; what it says lies in its owner's inbox, and holds links that open doors."""
        sealed, subject, id = row.pop("sealed"), row.pop("subject"), row.pop("id")
        plain = None if sealed is None else self._vault.read(subject, sealed, f"mail/{id}")
        return row | _head(plain)


def _head(plain: bytes | None) -> Row:
    if plain is None:
        return {"to": None, "subject": None}
    head = json.decode(plain, type=_Head)
    return {"to": head.to, "subject": head.subject}


def _actors(account: AccountId) -> list[str]:
    """As facts name somebody, whatever they are here for."""
    return [f"{kind}:{account}" for kind in ("customer", "vendor", "staff")]
