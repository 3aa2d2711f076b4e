"""How much was spent in the last minute or hour. Each spending is kept: no edge of a window gives twice as much."""

import time
from abc import ABC, abstractmethod
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from msgspec import Struct

MOST_NAMES: Final = 100_000
"""Names that one process counts for at once. Beyond it those that asked longest ago are forgotten."""
_PATIENCE: Final = 1.0
"""Seconds that Redis may take for an answer."""


class Spent(Struct, frozen=True):
    """Whether there was something left to spend, how much is, and in how many seconds there will be more."""

    allowed: bool
    left: int
    wait: float


class CountsAway(Exception):
    """Nobody can tell how much was spent."""


class Windows(ABC):
    """Counts, exactly, over the last so many seconds at any moment."""

    @abstractmethod
    async def spend(self, window: RateLimitItem, name: str, cost: int = 1) -> Spent:
        """Spend *cost* of what *name* has in *window*; nothing is spent where less is left.

        :raises CountsAway: if it can't be told.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let go of what is outside."""


class MemoryWindows(Windows):
    """For one process. *now* is in seconds, and never goes back."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST_NAMES) -> None:
        self._now, self._most = now, most
        self._times: OrderedDict[tuple[str, RateLimitItem], deque[float]] = OrderedDict()

    async def spend(self, window: RateLimitItem, name: str, cost: int = 1) -> Spent:
        """Two lookups, however many ask."""
        now, seconds = self._now(), window.get_expiry()
        key = name, window
        times = self._times.get(key)
        if times is None:
            times = self._times[key] = deque()
            if len(self._times) > self._most:
                self._times.popitem(last=False)
        else:
            self._times.move_to_end(key)
        while times and times[0] <= now - seconds:
            times.popleft()
        allowed = len(times) + cost <= window.amount
        if allowed:
            times.extend([now] * cost)
        return Spent(allowed, window.amount - len(times), times[0] + seconds - now if times else 0.0)

    async def close(self) -> None:
        """There is nothing outside."""


class RedisWindows(Windows):
    """For all processes that share a Redis."""

    def __init__(self, url: str) -> None:
        self._storage = RedisStorage(
            f"async+{url}", implementation="redispy", wrap_exceptions=True, socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
        )
        self._limiter = MovingWindowRateLimiter(self._storage)

    async def spend(self, window: RateLimitItem, name: str, cost: int = 1) -> Spent:
        """Decided by one script on the server, which nothing comes between."""
        try:
            allowed = await self._limiter.hit(window, name, cost=cost)
            stands = await self._limiter.get_window_stats(window, name)
        except StorageError as away:
            raise CountsAway from away
        return Spent(allowed, stands.remaining, max(0.0, stands.reset_time - time.time()))

    async def close(self) -> None:
        """Close the connections."""
        await self._storage.bridge.storage.aclose()  # type: ignore[attr-defined]  # the library leaves it open
