"""What people are told or were to be told, from the table ``work.outbox``."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.application.notifications.duties import DutyRow, DutyRows, ListDuties, State
from store.application.notifications.ports import Occasion
from store.application.shared.bus import answers

_STATE: Final[LiteralString] = "coalesce(outcome, CASE WHEN failed_at IS NULL THEN 'due' ELSE 'failed' END)"


class PostgresDutyList:
    """Answers :class:`ListDuties`; *cursor_of* and *keys_of* are how all lists write and read their cursors."""

    reads = ()

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], cursor_of: Callable[..., str],
        keys_of: Callable[..., Any],
    ) -> None:
        self._pool, self._cursor_of, self._keys_of = pool, cursor_of, keys_of

    @answers(ListDuties)
    async def list(self, query: ListDuties) -> DutyRows:
        """One page, and how many wait, failed or were refused: two statements."""
        at, after = self._keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                f"SELECT id, kind, about, correlation, {_STATE}, caused_at, tries, failure, failed_at, done_at,"
                " again_at, again_by FROM work.outbox"
                f" WHERE (%(state)s::text IS NULL OR {_STATE} = %(state)s)"
                " AND caused_at <= coalesce(%(at)s::timestamptz, 'infinity')"
                " AND (%(at)s::timestamptz IS NULL OR caused_at < %(at)s OR id > %(after)s)"
                " ORDER BY caused_at DESC, id LIMIT %(limit)s",
                {"state": query.state, "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
            counts = await (await db.execute(
                f"SELECT {_STATE}, count(*) FROM work.outbox WHERE outcome IS NULL OR outcome = 'refused' GROUP BY 1"
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        items = [DutyRow(row[0], Occasion(row[1]), row[2], row[3], State(row[4]), *row[5:]) for row in rows]
        return DutyRows(
            items, self._cursor_of(items[-1].caused_at, items[-1].id) if more else None,
            {State(state): count for state, count in counts},
        )
