"""Caches: the one in memory and the one in a real Redis keep the same promises."""

import asyncio
from collections import Counter

import pytest
from redis import Redis

from store.adapters.drivers.caches import MemoryCache, jittered
from store.adapters.drivers.caches_redis import RedisCache
from store.application.shared.caching import Kind

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "aggregates are cached")]
LONG = Kind("things", 60.0)


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


class Aging:
    """A cache, and whether what it keeps is about to end."""

    def __init__(self, url):
        self._url, self._seconds = url, 0.0

    def opened(self, origin):
        return origin.uses(RedisCache(self._url) if self._url else MemoryCache(now=lambda: self._seconds))

    def nears_its_end(self, key):
        """Of 60 seconds about 5 are left."""
        self._seconds += 53
        if self._url:
            with Redis.from_url(self._url) as redis:
                assert redis.pexpire(f"store:kept:things/{key}", 5_000)


    def ends(self, key):
        """Nothing is left of 60 seconds, a tenth more or less."""
        self._seconds += 66
        if self._url:
            with Redis.from_url(self._url) as redis:
                assert redis.pexpire(f"store:kept:things/{key}", 0)


@pytest.fixture(params=["memory", "redis"])
def aging(request):
    return Aging(request.getfixturevalue("redis_url") if request.param == "redis" else None)


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
        found = [await cache.get(LONG, "a", origin.make("a")) for _ in range(3)]
        assert found == [b"a 1"] * 3
        assert await cache.get(LONG, "b", origin.make("b")) == b"b 1"
        assert (cache.counts["things"].hits, cache.counts["things"].misses) == (2, 2)

    run(act)


def test_a_thousand_who_miss_at_once_ask_the_origin_once(opened):
    async def act(origin):
        cache = opened(origin)
        origin.gate.clear()
        asking = [asyncio.create_task(cache.get(LONG, "a", origin.make("a"))) for _ in range(1_000)]
        await origin.began.wait()
        origin.gate.set()
        assert set(await asyncio.gather(*asking)) == {b"a 1"}
        assert origin.asked["a"] == 1

    run(act)


def test_whoever_leaves_takes_nothing_from_those_who_wait(opened):
    async def act(origin):
        cache = opened(origin)
        origin.gate.clear()
        first, second = (asyncio.create_task(cache.get(LONG, "a", origin.make("a"))) for _ in range(2))
        await origin.began.wait()
        first.cancel()
        origin.gate.set()
        assert await second == b"a 1"

    run(act)


def test_what_fails_is_heard_by_all_who_waited_and_not_kept(opened):
    async def act(origin):
        cache = opened(origin)
        failed = await asyncio.gather(
            *(cache.get(LONG, "a", origin.make("a", fails=True)) for _ in range(5)), return_exceptions=True
        )
        assert {type(one) for one in failed} == {LookupError}
        assert await cache.get(LONG, "a", origin.make("a")) == b"a 2"

    run(act)


def test_what_was_kept_long_enough_is_made_again(aging):
    async def act(origin):
        cache = aging.opened(origin)
        assert await cache.get(LONG, "a", origin.make("a")) == b"a 1"
        aging.ends("a")
        assert await cache.get(LONG, "a", origin.make("a")) == b"a 2"

    run(act)


def test_shortly_before_its_end_one_makes_it_anew_and_nobody_waits(aging):
    async def act(origin):
        cache = aging.opened(origin)
        await cache.get(LONG, "a", origin.make("a"))
        aging.nears_its_end("a")
        origin.gate.clear()
        origin.began.clear()
        assert [await cache.get(LONG, "a", origin.make("a")) for _ in range(50)] == [b"a 1"] * 50
        async with asyncio.timeout(5):
            await origin.began.wait()
        assert (origin.asked["a"], cache.counts["things"].early) == (2, 1), "one of fifty"
        origin.gate.set()
        found = b"a 1"
        async with asyncio.timeout(5):
            while found == b"a 1":
                await asyncio.sleep(0)
                found = await cache.get(LONG, "a", origin.make("a"))
        assert (found, origin.asked["a"], cache.counts["things"].misses) == (b"a 2", 2, 1)

    run(act)


def test_what_can_not_be_made_anew_in_time_is_told_of_and_serves_until_its_end(aging, caplog):
    async def act(origin):
        cache = aging.opened(origin)
        await cache.get(LONG, "a", origin.make("a"))
        aging.nears_its_end("a")
        async with asyncio.timeout(5):
            while not any("LookupError" in said for said in caplog.messages):
                await asyncio.sleep(0)
                assert await cache.get(LONG, "a", origin.make("a", fails=True)) == b"a 1"

    run(act)


def test_that_there_is_nothing_is_kept_more_briefly_or_not_at_all(opened):
    async def act(origin):
        cache, asked = opened(origin), Counter()

        def nothing(key):
            async def made():
                asked[key] += 1
                return b""

            return made

        for _ in range(3):
            assert await cache.get(Kind("pages", 60.0, nothing=30.0), "no-such", nothing("kept")) == b""
            assert await cache.get(Kind("lists", 60.0), "no-such", nothing("not kept")) == b""
        assert asked == {"kept": 1, "not kept": 3}
        assert Kind("pages", 60.0, nothing=30.0).life_of(b"") == 30.0

    run(act)


def test_each_kind_is_counted_by_itself_and_has_keys_of_its_own(opened):
    async def act(origin):
        cache = opened(origin)
        for kind in (LONG, Kind("others", 60.0)):
            for _ in range(3):
                await cache.get(kind, "a", origin.make(kind.name))
        assert origin.asked == {"things": 1, "others": 1}
        assert {kind: (it.hits, it.misses) for kind, it in cache.counts.items()} == {
            "things": (2, 1), "others": (2, 1),
        }

    run(act)


def test_not_all_that_began_together_ends_together():
    lives = {jittered(100) for _ in range(50)}
    assert len(lives) > 1
    assert all(90 <= life <= 110 for life in lives)


def test_what_is_kept_in_memory_at_once_does_not_end_at_once():
    async def act(origin):
        seconds = 0.0
        cache = MemoryCache(now=lambda: seconds)
        keys = [str(n) for n in range(100)]
        for key in keys:
            await cache.get(LONG, key, origin.make(key))
        seconds = 60.0
        for key in keys:
            await cache.get(LONG, key, origin.make(key))
        assert 0 < cache.counts["things"].misses - len(keys) < len(keys), "some are kept a little longer than others"

    run(act)


def test_memory_drops_what_nobody_asked_for_longest():
    async def act(origin):
        cache = MemoryCache(most=2)
        for key in ("a", "b", "a", "c", "a", "b"):
            await cache.get(LONG, key, origin.make(key))
        assert origin.asked == {"a": 1, "b": 2, "c": 1}

    run(act)


def test_memory_drops_by_what_it_weighs_and_keeps_at_least_what_came_last():
    async def act(origin):
        cache, asked = MemoryCache(most_bytes=1_000), Counter()

        def weighing(key, much):
            async def made():
                asked[key] += 1
                return b"x" * much

            return made

        for key, much in (("a", 400), ("b", 400), ("a", 400), ("c", 400), ("a", 400), ("b", 400), ("huge", 5_000)):
            await cache.get(LONG, key, weighing(key, much))
        assert asked == {"a": 1, "b": 2, "c": 1, "huge": 1}
        for key, much in (("huge", 5_000), ("a", 400)):
            await cache.get(LONG, key, weighing(key, much))
        assert asked == {"a": 2, "b": 2, "c": 1, "huge": 1}

    run(act)
