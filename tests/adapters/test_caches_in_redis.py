"""What processes keep together, in a real Redis, and what they do while it is away."""

import asyncio

import pytest
from redis import Redis

from store.adapters.drivers.caches_redis import RedisCache
from store.application.shared.caching import Kind
from tests.adapters.test_caches import LONG, run
from tests.servers import tied

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "aggregates are cached")]


def test_processes_that_share_a_redis_ask_the_origin_once_together(redis_url):
    async def act(origin):
        caches = [origin.uses(RedisCache(redis_url)) for _ in range(4)]
        origin.gate.clear()
        asking = [
            asyncio.create_task(caches[n % 4].get(LONG, "a", origin.make("a"))) for n in range(1_000)
        ]
        await origin.began.wait()
        origin.gate.set()
        assert set(await asyncio.gather(*asking)) == {b"a 1"}
        assert origin.asked["a"] == 1

    run(act)


_PROCESS = """
import asyncio, sys
from redis.asyncio import Redis
from store.adapters.drivers.caches_redis import RedisCache
from store.application.shared.caching import Kind

async def main(url):
    redis, cache = Redis.from_url(url, socket_timeout=None), RedisCache(url, patience=20)

    async def made():
        await redis.incr("asked")
        await redis.blpop("gate", timeout=20)
        return b"made"

    await redis.rpush("ready", 1)
    await redis.blpop("begin", timeout=20)
    found = await asyncio.gather(*(cache.get(Kind("things", 60.0), "a", made) for _ in range(500)))
    assert set(found) == {b"made"}
    await cache.close()
    await redis.aclose()

asyncio.run(main(sys.argv[1]))
"""


def test_a_thousand_who_miss_at_once_in_two_processes_ask_the_origin_once(redis_url):
    processes = [tied("-c", _PROCESS, redis_url) for _ in range(2)]
    # Whoever waits at a list waits longer than a socket would by itself: on a busy machine processes are slow to start,
    # and a Redis that five hundred ask at once isn't away because it takes a moment.
    with Redis.from_url(redis_url, socket_timeout=None) as redis:
        for _ in processes:
            assert redis.blpop("ready", timeout=30), "each is there"
        redis.rpush("begin", 1, 1)
        redis.rpush("gate", 1)
        assert [process.wait(timeout=30) for process in processes] == [0, 0]
        assert redis.get("asked") == b"1"


def test_while_redis_is_away_everybody_is_answered():
    async def act(origin):
        cache = origin.uses(RedisCache("redis://127.0.0.1:1"))
        assert await cache.get(LONG, "a", origin.make("a")) == b"a 1"
        assert cache.counts["things"].away == 1

    run(act)


def test_what_never_changes_is_asked_of_redis_once_by_each_process(redis_url):
    async def act(origin):
        one, other = (origin.uses(RedisCache(redis_url)) for _ in range(2))
        edition = Kind("tree", 60.0, unchanging=True)
        for cache in (one, one, other, other):
            assert await cache.get(edition, "7/all", origin.make("a")) == b"a 1"
        with Redis.from_url(redis_url) as redis:
            redis.flushall()
        for cache in (one, other):
            assert await cache.get(edition, "7/all", origin.make("a")) == b"a 1"
        assert (one.counts["tree"].hits, one.counts["tree"].misses) == (2, 1)
        assert (other.counts["tree"].hits, other.counts["tree"].misses) == (3, 0)

    run(act)


def test_what_is_kept_there_at_once_does_not_end_at_once(redis_url):
    async def act(origin):
        cache = origin.uses(RedisCache(redis_url))
        for n in range(50):
            await cache.get(LONG, str(n), origin.make(str(n)))
        with Redis.from_url(redis_url) as redis:
            lives = [redis.pttl(f"store:kept:things/{n}") for n in range(50)]
        assert all(50_000 < life <= 66_000 for life in lives), lives
        assert max(lives) - min(lives) > 4_000, "in less time than that all of it was asked"

    run(act)


def test_whoever_died_while_making_it_is_not_waited_for_for_ever(redis_url):
    async def act(origin):
        cache = origin.uses(RedisCache(redis_url))
        with Redis.from_url(redis_url) as redis:
            redis.set("store:kept:things/a:lock", "somebody who is gone", px=60)
        async with asyncio.timeout(5):
            assert await cache.get(LONG, "a", origin.make("a")) == b"a 1"

    run(act)


def test_a_redis_that_hangs_is_waited_for_once_and_not_by_each_page(caplog):
    async def act(origin):
        asked = []

        async def silent(reader, writer):
            asked.append(writer)
            await reader.read()
            writer.close()

        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        cache = origin.uses(RedisCache(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"))
        assert await cache.get(LONG, "a", origin.make("a")) == b"a 1"
        tried = len(asked)
        assert tried
        for key in "bcd":
            assert await cache.get(LONG, key, origin.make(key)) == f"{key} 1".encode()
        assert (len(asked), cache.counts["things"].away) == (tried, 4)
        await cache.close()
        server.close()
        await server.wait_closed()

    run(act)
    assert len([said for said in caplog.messages if "not to be reached" in said]) == 1
