"""Imports of files in ``work.imports`` and ``work.import_rows``."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.application.catalogue.import_ports import ImportJob, ToldRow
from store.application.catalogue.imports import FileImport, ImportRow, ImportState, RowResult
from store.application.shared.authority import Reach, Scope
from store.domain.shared.ids import ProductId

DEAD: Final = timedelta(minutes=1)
"""Without a sign of life for so long, somebody else goes on with it."""
_JOB: Final[LiteralString] = "id, file, source, actor, vendor, stock, state, reached"
_COVERED: Final[LiteralString] = "(%(all)s OR vendor = %(vendor)s)"
_TAKE: Final[LiteralString] = f"""
UPDATE work.imports SET beat_at = %(now)s
WHERE id = (
    SELECT id FROM work.imports WHERE state IN ('checking', 'importing', 'undoing')
    AND (beat_at IS NULL OR beat_at < %(dead)s) ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING {_JOB}
"""
_NOTE: Final[LiteralString] = """
INSERT INTO work.import_rows (import, line, key, name, result, words, product, before, after)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (import, line) DO UPDATE SET result = excluded.result, words = excluded.words, product = excluded.product,
    before = excluded.before, after = excluded.after
"""
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

    def add(self, job: ImportJob, data: bytes, now: datetime) -> None:
        """One row, the file in it."""
        with self._pool.connection() as db:
            db.execute(
                "INSERT INTO work.imports (id, file, source, actor, vendor, stock, asked_at, data)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (job.id, job.file, job.source, job.actor, job.vendor, job.stock, now, data),
            )

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
        """The oldest."""
        with self._pool.connection() as db:
            row = db.execute(_TAKE, {"now": now, "dead": now - DEAD}).fetchone()
        return _job(row) if row else None

    def data(self, id: UUID) -> bytes:
        """Its file."""
        with self._pool.connection() as db:
            row = db.execute("SELECT data FROM work.imports WHERE id = %s", (id,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else b""

    def note(self, job: ImportJob, rows: Sequence[ToldRow], now: datetime) -> bool:
        """In one transaction with how far it is."""
        with self._pool.connection() as db, db.cursor() as cursor:
            cursor.execute(
                "UPDATE work.imports SET reached = %s, beat_at = %s WHERE id = %s AND state = %s",
                (rows[-1].row.line, now, job.id, job.state.value),
            )
            still = cursor.rowcount == 1
            if still or job.state is ImportState.IMPORTING:  # what was taken in is told, whoever stopped meanwhile
                cursor.executemany(_NOTE, [
                    (
                        job.id, it.row.line, it.row.key, it.row.name, it.row.result.value, it.row.words, it.product,
                        it.before, it.after,
                    )
                    for it in rows
                ])
        return still

    def finish(self, job: ImportJob, to: ImportState, now: datetime, error: str = "") -> None:
        """Keep the file only as long as it may be taken in."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE work.imports SET state = %s, error = %s, beat_at = %s,"
                " data = CASE WHEN %s = 'checked' THEN data END WHERE id = %s AND state = %s",
                (to.value, error, now, to.value, job.id, job.state.value),
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


def _job(row: tuple[Any, ...]) -> ImportJob:
    id, file, source, actor, vendor, stock, state, reached = row
    return ImportJob(id, file, source, actor, vendor, stock, ImportState(state), reached)


def _shown(row: tuple[Any, ...]) -> FileImport:
    id, file, source, state, asked_at, _, error, vendor, results, done = row
    counted = results or {}
    return FileImport(
        id, file, source.removeprefix(f"{vendor}/"), ImportState(state), asked_at, sum(counted.values()), done, counted,
        error,
    )
