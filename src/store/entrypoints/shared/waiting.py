"""Somebody who waits for news, as one task waits for another."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic


class Waiting:
    """Somebody who waits for news of some streams."""

    def __init__(self, position: str) -> None:
        self.position = position
        """Up to where in the log they know."""
        self._over = False
        self._news = asyncio.Event()

    def happened(self, position: str) -> None:
        """Something did, and it stands there."""
        self.position = position
        self._news.set()

    def end(self) -> None:
        """Nobody looks any more: whoever waits asks anew."""
        self._over = True
        self._news.set()

    def ended(self) -> bool:
        """Whether nobody looks any more."""
        return self._over

    async def news(self, seconds: float) -> bool:
        """Whether there is something new within so many *seconds*. What came meanwhile counts once."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True


async def beats(waiting: Waiting, longest: float, heartbeat: float) -> AsyncIterator[bool]:
    """True when there is news, and False now and then where there is none; ends after *longest* seconds."""
    ends = monotonic() + longest
    while not waiting.ended() and (left := ends - monotonic()) > 0:
        there_is = await waiting.news(min(heartbeat, left))
        if waiting.ended():
            return
        yield there_is
