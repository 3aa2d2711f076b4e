"""Word of what happens to orders, for those who have a page of one open, or a program that waits.

One reader of the log for each server process, and only while somebody waits: how many wait costs the database nothing.
What is told is that there is something to look at, and where in the log it stands. Whoever was away says up to where
they know, and is told at once what came since.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final
from uuid import UUID

import structlog

from store.application.audit.feed import FeedPage, ReadFeed
from store.entrypoints.shared.limits import TooManyRequests
from store.entrypoints.shared.waiting import Waiting

KINDS: Final = ("order", "payment")
PAUSE: Final = 0.2
"""Seconds between two looks at the log while somebody waits."""
MOST_FOR_ONE: Final = 10
"""Who may wait for news of one order at a time, at one server process."""
MOST_FROM_ONE: Final = 40
"""And from one address, of whatever orders."""
_COME_BACK: Final = 15.0

Reading = Callable[[ReadFeed], Awaitable[FeedPage]]


class OrderNews:
    """One for each server process."""

    def __init__(self, read: Reading, pause: float = PAUSE) -> None:
        self._read, self._pause = read, pause
        self._waiting: dict[UUID, set[Waiting]] = {}
        self._seats: dict[str, int] = {}
        self._begun: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Have nobody look any more; whoever waits is sent home."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    @contextmanager
    def seat(self, *names: tuple[str, int]) -> Iterator[None]:
        """A place to wait, of as many as there are for each of these *names*.

        :raises TooManyRequests: where all are taken.
        """
        if any(self._seats.get(name, 0) >= most for name, most in names):
            raise TooManyRequests({"Retry-After": str(round(_COME_BACK))})
        for name, _ in names:
            self._seats[name] = self._seats.get(name, 0) + 1
        try:
            yield
        finally:
            for name, _ in names:
                self._seats[name] -= 1
                if not self._seats[name]:
                    del self._seats[name]

    @asynccontextmanager
    async def of(self, since: str, *streams: UUID) -> AsyncIterator[Waiting]:
        """Wait for what happens in *streams* after the position *since*; nothing said means from now on.

        :raises BadValue: if that is no position.
        """
        waiting = Waiting(since)
        for stream in streams:
            self._waiting.setdefault(stream, set()).add(waiting)
        try:
            head = waiting.position = await self._looking()
            if since and await self._came_since(since, streams):
                waiting.happened(head)
            yield waiting
        finally:
            for stream in streams:
                there = self._waiting[stream]
                there.discard(waiting)
                if not there:
                    del self._waiting[stream]

    async def _came_since(self, since: str, streams: tuple[UUID, ...]) -> bool:
        """Whether anything did. What comes after this is found by whoever looks, who began before it."""
        pages = [await self._read(ReadFeed(after=since, stream=stream, limit=1)) for stream in streams]
        return any(page.items or page.reset for page in pages)

    async def _looking(self) -> str:
        """Have somebody look, and the position that the log is at."""
        if self._begun is None:
            self._begun = asyncio.get_running_loop().create_future()
            self._task = asyncio.create_task(self._look(self._begun))
        await asyncio.shield(self._begun)
        return (await self._read(ReadFeed(after="head"))).next

    async def _look(self, begun: asyncio.Future[None]) -> None:
        """As long as anybody waits."""
        try:
            page = await self._read(ReadFeed(after="head"))
            begun.set_result(None)
            while self._waiting:
                page = await self._read(ReadFeed(after=page.next, kinds=KINDS, limit=1000))
                for fact in page.items:
                    for waiting in self._waiting.get(fact.stream, ()):
                        waiting.happened(fact.position)
                if not page.more:
                    await asyncio.sleep(self._pause)
        except Exception as failure:  # noqa: BLE001 - the database is away: they are told to ask again, and it is logged
            structlog.get_logger().warning("news of orders broke off", exc_info=failure)
            if not begun.done():
                begun.set_exception(failure)
        finally:
            self._begun = None
            for waiting in {it for there in self._waiting.values() for it in there}:
                waiting.end()
