"""Read model: who is to be forgotten, how far that is, and when to go on with it. It knows ids, and nobody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString, get_args
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.shared.pages import cursor_of, keys_of
from projections.shared.projection import Index, Seen
from store.application.privacy.messages import ListErasures
from store.application.privacy.views import ErasurePage, ErasureRow
from store.application.shared.bus import answers
from store.domain.privacy.events import (
    ErasureBegun,
    ErasureCompleted,
    ErasureDeferred,
    ErasureEvent,
    ErasureProven,
    ErasureRequested,
    ErasureWithdrawn,
)
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import ErasureId

_MOST: Final = 500
_PUT: Final[LiteralString] = """
INSERT INTO erasures (id, about, about_id, state, requested_at, next_at, waits)
VALUES (%(id)s, %(about)s, %(about_id)s, %(state)s, %(at)s, %(next)s, '{}')
ON CONFLICT (id) DO UPDATE SET state = excluded.state, next_at = excluded.next_at
"""
_KNOWN: Final[LiteralString] = "SELECT waits FROM erasures WHERE id = %s"
_MOVE: Final[LiteralString] = "UPDATE erasures SET state = %s, next_at = %s, waits = %s WHERE id = %s"


class Erasures:
    """The projection. There are few, and they seldom change: a statement or two for each fact will do."""

    name: Final = "erasures"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = get_args(ErasureEvent)
    tables: Final = ("erasures",)
    ddl: Final[LiteralString] = """
    CREATE TABLE erasures (
        id uuid PRIMARY KEY, about text NOT NULL, about_id uuid NOT NULL, state text NOT NULL,
        requested_at timestamptz NOT NULL, next_at timestamptz, waits jsonb NOT NULL
    );
    COMMENT ON TABLE erasures IS 'Who is to be forgotten, and when to go on with it.';
    COMMENT ON COLUMN erasures.id IS 'The erasure.';
    COMMENT ON COLUMN erasures.about IS 'By what they are known: account or order.';
    COMMENT ON COLUMN erasures.about_id IS 'Which one.';
    COMMENT ON COLUMN erasures.state IS 'requested, deferred, under_way, withdrawn or completed.';
    COMMENT ON COLUMN erasures.requested_at IS 'When it was first wanted.';
    COMMENT ON COLUMN erasures.next_at IS 'When to look at it again; null where nothing is left to do.';
    COMMENT ON COLUMN erasures.waits IS 'What has to stay, by subject: until when, or null where nobody knows.';
    """
    indexes: Final = (
        Index("erasures_newest", "erasures (requested_at DESC, id)"), Index("erasures_next", "erasures (next_at)"),
    )

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One after the other."""
        for fact in facts:
            event: ErasureEvent = fact.event
            match event:
                case ErasureRequested():
                    self._put(fact.stream, event, "requested", event.due, db)
                case ErasureBegun():
                    self._put(fact.stream, event, "under_way", event.at, db)
                    gone = {str(key.subject) for key in event.keys}
                    waits = {name: till for name, till in self._waits(fact.stream, db).items() if name not in gone}
                    self._move(fact.stream, "under_way", event.at, waits, db)
                case ErasureDeferred(subject=subject, until=until):
                    waits = self._waits(fact.stream, db) | {str(subject): until.isoformat() if until else None}
                    self._move(fact.stream, "deferred", _next(waits, event.at), waits, db)
                case ErasureProven():
                    waits = self._waits(fact.stream, db)
                    self._move(fact.stream, "deferred", _next(waits, event.at), waits, db)
                case ErasureWithdrawn() | ErasureCompleted():
                    state = "withdrawn" if isinstance(event, ErasureWithdrawn) else "completed"
                    self._move(fact.stream, state, None, {}, db)

    @staticmethod
    def _put(
        id: UUID, event: ErasureRequested | ErasureBegun, state: str, next_at: datetime, db: Connection[Any]
    ) -> None:
        db.execute(_PUT, {
            "id": id, "about": event.about.value, "about_id": event.about_id, "state": state, "at": event.at,
            "next": next_at,
        })

    @staticmethod
    def _waits(id: UUID, db: Connection[Any]) -> dict[str, str | None]:
        row = db.execute(_KNOWN, (id,)).fetchone()
        return dict(row[0]) if row else {}

    @staticmethod
    def _move(
        id: UUID, state: str, next_at: datetime | None, waits: dict[str, str | None], db: Connection[Any]
    ) -> None:
        db.execute(_MOVE, (state, next_at, Jsonb(waits), id))


def _next(waits: dict[str, str | None], now: datetime) -> datetime:
    """When the first of them may go; at once where that depends on what nobody knows: it is looked at each round."""
    untils = [datetime.fromisoformat(till) if till else now for till in waits.values()]
    return min(untils, default=now)


class PendingErasures:
    """A :class:`~store.application.privacy.ports.Pending` on this read model."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def due(self, now: datetime) -> Sequence[ErasureId]:
        """Those that are waited for the longest first."""
        with self._pool.connection() as db:
            return [ErasureId(row[0]) for row in db.execute(
                "SELECT id FROM read.erasures WHERE next_at <= %s ORDER BY next_at, id LIMIT %s", (now, _MOST),
            )]


class ErasureList:
    """Answers :class:`ListErasures`."""

    reads = ("erasures",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(ListErasures)
    async def page(self, query: ListErasures) -> ErasurePage:
        """One page, in one statement."""
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id, about, about_id, state, requested_at, next_at FROM read.erasures"
                " WHERE (%(state)s::text IS NULL OR state = %(state)s)"
                " AND (%(at)s::timestamptz IS NULL OR requested_at < %(at)s"
                "      OR (requested_at = %(at)s AND id > %(after)s))"
                " ORDER BY requested_at DESC, id LIMIT %(limit)s",
                {"state": query.state, "at": at, "after": after, "limit": query.limit + 1},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        return ErasurePage([ErasureRow(*row) for row in rows], cursor_of(rows[-1][4], rows[-1][0]) if more else None)
