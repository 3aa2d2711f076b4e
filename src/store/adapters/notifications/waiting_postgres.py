"""Who waits for something that is sold out, in ``work.waiting``."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.vault import Vault
from store.application.notifications.waiting import Waiter
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import AccountId, Sku, SubjectId, subject_of

MOST: Final = 50
"""So many things one address may wait for at a time: nobody fills the inbox of somebody else."""
_ASK: Final = """
INSERT INTO work.waiting AS w (id, sku, digest, subject, sealed, account, asked_at)
SELECT %(id)s, %(sku)s, %(digest)s, %(subject)s, %(sealed)s, %(account)s, %(at)s
WHERE (SELECT count(*) FROM work.waiting WHERE digest = %(digest)s AND told_at IS NULL) < %(most)s
ON CONFLICT (sku, digest) DO UPDATE SET (id, subject, sealed, account, asked_at, told_at) =
    (excluded.id, excluded.subject, excluded.sealed, excluded.account, excluded.asked_at, NULL)
WHERE w.told_at IS NOT NULL
"""


class PostgresWaiting:
    """A :class:`~store.application.notifications.waiting.Waiting`. Addresses are sealed, and found by a digest."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], digest: Callable[[str], bytes], vault: Vault
    ) -> None:
        self._pool, self._digest, self._vault = pool, digest, vault

    def ask(self, sku: Sku, email: str, account: AccountId | None, at: datetime) -> None:
        """One statement: two at once for the same meet at the key of the table."""
        id = uuid4()
        subject = subject_of(account) if account else SubjectId(id)
        try:
            sealed = self._vault.seal(subject, email.encode(), place(id))
        except AlreadyErased:
            return
        with self._pool.connection() as db:
            db.execute(_ASK, {
                "id": id, "sku": sku, "digest": self._digest(email), "subject": subject, "sealed": sealed,
                "account": account, "at": at, "most": MOST,
            })

    def find(self, id: UUID) -> Waiter | None:
        """Who still waits under *id*."""
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT sku, subject, sealed FROM work.waiting WHERE id = %s AND told_at IS NULL", (id,)
            ).fetchone()
        if row is None or row[2] is None:
            return None
        opened = self._vault.read(row[1], row[2], place(id))
        return Waiter(id, Sku(row[0]), SubjectId(row[1]), None if opened is None else opened.decode())

    def told(self, id: UUID, at: datetime) -> None:
        """The address goes."""
        with self._pool.connection() as db:
            db.execute("UPDATE work.waiting SET told_at = %s, sealed = NULL WHERE id = %s", (at, id))

    def stop(self, id: UUID) -> None:
        """All of this address."""
        with self._pool.connection() as db:
            db.execute(
                "DELETE FROM work.waiting WHERE digest = (SELECT digest FROM work.waiting WHERE id = %s)", (id,)
            )

    def tidy(self, told_before: datetime, asked_before: datetime) -> None:
        """Both in one statement."""
        with self._pool.connection() as db:
            db.execute(
                "DELETE FROM work.waiting WHERE told_at < %s OR asked_at < %s", (told_before, asked_before)
            )


def place(id: UUID) -> str:
    """Where a sealed address stands."""
    return f"work.waiting/{id}"
