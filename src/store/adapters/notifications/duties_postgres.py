"""Mails that are due, in the table ``work.outbox``."""

from datetime import datetime, timedelta
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.prepared import ask, touch
from store.adapters.drivers.statement import text
from store.application.notifications.ports import MailJob, Occasion, Outcome

FIRST_PATIENCE: Final = timedelta(minutes=2)
"""How long a job may take before its duty is handed over again; twice as long each time, up to six hours.

What was handed over in what is the future now, by a clock that went back since, is handed over again as well.
"""

LONGEST_FAILURE: Final = 300

_TAKE: Final[LiteralString] = """
UPDATE work.outbox SET handed_at = %(now)s, tries = tries + 1
WHERE id IN (
    SELECT id FROM work.outbox
    WHERE outcome IS NULL AND (
        handed_at IS NULL OR handed_at < %(since)s
        OR handed_at > %(now)s + %(patience)s
        OR handed_at < %(now)s - least(%(patience)s * power(2, least(tries - 1, 10)), interval '6 hours')
    )
    ORDER BY caused_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING id, about, kind, correlation
"""
_SETTLE: Final[LiteralString] = (
    "UPDATE work.outbox SET outcome = %(outcome)s, done_at = %(at)s WHERE id = %(id)s AND outcome IS NULL"
)


class PostgresDuties:
    """:class:`~store.application.notifications.ports.Duties`, and what hands them to the queue of jobs."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def outcome(self, mail_id: UUID) -> Outcome | None:
        """What became of a mail; ``None`` while it is due."""
        with self._pool.connection() as db:
            rows = ask(db, "SELECT outcome FROM work.outbox WHERE id = %(id)s", {"id": mail_id})
        return Outcome(text(rows[0][0])) if rows and rows[0][0] else None

    def settle(self, mail_id: UUID, outcome: Outcome, at: datetime) -> None:
        """Write down what became of it. The first word stands."""
        with self._pool.connection() as db:
            touch(db, _SETTLE, {"outcome": outcome.value, "at": at, "id": mail_id})

    def failed(self, mail_id: UUID, failure: str, at: datetime) -> None:
        """Write down that it did not come off, and why; it stays due."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE work.outbox SET failure = %s, failed_at = %s WHERE id = %s AND outcome IS NULL",
                (failure[:LONGEST_FAILURE], at, mail_id),
            )

    def again(self, mail_id: UUID, actor: str, at: datetime) -> bool | None:
        """Have one that failed or was refused tried at once; ``None`` if nobody knows it."""
        with self._pool.connection() as db:
            done = db.execute(
                "UPDATE work.outbox SET outcome = NULL, done_at = NULL, handed_at = NULL, tries = 0, failure = NULL,"
                " failed_at = NULL, again_at = %s, again_by = %s WHERE id = %s"
                " AND (outcome = 'refused' OR (outcome IS NULL AND failed_at IS NOT NULL))",
                (at, actor, mail_id),
            ).rowcount
            known = done or db.execute("SELECT FROM work.outbox WHERE id = %s", (mail_id,)).rowcount
        return bool(done) if known else None

    def take(self, now: datetime, since: datetime, limit: int) -> list[MailJob]:
        """Jobs for duties nobody saw to yet; those handed over before *since*, or long ago, come again."""
        values = {"now": now, "since": since, "patience": FIRST_PATIENCE, "limit": limit}
        with self._pool.connection() as db:
            return [
                MailJob(mail_id=id, about=about, kind=Occasion(kind), correlation=correlation)
                for id, about, kind, correlation in db.execute(_TAKE, values)
            ]
