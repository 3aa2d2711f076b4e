"""The list of copies, in memory and in Postgres: one promise each."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from store.adapters.drivers.pools import async_pool, pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.copies_memory import MemoryCopies
from store.adapters.privacy.copies_postgres import DEAD, PostgresCopies, PostgresLiveCopies
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.privacy.copies import CopyState
from store.application.privacy.copy_ports import Due
from store.domain.shared.ids import AccountId, subject_of

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.4", "data can be taken along")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
TILL = NOON + timedelta(days=7)


class World:
    """A list, and how its owners see it."""

    def __init__(self, kind, request):
        self.keys = MemoryKeys()
        vault = Vault(self.keys)
        self.url = None if kind == "memory" else request.getfixturevalue("app_url")
        if self.url is None:
            self.copies = MemoryCopies(vault)
        else:
            self.copies = PostgresCopies(request.getfixturevalue("connections"), vault)
        self.vault = vault

    @asynccontextmanager
    async def _live(self):
        if self.url is None:
            yield self.copies
            return
        async with async_pool(self.url) as found:
            yield PostgresLiveCopies(found, self.vault)

    def shown(self, account, now=NOON):
        async def ask():
            async with self._live() as live:
                return await live.of_account(account, now)

        return asyncio.run(ask())

    def opened(self, account, copy, now=NOON):
        async def ask():
            async with self._live() as live:
                return await live.open(account, copy, now)

        return asyncio.run(ask())

    def made(self, account):
        copy = self.copies.ask(uuid4(), account, NOON)
        self.copies.take(NOON)
        assert self.copies.keep(copy, account, b"PK all of it", NOON, TILL)
        return copy


@pytest.fixture
def connections(app_url):
    with pool(app_url, 6) as found:
        yield found


@pytest.fixture(params=["memory", "postgres"])
def world(request):
    return World(request.param, request)


@pytest.fixture
def ann():
    return AccountId(uuid4())


def test_one_is_made_at_a_time_whoever_asks_at_once(world, ann):
    wanted = [uuid4() for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        found = set(threads.map(lambda wish: world.copies.ask(wish, ann, NOON), wanted))
    assert len(found) == 1
    assert world.copies.take(NOON) == Due(found.copy().pop(), ann)
    assert world.copies.take(NOON) is None
    assert world.copies.ask(uuid4(), ann, NOON) in found, "it is being made"


def test_whoever_makes_it_shows_signs_of_life_or_somebody_else_does(world, ann):
    copy = world.copies.ask(uuid4(), ann, NOON)
    world.copies.take(NOON)
    world.copies.beat(copy, 2, NOON + DEAD)
    [row] = world.shown(ann)
    assert (row.state, row.step) == (CopyState.RUNNING, 2)
    assert world.copies.take(NOON + DEAD) is None
    assert world.copies.take(NOON + 2 * DEAD + timedelta(seconds=1)) == Due(copy, ann)
    world.copies.put_back(copy)
    assert world.copies.take(NOON + 3 * DEAD) == Due(copy, ann)
    world.copies.fail(copy, "OSError")
    assert [row.state for row in world.shown(ann)] == [CopyState.FAILED]
    assert world.copies.ask(uuid4(), ann, NOON) != copy
    world.copies.drop(ann)


def test_it_is_there_for_its_owner_and_for_a_while(world, ann):
    copy = world.made(ann)
    [row] = world.shown(ann)
    assert (row.id, row.state, row.step, row.till, row.size) == (copy, CopyState.READY, 4, TILL, 12)
    assert world.opened(ann, copy) == b"PK all of it"
    assert world.opened(AccountId(uuid4()), copy) is None
    assert world.opened(ann, UUID(int=9)) is None
    assert world.opened(ann, copy, TILL) is None
    assert world.shown(ann, TILL) == []
    world.copies.forget(TILL - timedelta(seconds=1))
    assert world.shown(ann)
    world.copies.forget(TILL)
    assert world.shown(ann) == []


def test_nobody_reads_it_whose_key_is_gone(world, ann):
    copy = world.made(ann)
    waiting = world.copies.ask(uuid4(), ann, NOON)
    world.keys.destroy(subject_of(ann))
    assert world.opened(ann, copy) is None
    assert not world.copies.keep(waiting, ann, b"PK", NOON, TILL)
    assert world.shown(ann) == [], "none is left of somebody who was forgotten"
