"""Questions that were asked, and questions that are kept, in the schema ``work``."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.application.insight.messages import Asked, ListAsked, ListSaved, Saved
from store.application.shared.bus import answers
from store.domain.shared.errors import StoreError

DAYS_KEPT: Final = 90


class Run:
    """A question that is being answered; whoever answers it counts ``rows``. ``seconds`` are known at the end."""

    rows: int | None = None
    seconds: float = 0.0


class PostgresNotebook:
    """A :class:`~store.application.insight.ports.Notebook`; it writes down who asks what as well."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def save(self, id: UUID, name: str, statement: str, actor: str) -> None:
        """Keep it, instead of what had that name."""
        with self._pool.connection() as db:
            db.execute(
                "INSERT INTO work.questions_saved (id, name, statement, saved_by) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (lower(name)) DO UPDATE SET (name, statement, saved_by, saved_at) ="
                " (excluded.name, excluded.statement, excluded.saved_by, now())",
                (id, name, statement, actor),
            )

    def drop(self, id: UUID) -> None:
        """Keep it no longer."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.questions_saved WHERE id = %s", (id,))

    @contextmanager
    def noting(self, actor: str, through: str, statement: str) -> Iterator[Run]:
        """Write down that this is asked, before it is; and what came of it, when it is over."""
        id, began, run, error = uuid4(), monotonic(), Run(), None
        with self._pool.connection() as db:
            db.execute(
                "INSERT INTO work.questions_asked (id, actor, through, statement) VALUES (%s, %s, %s, %s)",
                (id, actor, through, statement.replace("\0", "�").encode(errors="replace").decode()),
            )
        try:
            yield run
        except StoreError as refused:
            error = str(refused)
            raise
        except BaseException as failure:
            error = type(failure).__name__
            raise
        finally:
            run.seconds = monotonic() - began
            with self._pool.connection() as db:
                db.execute(
                    "UPDATE work.questions_asked SET rows = %s, seconds = %s, error = %s WHERE id = %s",
                    (None if error else run.rows, run.seconds, error, id),
                )


class NotebookList:
    """Answers :class:`ListSaved` and :class:`ListAsked`."""

    reads = ()

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(ListSaved)
    async def saved(self, query: ListSaved) -> list[Saved]:
        """All of them, by name."""
        del query
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id, name, statement, saved_by, saved_at FROM work.questions_saved"
                " ORDER BY lower(name) LIMIT 200"
            )).fetchall()
        return [Saved(*row) for row in rows]

    @answers(ListAsked)
    async def asked(self, query: ListAsked) -> list[Asked]:
        """The newest ones."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT asked_at, actor, through, statement, rows, seconds, error FROM work.questions_asked"
                " ORDER BY asked_at DESC LIMIT %s", (query.limit,),
            )).fetchall()
        return [Asked(*row) for row in rows]


def forget_questions(pool: ConnectionPool[Connection[Any]]) -> None:
    """Questions that were asked long ago."""
    with pool.connection() as db:
        db.execute("DELETE FROM work.questions_asked WHERE asked_at < now() - make_interval(days => %s)", (DAYS_KEPT,))
