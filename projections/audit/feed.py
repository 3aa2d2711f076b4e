"""The log as partners may follow it: from any position, in order, without gaps and without persons."""

from collections.abc import Mapping
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.audit.kinds import Kind
from store.adapters.drivers.eventlog.codec import EventCodec, readable
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.tokens import parse_token, token
from store.application.audit.feed import FeedFact, FeedPage, ReadFeed
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue

MOST: Final = 1000
_STANDS: Final[LiteralString] = """
SELECT number, (SELECT coalesce(max(position), 0) FROM log.events WHERE position < log.horizon())
FROM log.incarnations ORDER BY number DESC LIMIT 1
"""
_FACTS: Final[LiteralString] = """
SELECT position, stream, version, tag, state, metadata FROM log.events
WHERE position > %(after)s AND position <= %(head)s AND (%(stream)s::uuid IS NULL OR stream = %(stream)s)
  AND (%(tags)s::text[] IS NULL OR tag = ANY(%(tags)s)) ORDER BY position LIMIT %(limit)s
"""


class Feed:
    """Answers :class:`ReadFeed`: one statement where nothing is new."""

    reads = ()

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], codec: EventCodec, kinds: Mapping[str, Kind]
    ) -> None:
        self._pool, self._codec = pool, codec
        self._tags = {name: kind.tags for name, kind in kinds.items()}
        self._kind_of = {tag: name for name, tags in self._tags.items() for tag in tags}

    @answers(ReadFeed)
    async def page(self, query: ReadFeed) -> FeedPage:
        """Facts below the horizon alone: nothing can appear behind them any more."""
        tags = self._chosen(query.kinds)
        async with self._pool.connection() as db:
            life, head = await (await db.execute(_STANDS)).fetchone() or (0, 0)
            if query.after == "head":
                return FeedPage([], token(life, head), more=False)
            after, reset = _begin(query.after, life, head)
            rows = [] if after >= head else await (await db.execute(_FACTS, {
                "after": after, "head": head, "stream": query.stream, "tags": tags, "limit": min(query.limit, MOST),
            })).fetchall()
        more = len(rows) == min(query.limit, MOST)
        items = [self._fact(life, *row) for row in rows]
        return FeedPage(items, token(life, rows[-1][0] if more else max(head, after)), more=more, reset=reset)

    def _fact(
        self, life: int, position: int, stream: UUID, version: int, tag: str, state: str, metadata: str
    ) -> FeedFact:
        event = self._codec.decode(tag, state.encode(), stream, version, opened=False)
        body = readable(event)
        body.pop("type", None)
        recorded_at = json.decode(metadata, type=Metadata).recorded_at
        return FeedFact(token(life, position), stream, self._kind_of.get(tag, tag), version, tag, recorded_at, body)

    def _chosen(self, kinds: tuple[str, ...]) -> list[str] | None:
        """The tags that *kinds* stand for; nothing for all of them.

        :raises BadValue: if one is neither a kind of thing nor the tag of a fact.
        """
        for kind in kinds:
            if kind not in self._tags and kind not in self._kind_of:
                raise BadValue("kind", f"choose of {', '.join(sorted(self._tags))}, or the tag of a fact")
        return [tag for kind in kinds for tag in self._tags.get(kind, [kind])] or None


def _begin(after: str, life: int, head: int) -> tuple[int, bool]:
    """Where to go on, and whether that is somewhere else than was meant: what a restored log never held is no place.

    :raises BadValue: if *after* is no position.
    """
    if after in {"", "0"}:
        return 0, False
    try:
        meant, position = parse_token(after)
    except ValueError:
        raise BadValue("from", "send 0, head, or a position such as 1-184203") from None
    return (position, False) if meant == life and position <= head else (0, True)
