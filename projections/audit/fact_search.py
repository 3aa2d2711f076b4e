"""Finding facts: where they stand comes from the read model, what they say from the log, in one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString, Protocol
from uuid import UUID

from msgspec import Struct, structs
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.drivers.eventlog.postgres import tailed
from store.adapters.drivers.eventlog.rows import TailedFact

_COLUMNS: Final[LiteralString] = "e.stream, e.version, e.tag, e.state, e.position, e.metadata, e.hash"
_JOINED: Final[LiteralString] = " JOIN log.events e ON e.stream = found.stream AND e.version = found.version"
ACTORS: Final[Mapping[str, LiteralString]] = {
    "staff": "a.actor LIKE 'staff:%%'", "customer": "a.actor LIKE 'customer:%%'",
    "vendor": "a.actor LIKE 'vendor:%%'", "guest": "a.actor LIKE 'guest%%'", "system": "a.actor LIKE 'system:%%'",
}


class Wanted(Struct, frozen=True):
    """A search in terms of the log. Of *about* the first counts that facts speak of at all."""

    about: tuple[UUID, ...] = ()
    stream: UUID | None = None
    actor: str = ""
    tags: tuple[str, ...] = ()
    correlation: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: datetime | None = None
    before_position: int | None = None
    limit: int = 50


class FactSearch(Protocol):
    """Finds facts. Both twins answer alike, newest first by the time of recording."""

    async def find(self, wanted: Wanted) -> Sequence[TailedFact]:
        """The facts that fit."""

    async def related(self, facts: Sequence[UUID], reasons: Sequence[UUID]) -> Sequence[TailedFact]:
        """Facts that are one of *reasons*, and facts whose reason is one of *facts*; oldest first, 100 at most."""


class PostgresFactSearch:
    """On the read model ``activity``."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def find(self, wanted: Wanted) -> Sequence[TailedFact]:
        """One statement, whose cost is that of one page whichever filter is set."""
        return await self._rows(query_of(wanted), values_of(wanted))

    async def related(self, facts: Sequence[UUID], reasons: Sequence[UUID]) -> Sequence[TailedFact]:
        """One statement, by the ids of facts and of reasons."""
        return await self._rows(
            f"SELECT {_COLUMNS} FROM (SELECT stream, version FROM read.activity WHERE fact = ANY(%(reasons)s)"
            " UNION SELECT stream, version FROM read.activity WHERE causation = ANY(%(facts)s)) AS found"
            f"{_JOINED} ORDER BY e.position LIMIT 100", {"facts": list(facts), "reasons": list(reasons)},
        )

    async def _rows(self, query: LiteralString, values: Mapping[str, Any]) -> list[TailedFact]:
        async with self._pool.connection() as db:
            return [tailed(row) for row in await (await db.execute(query, values)).fetchall()]


def query_of(wanted: Wanted) -> LiteralString:
    """The statement that finds a page of what is *wanted*, walking the one index that narrows most."""
    if wanted.tags and not (wanted.about or wanted.stream or wanted.actor or wanted.correlation):
        page: LiteralString = (
            "SELECT f.* FROM unnest(%(tags)s::text[]) AS t (tag) CROSS JOIN LATERAL ("
            f"{_page('read.activity a', 'a', ['a.tag = t.tag', *_conditions(wanted, 'a')])}) AS f"
            " ORDER BY recorded_at DESC, position DESC LIMIT %(limit)s"
        )
    elif wanted.about or wanted.stream:
        thing: LiteralString = (
            "t.thing = (SELECT u.thing FROM unnest(%(about)s::uuid[]) WITH ORDINALITY AS u (thing, place)"
            " WHERE EXISTS (SELECT FROM read.activity_things x WHERE x.thing = u.thing) ORDER BY u.place LIMIT 1)"
        )
        page = _page(
            "read.activity_things t JOIN read.activity a ON a.position = t.position", "t",
            [thing, *_conditions(wanted, "t"), *_tags(wanted)],
        )
    else:
        page = _page("read.activity a", "a", [*_conditions(wanted, "a"), *_tags(wanted)])
    return (
        f"SELECT {_COLUMNS} FROM ({page}) AS found{_JOINED}"
        " ORDER BY found.recorded_at DESC, found.position DESC"
    )


def values_of(wanted: Wanted) -> dict[str, Any]:
    """What goes into the statement."""
    about = (wanted.stream,) if wanted.stream else wanted.about
    return structs.asdict(wanted) | {"about": list(about), "tags": list(wanted.tags)}


def _page(source: LiteralString, by: LiteralString, conditions: Sequence[LiteralString]) -> LiteralString:
    where: LiteralString = " AND ".join(conditions) if conditions else "true"
    return (
        f"SELECT a.stream, a.version, a.recorded_at, a.position FROM {source} WHERE {where}"
        f" ORDER BY {by}.recorded_at DESC, {by}.position DESC LIMIT %(limit)s"
    )


def _conditions(wanted: Wanted, by: LiteralString) -> list[LiteralString]:
    found: list[LiteralString] = []
    if wanted.before is not None:
        found.append(f"({by}.recorded_at, {by}.position) < (%(before)s, %(before_position)s)")
    if wanted.since is not None:
        found.append(f"{by}.recorded_at >= %(since)s")
    if wanted.until is not None:
        found.append(f"{by}.recorded_at < %(until)s")
    if wanted.stream is not None:
        found.append("a.stream = %(stream)s")
    if wanted.correlation is not None:
        found.append("a.correlation = %(correlation)s")
    if wanted.actor:
        found.append(ACTORS.get(wanted.actor, "a.actor = %(actor)s"))
    return found


def _tags(wanted: Wanted) -> list[LiteralString]:
    return ["a.tag = ANY(%(tags)s)"] if wanted.tags else []
