"""Answers what is asked in SQL: as rows to look at, or as a file to take along."""

import tempfile
from collections.abc import Awaitable, Callable, Iterator
from typing import IO, Any, Final, LiteralString

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.insight.analyst import Analyst
from store.adapters.insight.columns import plain
from store.adapters.insight.notebook import PostgresNotebook
from store.adapters.insight.sheets import MEDIA, write
from store.application.insight.messages import (
    MOST_IN_A_FILE,
    Answered,
    AskData,
    DescribeViews,
    File,
    TakeData,
    View,
    ViewColumn,
)
from store.application.shared.bus import answers

SECONDS: Final = 10.0
SECONDS_FOR_A_FILE: Final = 60.0
LONGEST_TEXT: Final = 2000
"""Characters of one value on a page."""
LONGEST_IN_A_FILE: Final = 1_000_000
MOST_CHARACTERS: Final = 2_000_000
"""Of one answer on a page; what comes after is left out."""
_CHUNK: Final = 1 << 16
_IN_MEMORY: Final = 1 << 20

_VIEWS: Final[LiteralString] = """
SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), ''), a.attname, format_type(a.atttypid, NULL),
       coalesce(col_description(c.oid, a.attnum), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'insight'::regnamespace AND c.relkind = 'v' ORDER BY c.relname, a.attnum
"""
_SHORT: Final = {"timestamp with time zone": "timestamptz", "integer": "int"}

InThread = Callable[..., Awaitable[Any]]


class Questions:
    """Answers :class:`AskData`, :class:`TakeData` and :class:`DescribeViews`."""

    reads = ()

    def __init__(
        self, analyst: Analyst, notebook: PostgresNotebook, pool: AsyncConnectionPool[AsyncConnection[Any]],
        in_thread: InThread,
    ) -> None:
        self._analyst, self._notebook, self._pool, self._in_thread = analyst, notebook, pool, in_thread

    @answers(AskData)
    async def ask(self, query: AskData) -> Answered:
        """Rows to look at."""
        answered: Answered = await self._in_thread(self._answered, query)
        return answered

    @answers(TakeData)
    async def take(self, query: TakeData) -> File:
        """The same as a file, complete before the first byte is sent."""
        file: File = await self._in_thread(self._file, query)
        return file

    @answers(DescribeViews)
    async def describe(self, query: DescribeViews) -> list[View]:
        """What the database says of the documented views."""
        del query
        found: dict[str, View] = {}
        async with self._pool.connection() as db:
            for name, words, column, kind, said in await (await db.execute(_VIEWS)).fetchall():
                view = found.setdefault(name, View(name, words, []))
                view.columns.append(ViewColumn(column, _SHORT.get(kind, kind), said))
        return list(found.values())

    def _answered(self, query: AskData) -> Answered:
        with (
            self._notebook.noting(query.actor, query.through, query.statement) as run,
            self._analyst.asking(
                query.statement, seconds=SECONDS, rows=query.limit + 1, longest=LONGEST_TEXT
            ) as answer,
        ):
            rows: list[list[Any]] = []
            characters, more = 0, False
            for row in answer.rows:
                shown = [plain(value) for value in row]
                characters += sum(len(value) for value in shown if isinstance(value, str))
                more = len(rows) == query.limit or characters > MOST_CHARACTERS
                if more:
                    break
                rows.append(shown)
            run.rows = len(rows)
        return Answered(answer.columns, rows, more, run.seconds)

    def _file(self, query: TakeData) -> File:
        file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
        try:
            with (
                self._notebook.noting(query.actor, query.format, query.statement) as run,
                self._analyst.asking(
                    query.statement, seconds=SECONDS_FOR_A_FILE, rows=MOST_IN_A_FILE, longest=LONGEST_IN_A_FILE
                ) as answer,
            ):
                run.rows = write(query.format, answer.columns, answer.rows, file)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return File(f"answer.{query.format}", MEDIA[query.format], _chunks(file))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
