"""Imports of files in ``work.imports`` and ``work.import_rows``."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import structs
from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.application.catalogue.import_ports import ImportJob, ToldRow
from store.application.catalogue.imports import MOST_OPEN, FileImport, ImportRow, ImportState, RowResult
from store.application.shared.authority import Reach, Scope
from store.domain.shared.ids import ProductId

DEAD: Final = timedelta(minutes=1)
"""Without a sign of life for so long, somebody else goes on with it."""
_JOB: Final[LiteralString] = "id, file, source, actor, vendor, stock, state, reached, beat_at"
_COVERED: Final[LiteralString] = "(%(all)s OR vendor = %(vendor)s)"
_SHOP: Final = UUID(int=0)
"""Owns what no vendor does."""
_OWNER: Final[LiteralString] = "coalesce(vendor, '00000000-0000-0000-0000-000000000000')"
_OPEN: Final[LiteralString] = "state IN ('checking', 'checked', 'importing', 'undoing')"
_TAKE: Final[LiteralString] = f"""
WITH taken AS (
    UPDATE work.imports SET beat_at = %(now)s
    WHERE id = (
        SELECT id FROM work.imports LEFT JOIN work.import_turns ON seller = {_OWNER}
        WHERE state IN ('checking', 'importing', 'undoing') AND (beat_at IS NULL OR beat_at < %(dead)s)
        ORDER BY served_at NULLS FIRST, asked_at LIMIT 1 FOR UPDATE OF imports SKIP LOCKED
    )
    RETURNING {_JOB}
), served AS (
    INSERT INTO work.import_turns (seller, served_at) SELECT {_OWNER}, %(now)s FROM taken
    ON CONFLICT (seller) DO UPDATE SET served_at = excluded.served_at
)
SELECT {_JOB} FROM taken
"""
_STILL: Final[LiteralString] = "id = %(id)s AND state = %(state)s AND beat_at IS NOT DISTINCT FROM %(beat)s"
"""Whether it is the job's: nobody moved it on, and nobody followed whoever holds the job."""
_NOTE: Final[LiteralString] = """
INSERT INTO work.import_rows (import, line, key, name, result, words, product, before, after)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (import, line) DO UPDATE SET result = excluded.result, words = excluded.words, product = excluded.product,
    before = excluded.before, after = excluded.after
"""
_LATE: Final[LiteralString] = f"{_NOTE} WHERE work.import_rows.result = 'waiting'"
_SHOWN: Final[LiteralString] = """
SELECT id, file, source, state, asked_at, reached, error, vendor, (
    SELECT json_object_agg(result, n) FROM (
        SELECT result, count(*) AS n FROM work.import_rows r WHERE r.import = i.id GROUP BY result
    ) AS counted
), (SELECT count(*) FROM work.import_rows r WHERE r.import = i.id AND r.line <= i.reached)
FROM work.imports i
"""


class PostgresImports:
    """An :class:`~store.application.catalogue.import_ports.Imports`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def add(self, job: ImportJob, data: bytes, now: datetime) -> bool:
        """One row, the file in it. Whoever adds another of the same owner waits for this one."""
        owner = job.vendor or _SHOP
        with self._pool.connection() as db:
            db.execute("INSERT INTO work.import_turns (seller) VALUES (%s) ON CONFLICT DO NOTHING", (owner,))
            db.execute("SELECT FROM work.import_turns WHERE seller = %s FOR UPDATE", (owner,))
            found = db.execute(f"SELECT FROM work.imports WHERE {_OPEN} AND {_OWNER} = %s", (owner,)).fetchall()
            if len(found) >= MOST_OPEN:
                return False
            db.execute(
                "INSERT INTO work.imports (id, file, source, actor, vendor, stock, asked_at, data)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (job.id, job.file, job.source, job.actor, job.vendor, job.stock, now, data),
            )
        return True

    def find(self, id: UUID, scope: Scope) -> ImportJob | None:
        """One that *scope* covers."""
        with self._pool.connection() as db:
            row = db.execute(
                f"SELECT {_JOB} FROM work.imports WHERE id = %(id)s AND {_COVERED}", {"id": id, **_covering(scope)}
            ).fetchone()
        return _job(row) if row else None

    def move(self, id: UUID, states: Collection[ImportState], to: ImportState, now: datetime) -> bool:
        """At once, or not at all."""
        del now
        with self._pool.connection() as db:
            moved = db.execute(
                "UPDATE work.imports SET state = %(to)s, reached = 0, beat_at = NULL,"
                " data = CASE WHEN %(to)s IN ('importing', 'checking') THEN data END"
                " WHERE id = %(id)s AND state = ANY(%(states)s)",
                {"to": to.value, "id": id, "states": [state.value for state in states]},
            ).rowcount == 1
            if moved and to is ImportState.IMPORTING:
                db.execute(
                    "UPDATE work.import_rows SET result = 'waiting' WHERE import = %s AND result <> 'refused'", (id,)
                )
        return moved

    def take(self, now: datetime) -> ImportJob | None:
        """It, and that its owner had a turn, in one statement."""
        with self._pool.connection() as db:
            row = db.execute(_TAKE, {"now": now, "dead": now - DEAD}).fetchone()
        return _job(row) if row else None

    def others_wait(self, job: ImportJob) -> bool:
        """One at which nobody was yet, or which was laid down."""
        with self._pool.connection() as db:
            return db.execute(
                "SELECT FROM work.imports WHERE state IN ('checking', 'importing', 'undoing') AND beat_at IS NULL"
                " AND vendor IS DISTINCT FROM %s LIMIT 1", (job.vendor,),
            ).fetchone() is not None

    def lay_down(self, job: ImportJob) -> None:
        """As if nobody had been at it yet, but for how far it is."""
        with self._pool.connection() as db:
            db.execute(f"UPDATE work.imports SET beat_at = NULL WHERE {_STILL}", _held(job))

    def data(self, id: UUID) -> bytes:
        """Its file."""
        with self._pool.connection() as db:
            row = db.execute("SELECT data FROM work.imports WHERE id = %s", (id,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else b""

    def note(self, job: ImportJob, rows: Sequence[ToldRow], now: datetime) -> ImportJob | None:
        """In one transaction with how far it is."""
        reached = rows[-1].row.line
        with self._pool.connection() as db, db.cursor() as cursor:
            cursor.execute(
                f"UPDATE work.imports SET reached = %(reached)s, beat_at = %(now)s WHERE {_STILL}",
                {"reached": reached, "now": now, **_held(job)},
            )
            still = cursor.rowcount == 1
            if still or job.state is ImportState.IMPORTING:  # what was taken in is told, whoever stopped meanwhile
                cursor.executemany(_NOTE if still else _LATE, [
                    (
                        job.id, it.row.line, it.row.key, it.row.name, it.row.result.value, it.row.words, it.product,
                        it.before, it.after,
                    )
                    for it in rows
                ])
        return structs.replace(job, reached=reached, beat=now) if still else None

    def finish(self, job: ImportJob, to: ImportState, now: datetime, error: str = "") -> None:
        """Keep the file only as long as it may be taken in."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE work.imports SET state = %(to)s, error = %(error)s, beat_at = %(now)s,"
                f" data = CASE WHEN %(to)s = 'checked' THEN data END WHERE {_STILL}",
                {"to": to.value, "error": error, "now": now, **_held(job)},
            )

    def refused(self, id: UUID) -> frozenset[int]:
        """Their lines."""
        with self._pool.connection() as db:
            rows = db.execute(
                "SELECT line FROM work.import_rows WHERE import = %s AND result = 'refused'", (id,)
            ).fetchall()
        return frozenset(row[0] for row in rows)

    def taken_in(self, id: UUID, after: int, limit: int) -> list[ToldRow]:
        """By line."""
        with self._pool.connection() as db:
            rows = db.execute(
                "SELECT line, key, name, result, words, product, before, after FROM work.import_rows"
                " WHERE import = %s AND line > %s AND result IN ('new', 'changed') ORDER BY line LIMIT %s",
                (id, after, limit),
            ).fetchall()
        return [
            ToldRow(ImportRow(line, key, name, RowResult(result), words), ProductId(product), before, last)
            for line, key, name, result, words, product, before, last in rows
        ]

    def lapse(self, before: datetime, words: str) -> None:
        """Their rows stay, to be read."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE work.imports SET state = 'called off', data = NULL, error = %s"
                " WHERE state = 'checked' AND asked_at < %s", (words, before),
            )

    def forget(self, before: datetime) -> None:
        """Rows and files with them."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.imports WHERE asked_at < %s", (before,))


class PostgresLiveImports:
    """A :class:`~store.application.catalogue.import_ports.LiveImports`."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def newest(self, scope: Scope) -> list[FileImport]:
        """The newest first."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                f"{_SHOWN} WHERE {_COVERED} ORDER BY asked_at DESC LIMIT 20", _covering(scope)
            )).fetchall()
        return [_shown(row) for row in rows]

    async def one(self, id: UUID, scope: Scope) -> FileImport | None:
        """With its counts."""
        async with self._pool.connection() as db:
            row = await (await db.execute(
                f"{_SHOWN} WHERE id = %(id)s AND {_COVERED}", {"id": id, **_covering(scope)}
            )).fetchone()
        return _shown(row) if row else None

    async def rows(self, id: UUID, result: RowResult | None, after: int, limit: int) -> list[ImportRow]:
        """By line."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT line, key, name, result, words FROM work.import_rows WHERE import = %s AND line > %s"
                " AND (%s::text IS NULL OR result = %s) ORDER BY line LIMIT %s",
                (id, after, result, result, limit),
            )).fetchall()
        return [ImportRow(line, key, name, RowResult(told), words) for line, key, name, told, words in rows]


def _covering(scope: Scope) -> dict[str, Any]:
    return {"all": scope.reach is Reach.ALL, "vendor": scope.owner if scope.reach is Reach.VENDOR else None}


def _held(job: ImportJob) -> dict[str, Any]:
    return {"id": job.id, "state": job.state.value, "beat": job.beat}


def _job(row: tuple[Any, ...]) -> ImportJob:
    id, file, source, actor, vendor, stock, state, reached, beat = row
    return ImportJob(id, file, source, actor, vendor, stock, ImportState(state), reached, beat)


def _shown(row: tuple[Any, ...]) -> FileImport:
    id, file, source, state, asked_at, _, error, vendor, results, done = row
    counted = results or {}
    return FileImport(
        id, file, source.removeprefix(f"{vendor}/"), ImportState(state), asked_at, sum(counted.values()), done, counted,
        error,
    )
