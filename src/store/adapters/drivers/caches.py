"""Caches: of one process in its memory, of many in a Redis. Both let one of those who miss make it for all."""

import asyncio
import logging
import random
import time
from collections import OrderedDict
from contextlib import suppress
from typing import Final
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

from store.application.shared.caching import CacheCounts, Make

LOCKED: Final = 5.0
"""Seconds after which whoever makes something is given up, and somebody else makes it."""
_LOOK: Final = 0.02
_PATIENCE: Final = 0.5
_JITTER: Final = 0.1
_UNLOCK: Final = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
_chance: Final = random.Random()
_log = logging.getLogger(__name__)


class MemoryCache:
    """Of this process; of answers it kept longest unasked, those beyond *most* are dropped."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._coming: dict[str, asyncio.Task[bytes]] = {}
        self.counts = CacheCounts()

    async def get(self, key: str, make: Make, *, seconds: float) -> bytes:
        """What is kept, or what is made: by a task of its own, so that nobody who leaves takes it from the others."""
        till, value = self._kept.get(key, (0.0, b""))
        if time.monotonic() < till:
            self.counts.hits += 1
            self._kept.move_to_end(key)
            return value
        coming = self._coming.get(key)
        if coming is None:
            self.counts.misses += 1
            coming = self._coming[key] = asyncio.create_task(self._made(key, make, seconds))
            coming.add_done_callback(_heard)
        else:
            self.counts.waits += 1
        return await asyncio.shield(coming)

    async def _made(self, key: str, make: Make, seconds: float) -> bytes:
        try:
            value = await make()
            self._kept[key] = time.monotonic() + jittered(seconds), value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return value
        finally:
            del self._coming[key]


class RedisCache:
    """Of all processes that share a Redis. While it is away, each process makes what it is asked for."""

    def __init__(self, url: str, prefix: str = "store:") -> None:
        self._redis = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._prefix = prefix
        self._here = MemoryCache()
        self.counts = CacheCounts()

    async def get(self, key: str, make: Make, *, seconds: float) -> bytes:
        """What is kept there. Of one process one asks, and of all that find nothing one makes it."""
        return await self._here.get(key, lambda: self._there(self._prefix + key, make, seconds), seconds=0)

    async def _there(self, key: str, make: Make, seconds: float) -> bytes:
        token = uuid4().hex
        try:
            found = await self._found(key, token)
        except RedisError as away:
            self.counts.away += 1
            _log.warning("the cache is not to be reached: %s", type(away).__name__)
            return await make()
        if found is not None:
            return found
        self.counts.misses += 1
        try:
            value = await make()
            with suppress(RedisError):  # what could not be kept is made again
                await self._redis.set(key, value, px=int(1000 * jittered(seconds)))
            return value
        finally:
            with suppress(RedisError):  # the lock ends by itself
                await self._redis.eval(_UNLOCK, 1, f"{key}:lock", token)

    async def _found(self, key: str, token: str) -> bytes | None:
        """What is kept, or will be by whoever makes it; nothing for whoever has to."""
        waited = False
        while True:
            value = await self._redis.get(key)
            if isinstance(value, bytes):
                self.counts.waits += waited
                self.counts.hits += not waited
                return value
            if await self._redis.set(f"{key}:lock", token, nx=True, px=int(1000 * LOCKED)):
                return None
            waited = True
            await asyncio.sleep(_LOOK)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()


def jittered(seconds: float) -> float:
    """About so many."""
    return seconds * _chance.uniform(1 - _JITTER, 1 + _JITTER)


def _heard(task: asyncio.Task[bytes]) -> None:
    """Whoever waited hears of what failed; where nobody does any more, nobody complains."""
    if not task.cancelled():
        task.exception()
