"""Sessions where a Redis is shared: it makes them last longer, and whatever becomes of it, it lets nobody in."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from redis import Redis

from store.adapters.drivers.pools import async_pool, pool
from store.adapters.identity.last_uses_redis import RedisLastUses
from store.adapters.identity.sessions_postgres import PostgresSessions
from store.adapters.identity.sessions_redis import NOTED_EVERY, QUARTER, RedisLiveSessions
from store.application.identity.ports import IDLE, LONGEST
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from tests.servers import redis_server

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "sessions in Redis")]
ANN = AccountId(UUID(int=1))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
HALF_A_DAY = IDLE[Role.ADMIN]
NOBODY = "redis://127.0.0.1:1/0"


class Door:
    """Where people log in, and as many processes as one likes that know them again."""

    def __init__(self, connections, app_url, url):
        self.sessions, self._app_url, self.url = PostgresSessions(connections, kept=QUARTER), app_url, url

    def opened(self, now=NOON):
        return self.sessions.open(ANN, Role.ADMIN, "Firefox", now)[1]

    @asynccontextmanager
    async def process(self):
        uses = RedisLastUses(self.url)
        async with async_pool(self._app_url, 4) as found:
            yield RedisLiveSessions(found, uses)
        await uses.close()

    def looks(self, *looks):
        """What one process says to (token, moment) after (token, moment)."""

        async def look():
            async with self.process() as live:
                return [await live.find(token, now) is not None for token, now in looks]

        return asyncio.run(look())

    def listed(self, now):
        async def look():
            async with self.process() as live:
                return await live.of_account(ANN, now)

        return asyncio.run(look())

    def row(self):
        with psycopg.connect(self._app_url) as db:
            return db.execute("SELECT seen_at, expires_at FROM work.sessions").fetchone()


@pytest.fixture
def doors(app_url):
    @contextmanager
    def at(url):
        with pool(app_url, 4) as connections:
            yield Door(connections, app_url, url)

    return at


@pytest.fixture
def door(doors, redis_url):
    with doors(redis_url) as door:
        yield door


def test_going_on_costs_a_row_nothing_until_a_quarter_of_the_time_has_gone(door):
    token = door.opened()
    steps = [NOON + timedelta(minutes=10) * step for step in range(18)]
    assert all(door.looks(*((token, now) for now in steps)))
    assert door.row()[0] == NOON, "in Redis alone"
    [listed] = door.listed(steps[-1])
    assert listed.seen_at == steps[-1], "and whoever looks at their devices is told"
    late = NOON + HALF_A_DAY * QUARTER + timedelta(seconds=1)
    assert door.looks((token, late)) == [True]
    assert door.row() == (late, late + HALF_A_DAY)


def test_what_one_process_saw_makes_it_last_for_all_up_to_its_end(door):
    token = door.opened()
    now = NOON + HALF_A_DAY * QUARTER - timedelta(seconds=1)
    assert door.looks((token, now)) == [True]
    assert door.row()[0] == NOON
    assert door.looks((token, now + HALF_A_DAY - timedelta(seconds=1))) == [True], "the row alone would say no"
    assert door.looks((token, NOON + LONGEST[Role.ADMIN])) == [False]


def test_rows_that_only_look_idle_are_not_swept_away(door):
    token = door.opened()
    used = NOON + HALF_A_DAY * QUARTER - timedelta(seconds=1)
    door.looks((token, used))
    late = used + HALF_A_DAY - timedelta(seconds=1)
    door.sessions.open(AccountId(UUID(int=2)), Role.ADMIN, "", late)
    assert door.looks((token, late)) == [True]


def test_the_same_process_asks_redis_once_a_minute(door):
    token = door.opened()
    with Redis.from_url(door.url) as redis:
        redis.config_resetstat()
        assert all(door.looks(*((token, NOON + timedelta(seconds=second)) for second in range(60))))
        assert redis.info("commandstats")["cmdstat_eval"]["calls"] == 1
    assert timedelta(minutes=1) == NOTED_EVERY


def test_an_earlier_look_that_comes_late_takes_nothing_back(door):
    token = door.opened()
    later = NOON + timedelta(hours=2)
    assert door.looks((token, later)) == [True]
    assert door.looks((token, NOON)) == [True], "another process, whose clock is behind"
    assert door.listed(later)[0].seen_at == later


@pytest.mark.parametrize("ended", ["closed", "ended", "all of them", "disabled"])
def test_whatever_redis_still_says_who_is_out_is_out_at_the_next_request(door, app_url, ended):
    token = door.opened()
    [listed] = door.listed(NOON)

    async def ask():
        async with door.process() as one, door.process() as other:
            seen = [await live.find(token, NOON) is not None for live in (one, other)]
            match ended:
                case "closed":
                    door.sessions.close(token)
                case "ended":
                    door.sessions.end(ANN, listed.id)
                case "all of them":
                    door.sessions.close_all(ANN)
                case _:
                    with psycopg.connect(app_url) as db:
                        db.execute(
                            "INSERT INTO log.events (stream, version, position, tag, state, metadata, hash)"
                            " VALUES (%s, 2, 2, 'identity/disabled-1', '{}', '{}', '')", (ANN,),
                        )
            return seen, [await live.find(token, NOON) is not None for live in (one, other)]

    assert asyncio.run(ask()) == ([True, True], [False, False])
    with Redis.from_url(door.url) as redis:
        assert redis.keys("store:session:*"), "Redis still says so"


def test_another_role_acts_at_the_next_request(door, app_url):
    token = door.opened()

    async def ask():
        async with door.process() as live:
            before = (await live.find(token, NOON)).role
            with psycopg.connect(app_url) as db:
                db.execute(
                    "INSERT INTO log.events (stream, version, position, tag, state, metadata, hash)"
                    " VALUES (%s, 2, 2, 'identity/role-changed-1', '{\"role\": \"customer\"}', '{}', '')", (ANN,),
                )
            return before, (await live.find(token, NOON)).role

    assert asyncio.run(ask()) == (Role.ADMIN, Role.CUSTOMER)


def test_nothing_that_is_written_into_redis_lets_anybody_in_or_makes_a_session_last_beyond_its_end(door):
    token = door.opened()
    [listed] = door.listed(NOON)
    with Redis.from_url(door.url) as redis:
        far = NOON + timedelta(days=365)
        redis.set(f"store:session:{listed.id}", repr(far.timestamp()))
        redis.set(f"store:session:{UUID(int=7)}", repr(far.timestamp()))
    assert door.looks((token, NOON + LONGEST[Role.ADMIN]), ("a" * 43, NOON)) == [False, False]


def test_requests_beside_a_logout_are_answered_until_it_is_done_and_never_after(door):
    token = door.opened()

    async def ask():
        over = asyncio.Event()
        late = []

        async def keeps_asking(live):
            while not over.is_set():
                await live.find(token, NOON)
            late.append(await live.find(token, NOON))

        async with door.process() as one, door.process() as other:
            asking = [asyncio.create_task(keeps_asking(live)) for live in (one, other) for _ in range(4)]
            await asyncio.to_thread(door.sessions.close, token)
            over.set()
            await asyncio.gather(*asking)
        return late

    assert asyncio.run(ask()) == [None] * 8


def test_while_redis_is_away_rows_say_it_and_are_renewed_as_without_one(doors):
    with doors(NOBODY) as door:
        token = door.opened()
        now = NOON + timedelta(minutes=6)
        assert door.looks((token, now), (token, NOON + HALF_A_DAY), ("a" * 43, now)) == [True, True, False]
        assert door.row()[0] == NOON + HALF_A_DAY
        assert [it.seen_at for it in door.listed(NOON + HALF_A_DAY)] == [NOON + HALF_A_DAY]
        door.sessions.close(token)
        assert door.looks((token, now)) == [False]


def test_a_redis_that_is_killed_and_comes_back_empty_logs_nobody_out_and_nobody_in(doors):
    with redis_server() as url, doors(url) as door:
        stays, leaves = door.opened(), door.opened()
        now = NOON + timedelta(minutes=30)
        assert door.looks((stays, now), (leaves, now)) == [True, True]

        async def ask():
            async with door.process() as live:
                before = [await live.find(token, now) is not None for token in (stays, leaves)]
                with Redis.from_url(url) as redis:
                    pid = redis.info("server")["process_id"]
                os.kill(pid, signal.SIGKILL)
                door.sessions.close(leaves)
                return before, [await live.find(token, now) is not None for token in (stays, leaves)]

        assert asyncio.run(ask()) == ([True, True], [True, False])
        assert door.looks((stays, now), (leaves, now)) == [True, False]
