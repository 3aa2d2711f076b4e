"""Caches: the one in memory and the one in a real Redis keep the same promises."""

import asyncio
from collections import Counter

import pytest

from store.adapters.drivers.caches import MemoryCache, RedisCache, jittered

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "aggregates are cached")]
LONG = 60.0


class Origin:
    """Where answers come from, and how often it was asked."""

    def __init__(self):
        self.asked = Counter()
        self.began, self.gate = asyncio.Event(), asyncio.Event()
        self.gate.set()
        self.caches = []

    def uses(self, cache):
        self.caches.append(cache)
        return cache

    def make(self, key, fails=False):
        async def made():
            self.asked[key] += 1
            self.began.set()
            await self.gate.wait()
            if fails:
                raise LookupError(key)
            return f"{key} {self.asked[key]}".encode()

        return made


@pytest.fixture(params=["memory", "redis"])
def opened(request):
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    return lambda origin: origin.uses(RedisCache(url) if url else MemoryCache())


def run(act):
    """*act* with an origin, in a loop of its own."""

    async def acted():
        origin = Origin()
        await act(origin)
        for cache in origin.caches:
            if isinstance(cache, RedisCache):
                await cache.close()

    return asyncio.run(acted())


def test_what_is_kept_is_not_made_again(opened):
    async def act(origin):
        cache = opened(origin)
        found = [await cache.get("a", origin.make("a"), seconds=LONG) for _ in range(3)]
        assert found == [b"a 1"] * 3
        assert await cache.get("b", origin.make("b"), seconds=LONG) == b"b 1"
        assert (cache.counts.hits, cache.counts.misses) == (2, 2)

    run(act)


def test_a_thousand_who_miss_at_once_ask_the_origin_once(opened):
    async def act(origin):
        cache = opened(origin)
        origin.gate.clear()
        asking = [asyncio.create_task(cache.get("a", origin.make("a"), seconds=LONG)) for _ in range(1_000)]
        await origin.began.wait()
        origin.gate.set()
        assert set(await asyncio.gather(*asking)) == {b"a 1"}
        assert origin.asked["a"] == 1

    run(act)


def test_whoever_leaves_takes_nothing_from_those_who_wait(opened):
    async def act(origin):
        cache = opened(origin)
        origin.gate.clear()
        first, second = (asyncio.create_task(cache.get("a", origin.make("a"), seconds=LONG)) for _ in range(2))
        await origin.began.wait()
        first.cancel()
        origin.gate.set()
        assert await second == b"a 1"

    run(act)


def test_what_fails_is_heard_by_all_who_waited_and_not_kept(opened):
    async def act(origin):
        cache = opened(origin)
        failed = await asyncio.gather(
            *(cache.get("a", origin.make("a", fails=True), seconds=LONG) for _ in range(5)), return_exceptions=True
        )
        assert {type(one) for one in failed} == {LookupError}
        assert await cache.get("a", origin.make("a"), seconds=LONG) == b"a 2"

    run(act)


def test_what_was_kept_long_enough_is_made_again(opened):
    async def act(origin):
        cache = opened(origin)
        await cache.get("a", origin.make("a"), seconds=0.001)
        found = b"a 1"
        async with asyncio.timeout(5):
            while found == b"a 1":
                found = await cache.get("a", origin.make("a"), seconds=0.001)
        assert found == b"a 2"

    run(act)


def test_not_all_that_began_together_ends_together():
    lives = {jittered(100) for _ in range(50)}
    assert len(lives) > 1
    assert all(90 <= life <= 110 for life in lives)


def test_memory_drops_what_nobody_asked_for_longest():
    async def act(origin):
        cache = MemoryCache(most=2)
        for key in ("a", "b", "a", "c", "a", "b"):
            await cache.get(key, origin.make(key), seconds=LONG)
        assert origin.asked == {"a": 1, "b": 2, "c": 1}

    run(act)


def test_processes_that_share_a_redis_ask_the_origin_once_together(redis_url):
    async def act(origin):
        caches = [origin.uses(RedisCache(redis_url)) for _ in range(4)]
        origin.gate.clear()
        asking = [
            asyncio.create_task(caches[n % 4].get("a", origin.make("a"), seconds=LONG)) for n in range(1_000)
        ]
        await origin.began.wait()
        origin.gate.set()
        assert set(await asyncio.gather(*asking)) == {b"a 1"}
        assert origin.asked["a"] == 1

    run(act)


def test_while_redis_is_away_everybody_is_answered():
    async def act(origin):
        cache = origin.uses(RedisCache("redis://127.0.0.1:1"))
        assert await cache.get("a", origin.make("a"), seconds=LONG) == b"a 1"
        assert cache.counts.away == 1

    run(act)
