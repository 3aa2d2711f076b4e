"""Sessions in memory, in Postgres, and there with their last uses in a Redis: one promise for all of them."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from store.adapters.drivers.pools import async_pool
from store.adapters.identity.last_uses_redis import RedisLastUses
from store.adapters.identity.sessions_memory import MemorySessions
from store.adapters.identity.sessions_postgres import PostgresLiveSessions, PostgresSessions
from store.adapters.identity.sessions_redis import QUARTER, RedisLiveSessions


class Sessions:
    def __init__(self, sessions, live):
        self.open, self.close, self.close_all, self._live = sessions.open, sessions.close, sessions.close_all, live
        self.become, self.open_visit = sessions.become, sessions.open_visit

    def listed(self, account, now):
        async def ask():
            async with self._live() as live:
                return await live.of_account(account, now)

        return asyncio.run(ask())

    def find(self, token, now):
        async def ask():
            async with self._live() as live:
                return await live.find(token, now)

        return asyncio.run(ask())


@pytest.fixture(params=["memory", "postgres", "redis"])
def sessions(request):
    @asynccontextmanager
    async def in_memory():
        yield twin

    @asynccontextmanager
    async def in_postgres():
        async with async_pool(request.getfixturevalue("app_url")) as found:
            yield PostgresLiveSessions(found)

    @asynccontextmanager
    async def in_redis():
        async with async_pool(request.getfixturevalue("app_url")) as found:
            uses = RedisLastUses(request.getfixturevalue("redis_url"))
            yield RedisLiveSessions(found, uses)
            await uses.close()

    if request.param == "memory":
        twin = MemorySessions()
        return Sessions(twin, in_memory)
    if request.param == "redis":
        return Sessions(PostgresSessions(request.getfixturevalue("connections"), kept=QUARTER), in_redis)
    return Sessions(PostgresSessions(request.getfixturevalue("connections")), in_postgres)
