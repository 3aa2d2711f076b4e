"""``/api/v1/feed``: the facts of the shop as they happen, as server-sent events (WHATWG HTML, 9.2)."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from time import monotonic
from typing import Final, Protocol
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream
from msgspec import json, structs

from store.application.audit.feed import FeedFact, FeedPage, ReadFeed
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.permissions import Permission, open_to

STREAMS: Final = "streams"
"""What a route that answers bit by bit has in its ``opt``: compressing it would hold the bits back."""
PAUSE: Final = 0.2
HEARTBEAT: Final = 15.0
LONGEST: Final = 300.0
"""Seconds after which an answer ends; whoever follows comes back by itself, and says where it was."""
_LONGEST_POSITION: Final = 40


class Reading(Protocol):
    """The feed, a page at a time."""

    async def __call__(self, query: ReadFeed) -> FeedPage: ...


@get("/feed", opt=open_to(Permission.FOLLOW_FEED) | {STREAMS: True}, include_in_schema=False)
async def feed(
    request: AnyRequest, desk: NamedDependency[Desk], stream: FromQuery[UUID | None] = None,
    kind: FromQuery[list[str] | None] = None,
) -> Stream:
    """From the position after *from*, or after ``Last-Event-ID``; of one stream or of some kinds, if they are named."""
    since = request.headers.get("last-event-id") or request.query_params.get("from") or "0"
    query = ReadFeed(after=since[:_LONGEST_POSITION], stream=stream, kinds=tuple(kind or ()))
    ask: Reading = partial(desk.ask, request=request)
    first = await ask(query)  # so that what is wrong with the question is said by a status
    return Stream(
        following(ask, query, first), media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def following(
    ask: Reading, query: ReadFeed, page: FeedPage, longest: float = LONGEST, heartbeat: float = HEARTBEAT
) -> AsyncIterator[bytes]:
    """The lines of the answer: facts, now and then a sign of life, and word of it if the log is another one."""
    ends, quiet_since = monotonic() + longest, monotonic()
    yield b"retry: 1000\n\n"
    while True:
        if page.reset:
            yield b"event: reset\nid: 0\ndata: " + json.encode({"from": page.next.partition("-")[0] + "-0"}) + b"\n\n"
        if page.items:
            yield b"".join(map(_lines, page.items))
            quiet_since = monotonic()
        elif monotonic() - quiet_since > heartbeat:
            yield b": " + page.next.encode() + b"\n\n"
            quiet_since = monotonic()
        if monotonic() > ends:
            return
        if not page.more:
            await asyncio.sleep(PAUSE)
        page = await ask(structs.replace(query, after=page.next))


def _lines(fact: FeedFact) -> bytes:
    return b"event: fact\nid: " + fact.position.encode() + b"\ndata: " + json.encode(fact) + b"\n\n"
