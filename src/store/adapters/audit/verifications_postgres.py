"""Verifications in a table: asked for by anybody, carried out by whoever has time, looked at by all."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any, Final, LiteralString
from uuid import UUID, uuid4

from msgspec import json
from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.audit.verifier import Progress, Verifier
from store.adapters.drivers.eventlog.checkpoints import Signed
from store.application.audit.integrity import (
    GetIntegrity,
    Integrity,
    LastCheckpoint,
    Verification,
    Verified,
)
from store.application.shared.bus import answers

DEAD: Final = timedelta(minutes=1)
"""Without a sign of life for so long, somebody else begins anew."""
BEAT: Final = 0.5
"""Seconds between two signs of life."""
KEPT: Final = 200

_COLUMNS: Final[LiteralString] = (
    "id, whole, state, asked_at, checked, total, finished_at, checkpoint, result, error"
)
_TAKE: Final[LiteralString] = """
UPDATE work.verifications SET state = 'running', beat_at = now(), checked = 0
WHERE id = (
    SELECT id FROM work.verifications WHERE state = 'asked' OR state = 'running' AND beat_at < now() - %s
    ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, whole
"""
_TRUE: Final[LiteralString] = (
    "SELECT max(checkpoint) FROM work.verifications WHERE state = 'done' AND (result::json ->> 'faults') = '[]'"
)
_BEHIND: Final[LiteralString] = (
    "SELECT count(*) FROM (SELECT FROM log.events WHERE position > %s LIMIT 100000) AS behind"
)

Verifiers = Callable[[], Verifier]
"""Gives what compares; not before something is to be compared: most processes never do."""


class PostgresVerifications:
    """A :class:`~store.application.audit.verifying.Verifications`, and the carrying out of them."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], verifier: Verifiers) -> None:
        self._pool, self._verifier = pool, verifier

    def ask(self, *, whole: bool) -> UUID:
        """Put one on the list, unless one like it is there."""
        with self._pool.connection() as db, db.transaction():
            db.execute("LOCK TABLE work.verifications IN SHARE ROW EXCLUSIVE MODE")
            row = db.execute(
                "SELECT id FROM work.verifications WHERE state IN ('asked', 'running') AND whole >= %s LIMIT 1",
                (whole,),
            ).fetchone()
            if row:
                return UUID(str(row[0]))
            id = uuid4()
            db.execute("INSERT INTO work.verifications (id, whole) VALUES (%s, %s)", (id, whole))
            return id

    def ask_daily(self) -> None:
        """Put one on the list, of what is new since the last, unless the last is not a day old."""
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT FROM work.verifications"
                " WHERE state = 'done' AND finished_at > now() - interval '23 hours' LIMIT 1"
            ).fetchone()
        if row is None:
            self.ask(whole=False)

    def carry_out_next(self) -> bool:
        """Do the oldest that waits, if one does; whether one did."""
        with self._pool.connection() as db:
            row = db.execute(_TAKE, (DEAD,)).fetchone()
        if row is None:
            return False
        self._carry_out(row[0], whole=row[1])
        return True

    def carry_out(self, *, whole: bool, progress: Progress) -> Verified:
        """Do one here and now, whatever else is under way, and write down what came of it."""
        id = uuid4()
        with self._pool.connection() as db:
            db.execute(
                "INSERT INTO work.verifications (id, whole, state, beat_at) VALUES (%s, %s, 'running', now())",
                (id, whole),
            )
        return self._carry_out(id, whole=whole, progress=progress)

    def _carry_out(self, id: UUID, *, whole: bool, progress: Progress = lambda *_: None) -> Verified:
        said = 0.0

        def tell(checked: int, total: int) -> None:
            nonlocal said
            progress(checked, total)
            if monotonic() - said > BEAT:
                said = monotonic()
                self._set(id, "checked = %s, total = %s, beat_at = now()", checked, total)

        try:
            found, checkpoint = self._verifier().verify(None if whole else self._last_true(), tell)
        except BaseException as failure:
            self._set(id, "state = 'failed', finished_at = now(), error = %s", f"{type(failure).__name__}: {failure}")
            raise
        self._set(
            id, "state = 'done', finished_at = now(), checkpoint = %s, result = %s, checked = total",
            checkpoint, json.encode(found).decode(),
        )
        self._forget()
        return found

    def _last_true(self) -> int | None:
        with self._pool.connection() as db:
            row = db.execute(_TRUE).fetchone()
        return row[0] if row else None

    def _set(self, id: UUID, what: LiteralString, *values: object) -> None:
        with self._pool.connection() as db:
            db.execute(f"UPDATE work.verifications SET {what} WHERE id = %s", (*values, id))

    def _forget(self) -> None:
        with self._pool.connection() as db:
            db.execute(
                "DELETE FROM work.verifications WHERE id IN"
                " (SELECT id FROM work.verifications ORDER BY asked_at DESC OFFSET %s)", (KEPT,),
            )


class PostgresIntegrity:
    """Answers :class:`GetIntegrity`."""

    reads = ()

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(GetIntegrity)
    async def integrity(self, query: GetIntegrity) -> Integrity:
        """Some small statements, and a count that ends where it stops to matter."""
        del query
        async with self._pool.connection() as db:
            return Integrity(
                await _newest(db, "state IN ('asked', 'running')"),
                await _newest(db, "state IN ('done', 'failed')"),
                await _newest(db, "state = 'done' AND whole"),
                await _last_checkpoint(db),
            )


async def _newest(db: AsyncConnection[Any], which: LiteralString) -> Verification | None:
    row = await (await db.execute(
        f"SELECT {_COLUMNS} FROM work.verifications WHERE {which}"
        " ORDER BY coalesce(finished_at, asked_at) DESC LIMIT 1"
    )).fetchone()
    if row is None:
        return None
    id, whole, state, asked_at, checked, total, finished_at, checkpoint, result, error = row
    return Verification(
        id=id, whole=whole, state=state, asked_at=asked_at, checked=checked, total=total, finished_at=finished_at,
        checkpoint=checkpoint, result=json.decode(result, type=Verified) if result else None, error=error,
    )


async def _last_checkpoint(db: AsyncConnection[Any]) -> LastCheckpoint | None:
    row = await (await db.execute(
        "SELECT statement, signature FROM log.checkpoints ORDER BY number DESC LIMIT 1"
    )).fetchone()
    if row is None:
        return None
    try:
        said = Signed(*row).read()
    except ValueError:  # forged: a verification says so
        return None
    behind = await (await db.execute(_BEHIND, (said.range[1],))).fetchone()
    return LastCheckpoint(
        said.number, said.at, said.upto, said.before + said.facts, behind[0] if behind else 0
    )
