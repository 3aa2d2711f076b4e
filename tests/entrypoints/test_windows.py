"""How often somebody may ask: exact at every moment, in memory and in a real Redis."""

import asyncio
import time
from contextlib import ExitStack, asynccontextmanager

import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond

from store.entrypoints.shared.windows import CountsAway, MemoryWindows, RedisWindows
from tests.servers import redis_server

pytestmark = [pytest.mark.requirement("R9.2"), pytest.mark.story("US-9.3", "a window that slides")]
TEN_A_MINUTE = RateLimitItemPerMinute(10)


@pytest.fixture(params=["memory", "redis"])
def windows(request):
    """A context in which there is one."""
    make = MemoryWindows
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        make = lambda: RedisWindows(url)  # noqa: E731

    @asynccontextmanager
    async def opened():
        counts = make()
        try:
            yield counts
        finally:
            await counts.close()

    return opened


def test_what_is_left_is_told_and_more_is_refused(windows):
    async def spend():
        async with windows() as counts:
            return [await counts.spend(TEN_A_MINUTE, "ann") for _ in range(12)], await counts.spend(TEN_A_MINUTE, "ben")

    ann, ben = asyncio.run(spend())
    assert [one.left for one in ann] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]
    assert [one.allowed for one in ann] == [True] * 10 + [False] * 2
    assert all(55 < one.wait <= 60 for one in ann)
    assert (ben.allowed, ben.left) == (True, 9)


def test_what_costs_more_is_spent_whole_or_not_at_all(windows):
    async def spend():
        async with windows() as counts:
            return [await counts.spend(TEN_A_MINUTE, "ann", cost) for cost in (4, 4, 4, 2, 1)]

    assert [(one.allowed, one.left) for one in asyncio.run(spend())] == [
        (True, 6), (True, 2), (False, 2), (True, 0), (False, 0)
    ]


def test_windows_of_several_lengths_do_not_mix(windows):
    async def spend():
        async with windows() as counts:
            await counts.spend(TEN_A_MINUTE, "ann")
            return await counts.spend(RateLimitItemPerHour(10), "ann")

    assert asyncio.run(spend()).left == 9


def test_no_second_whatever_its_beginning_sees_more_than_a_second_may(windows):
    """Twice as much at the edge of a window is what counting by the clock would allow."""
    twenty = RateLimitItemPerSecond(20)

    async def as_often_as_can_be():
        allowed = []
        async with windows() as counts:
            until = time.monotonic() + 2.3
            while (before := time.monotonic()) < until:
                if (await counts.spend(twenty, "ann")).allowed:
                    allowed.append((before, time.monotonic()))
                await asyncio.sleep(0)
        return allowed

    allowed = asyncio.run(as_often_as_can_be())
    assert 40 <= len(allowed) <= 60
    # From before the one that was spent first to after the one that took its place is a second, at least.
    assert all(later[1] - earlier[0] >= 1 for earlier, later in zip(allowed, allowed[20:], strict=False))


def test_many_at_once_get_what_there_is_and_no_more(windows):
    async def spend():
        async with windows() as counts:
            return await asyncio.gather(*(counts.spend(TEN_A_MINUTE, "ann") for _ in range(30)))

    assert sum(one.allowed for one in asyncio.run(spend())) == 10


@pytest.mark.story("US-9.3", "servers count together")
def test_processes_that_share_a_redis_count_together(redis_url):
    async def spend():
        both = RedisWindows(redis_url), RedisWindows(redis_url)
        spent = [await one.spend(TEN_A_MINUTE, "ann") for one in both * 6]
        for one in both:
            await one.close()
        return spent

    assert sum(one.allowed for one in asyncio.run(spend())) == 10


def test_a_redis_that_is_gone_is_said_to_be():
    async def spend(url, gone):
        counts = RedisWindows(url)
        assert (await counts.spend(TEN_A_MINUTE, "ann")).allowed
        gone()
        with pytest.raises(CountsAway):
            await counts.spend(TEN_A_MINUTE, "ann")
        await counts.close()

    with ExitStack() as server:
        url = server.enter_context(redis_server())
        asyncio.run(spend(url, server.close))


def test_those_who_asked_longest_ago_are_forgotten_before_the_memory_is_full():
    async def spend():
        counts = MemoryWindows(most=2)
        return [(await counts.spend(TEN_A_MINUTE, name)).left for name in ("ann", "ben", "ann", "cat", "ann", "ben")]

    assert asyncio.run(spend()) == [9, 9, 8, 9, 7, 9]
