"""Mails that are due, in the table ``work.outbox``."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import local
from typing import Any, Final, LiteralString, TypeAlias
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.arrays import Texts, Uuids
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
# Locked in one order, so that two who settle the same ones never wait for each other.
_SETTLE: Final[LiteralString] = """
WITH due AS (
    SELECT o.id, settled.outcome, settled.at::timestamptz
    FROM unnest(%(ids)s::uuid[], %(outcomes)s::text[], %(ats)s::text[]) AS settled (id, outcome, at)
    JOIN work.outbox o ON o.id = settled.id WHERE o.outcome IS NULL ORDER BY o.id FOR UPDATE OF o
)
UPDATE work.outbox SET outcome = due.outcome, done_at = due.at FROM due WHERE work.outbox.id = due.id
"""
_OUTCOMES: Final[LiteralString] = """
SELECT o.id::text, o.outcome FROM unnest(%(ids)s::uuid[]) AS asked (id) JOIN work.outbox o ON o.id = asked.id
WHERE o.outcome IS NOT NULL
"""

_Settled: TypeAlias = dict[UUID, tuple[Outcome, datetime]]


class _Round(local):
    """What a thread sees to together: what was known of it, and what it settled since."""

    known: Mapping[UUID, Outcome | None] | None = None
    settled: _Settled


class PostgresDuties:
    """:class:`~store.application.notifications.ports.Duties`, and what hands them to the queue of jobs."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool
        self._round = _Round()

    def outcome(self, mail_id: UUID) -> Outcome | None:
        """What became of a mail; ``None`` while it is due."""
        its = self._round
        if its.known is not None and mail_id in its.known:
            return its.settled[mail_id][0] if mail_id in its.settled else its.known[mail_id]
        return self._outcomes([mail_id])[mail_id]

    def settle(self, mail_id: UUID, outcome: Outcome, at: datetime) -> None:
        """Write down what became of it. The first word stands."""
        its = self._round
        if its.known is not None and mail_id in its.known:
            its.settled.setdefault(mail_id, (outcome, at))
        else:
            self._settle({mail_id: (outcome, at)})

    @contextmanager
    def together(self, mail_ids: Sequence[UUID]) -> Iterator[None]:
        """Ask for what became of these now, and write what is settled within the block at its end, if it ends well."""
        its = self._round
        its.known, its.settled = self._outcomes(mail_ids), {}
        try:
            yield
            settled = its.settled
        finally:
            its.known, its.settled = None, {}
        if settled:
            self._settle(settled)

    def _outcomes(self, mail_ids: Sequence[UUID]) -> Mapping[UUID, Outcome | None]:
        with self._pool.connection() as db:
            rows = ask(db, _OUTCOMES, {"ids": Uuids.of(list(mail_ids))})
        return {**dict.fromkeys(mail_ids), **{UUID(text(id)): Outcome(text(outcome)) for id, outcome in rows}}

    def _settle(self, settled: _Settled) -> None:
        with self._pool.connection() as db:
            touch(db, _SETTLE, {
                "ids": Uuids.of(list(settled)),
                "outcomes": Texts.of([outcome.value.encode() for outcome, _ in settled.values()]),
                "ats": Texts.of([at.isoformat().encode() for _, at in settled.values()]),
            })

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
