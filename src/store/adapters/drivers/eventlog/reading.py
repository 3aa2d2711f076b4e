"""Looking back over the log: pages of one stream, how far it was at an instant, facts by their places."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString, Protocol
from uuid import UUID

from msgspec import Struct, json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.journal import AsyncEventJournal, Metadata
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import COLUMNS, tailed
from store.adapters.drivers.eventlog.rows import TailedFact

Place = tuple[UUID, int]
"""A stream and a version of it."""


class Bounds(Struct, frozen=True):
    """How long a stream is, and how long it was at each of the instants that were asked for."""

    latest: int
    then: tuple[int, ...] = ()


class PageOf(Struct, frozen=True):
    """Which facts of a stream: from version *low* to *high*, of these *tags* if any, at most *limit*."""

    stream: UUID
    low: int = 1
    high: int = 2**31 - 1
    tags: tuple[str, ...] = ()
    newest_first: bool = False
    limit: int | None = None


class FactReader(Protocol):
    """Reads the log for those who look back. Nothing here waits for a projection."""

    @property
    def incarnation(self) -> int: ...
    async def bounds(self, stream: UUID, *instants: datetime) -> Bounds:
        """How long *stream* is, and was at each instant by the time its facts were recorded."""

    async def page(self, of: PageOf) -> Sequence[TailedFact]:
        """Facts of one stream, in order of version."""

    async def correlated(self, correlation: UUID, limit: int) -> Sequence[TailedFact]:
        """The facts one wish led to, over all streams, oldest first."""

    async def until(self, streams: Sequence[UUID], instant: datetime) -> Sequence[TailedFact]:
        """The facts of several streams that were recorded by *instant*, each stream in order."""


_RECORDED: Final[LiteralString] = "(metadata::json ->> 'recorded_at')::timestamptz"


class PostgresFacts:
    """A :class:`FactReader` on the table; each method is one statement."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], life: Any) -> None:
        self._pool, self._life = pool, life

    @property
    def incarnation(self) -> int:
        """Which life of the log this is."""
        number: int = self._life.incarnation
        return number

    async def bounds(self, stream: UUID, *instants: datetime) -> Bounds:
        """Counts by the primary key alone unless instants are asked for."""
        if not instants:
            query: LiteralString = (
                "SELECT (SELECT version FROM log.events WHERE stream = %s ORDER BY version DESC LIMIT 1), '{}'::int[]"
            )
        else:
            query = (
                "WITH its AS MATERIALIZED"
                f" (SELECT version, {_RECORDED} AS recorded FROM log.events WHERE stream = %s)"
                " SELECT max(version), (SELECT array_agg((SELECT count(*) FROM its WHERE recorded <= t.instant)"
                " ORDER BY t.place) FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS t (instant, place)) FROM its"
            )
        async with self._pool.connection() as db:
            row = await (await db.execute(query, (stream, list(instants)) if instants else (stream,))).fetchone()
        latest, then = row or (None, None)
        return Bounds(latest or 0, tuple(then or ()))

    async def page(self, of: PageOf) -> Sequence[TailedFact]:
        """A range of the primary key."""
        order: LiteralString = "DESC" if of.newest_first else "ASC"
        chosen: LiteralString = "AND tag = ANY(%s)" if of.tags else "AND %s::text[] IS NOT NULL"
        return await self._rows(
            f"SELECT {COLUMNS} FROM log.events WHERE stream = %s AND version >= %s AND version <= %s {chosen}"
            f" ORDER BY version {order} LIMIT %s", (of.stream, of.low, of.high, list(of.tags), of.limit),
        )

    async def correlated(self, correlation: UUID, limit: int) -> Sequence[TailedFact]:
        """By the log's own index."""
        return await self._rows(
            f"SELECT {COLUMNS} FROM log.events WHERE (metadata::json ->> 'correlation') = %s"
            " ORDER BY position LIMIT %s", (str(correlation), limit),
        )

    async def until(self, streams: Sequence[UUID], instant: datetime) -> Sequence[TailedFact]:
        """By the primary key of each."""
        return await self._rows(
            f"SELECT {COLUMNS} FROM log.events WHERE stream = ANY(%s) AND {_RECORDED} <= %s ORDER BY stream, version",
            (list(streams), instant),
        )

    async def _rows(self, query: LiteralString, values: Sequence[Any]) -> list[TailedFact]:
        async with self._pool.connection() as db:
            return [tailed(row) for row in await (await db.execute(query, values)).fetchall()]


class MemoryFacts:
    """Its twin over the log in memory."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    @property
    def incarnation(self) -> int:
        """There is but one."""
        return self._log.incarnation

    async def bounds(self, stream: UUID, *instants: datetime) -> Bounds:
        """Count them."""
        rows = self._log.select_events(stream)
        return Bounds(len(rows), tuple(sum(recorded(row) <= instant for row in rows) for instant in instants))

    async def page(self, of: PageOf) -> Sequence[TailedFact]:
        """Pick them."""
        rows = self._log.select_events(of.stream, gt=of.low - 1, lte=of.high, desc=of.newest_first)
        return [row for row in rows if not of.tags or row.topic in of.tags][: of.limit]

    async def correlated(self, correlation: UUID, limit: int) -> Sequence[TailedFact]:
        """Look through all of them."""
        return self._log.select_correlated(correlation, limit)

    async def until(self, streams: Sequence[UUID], instant: datetime) -> Sequence[TailedFact]:
        """Leave out what came later."""
        return [row for row in self._log.select_streams(streams) if recorded(row) <= instant]


class PastLog:
    """The log as it was: hands out journals that end at an instant."""

    def __init__(self, facts: FactReader, codec: EventCodec) -> None:
        self._facts, self._codec = facts, codec

    def at(self, instant: datetime) -> AsyncEventJournal:
        """A journal that holds nothing recorded after *instant*."""
        return AsyncEventJournal(_Until(self._facts, instant), self._codec)


class _Until:
    """An :class:`~store.adapters.drivers.eventlog.journal.AsyncLog` that ends at an instant."""

    def __init__(self, facts: FactReader, instant: datetime) -> None:
        self._facts, self._instant = facts, instant

    async def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]:
        """The facts of several streams that were recorded by then."""
        return await self._facts.until(streams, self._instant)


def recorded(row: TailedFact) -> datetime:
    """When a fact was written down."""
    return json.decode(row.metadata, type=Metadata).recorded_at
