"""A cache of all processes that share a Redis. Of all that find nothing one makes it."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from uuid import uuid4

from msgspec import structs
from redis.asyncio import Redis
from redis.exceptions import RedisError

from store.adapters.drivers.caches import EARLY, MemoryCache, complain, jittered
from store.application.shared.caching import CacheCounts, Kind, Make

LOCKED: Final = 5.0
"""Seconds after which whoever makes something is given up, and somebody else makes it."""
LEFT_ALONE: Final = 5.0
"""Seconds for which a Redis that was not to be reached isn't asked: pages don't wait for it one after the other."""
_LOOK: Final = 0.02
_PATIENCE: Final = 0.5
_NOTHING: Final = b"-"
_SOMETHING: Final = b"+"
_READ: Final = "return {redis.call('get', KEYS[1]), redis.call('pttl', KEYS[1])}"
_UNLOCK: Final = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
_log = logging.getLogger(__name__)


class RedisCache:
    """Of all processes that share a Redis. While it is away, each process makes what it is asked for.

    What never changes under its key is kept by each process as well, so that a page doesn't ask for it over a network.
    """

    def __init__(self, url: str, prefix: str = "store:kept:", patience: float = _PATIENCE) -> None:
        """*patience*: seconds after which a Redis that says nothing counts as away."""
        self._redis = Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)
        self._prefix = prefix
        self._here = MemoryCache()
        self._counts: defaultdict[str, CacheCounts] = defaultdict(CacheCounts)
        self._early: set[asyncio.Task[bytes]] = set()
        self._away_till = 0.0

    @property
    def counts(self) -> Mapping[str, CacheCounts]:
        """By kind: what was kept here or there, or being made for somebody else here or there."""
        return {
            name: CacheCounts(
                here.hits + self._counts[name].hits, here.waits + self._counts[name].waits, self._counts[name].misses,
                self._counts[name].away, self._counts[name].early,
            ) for name, here in self._here.counts.items()
        }

    async def get(self, kind: Kind, key: str, make: Make) -> bytes:
        """What is kept there. Of one process one asks, and of all that find nothing one makes it."""
        near = kind if kind.unchanging else structs.replace(kind, seconds=0.0, nothing=0.0)
        return await self._here.get(near, key, lambda: self._there(kind, f"{self._prefix}{kind.name}/{key}", make))

    async def close(self) -> None:
        """Close the connections."""
        await self._here.close()
        for task in list(self._early):
            task.cancel()
        await self._redis.aclose()

    async def _there(self, kind: Kind, key: str, make: Make) -> bytes:
        counts, token = self._counts[kind.name], uuid4().hex
        if time.monotonic() < self._away_till:
            counts.away += 1
            return await make()
        try:
            found = await self._found(kind, key, token, make)
        except RedisError as away:
            counts.away += 1
            self._away_till = time.monotonic() + LEFT_ALONE
            _log.warning("the cache is not to be reached: %s", type(away).__name__)
            return await make()
        if found is not None:
            return found
        counts.misses += 1
        return await self._made(kind, key, token, make)

    async def _made(self, kind: Kind, key: str, token: str, make: Make) -> bytes:
        """Made by whoever holds the lock, which ends here or by itself."""
        try:
            value = await make()
            if life := int(1000 * jittered(kind.life_of(value))):
                with suppress(RedisError):  # what could not be kept is made again
                    await self._redis.set(key, (_SOMETHING if value else _NOTHING) + value, px=life)
            return value
        finally:
            with suppress(RedisError):  # the lock ends by itself
                await self._redis.eval(_UNLOCK, 1, f"{key}:lock", token)

    async def _found(self, kind: Kind, key: str, token: str, make: Make) -> bytes | None:
        """What is kept, or will be by whoever makes it; nothing for whoever has to."""
        counts, waited = self._counts[kind.name], False
        while True:
            value, left = await self._redis.eval(_READ, 1, key)
            if isinstance(value, bytes):
                counts.waits += waited
                counts.hits += not waited
                if value[:1] == _SOMETHING and left < 1000 * kind.seconds * EARLY:
                    self._again_in_time(kind, key, make)
                return value[1:]
            if await self._locked(key, token):
                return None
            waited = True
            await asyncio.sleep(_LOOK)

    async def _locked(self, key: str, token: str) -> bool:
        return bool(await self._redis.set(f"{key}:lock", token, nx=True, px=int(1000 * LOCKED)))

    def _again_in_time(self, kind: Kind, key: str, make: Make) -> None:
        """Have it made anew by one of all processes, while everybody is given what is kept."""
        token = uuid4().hex

        async def anew() -> bytes:
            if not await self._locked(key, token):
                return b""
            self._counts[kind.name].early += 1
            return await self._made(kind, key, token, make)

        self._early.add(task := asyncio.create_task(anew()))
        task.add_done_callback(self._early.discard)
        task.add_done_callback(complain)
