"""Looking back: over the log in memory and over the one in Postgres alike."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.journal import EventJournal
from store.adapters.drivers.eventlog.reading import Bounds, MemoryFacts, PageOf, PostgresFacts
from store.adapters.drivers.pools import async_pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.inventory.events import StockCounted, StockReceived
from store.domain.shared.ids import Sku
from store.entrypoints.wiring.register import EVENTS
from tests.harness.processes import NOON

pytestmark = pytest.mark.requirement("R4.2")
MUGS, HATS = UUID(int=1), UUID(int=2)
WISH = UUID(int=77)


def received(pieces):
    return StockReceived(at=NOON, sku=Sku("MUG"), quantity=pieces)


@pytest.fixture
def journal(log):
    """Four facts of mugs at noon, one and two o'clock, and one of hats."""
    journal = EventJournal(log, OneByOne(log), EventCodec(EVENTS, Vault(MemoryKeys())), lambda *_: None)
    head = b""
    for hour, events in enumerate([
        (received(1), received(2)), (received(3),),
        (StockCounted(at=NOON, sku=Sku("MUG"), on_hand=4, was=6, reason="one broke"),),
    ]):
        by = Caller(actor="staff:1", correlation=WISH if hour == 1 else UUID(int=hour))
        history = journal.read([MUGS]).get(MUGS)
        after, head = (len(history.events), history.head) if history else (0, b"")
        journal.hand_in([Change(MUGS, after, head, events)], by, NOON + timedelta(hours=hour), None).settle()
    by = Caller(actor="x", correlation=WISH)
    journal.hand_in([Change(HATS, 0, b"", (received(9),))], by, NOON + timedelta(hours=1), None).settle()
    return journal


@pytest.fixture
def ask(request, log, journal):
    """Ask a reader something."""

    def ask(question):
        async def answer():
            if request.node.callspec.params["log"] == "memory":
                return await question(MemoryFacts(log))
            async with async_pool(request.getfixturevalue("migrated_url")) as pool:
                return await question(PostgresFacts(pool, log))

        return asyncio.run(answer())

    return ask


def places(rows):
    return [(row.originator_id, row.originator_version) for row in rows]


def test_a_stream_is_as_long_as_it_was_at_an_instant(ask):
    instants = [NOON - timedelta(seconds=1), NOON, NOON + timedelta(minutes=90), NOON + timedelta(days=1)]
    assert ask(lambda its: its.bounds(MUGS, *instants)) == Bounds(4, (0, 2, 3, 4))
    assert ask(lambda its: its.bounds(MUGS)) == Bounds(4, ())
    assert ask(lambda its: its.bounds(UUID(int=404))) == Bounds(0, ())
    assert ask(lambda its: its.bounds(UUID(int=404), NOON)) == Bounds(0, (0,))


@pytest.mark.parametrize(("of", "versions"), [
    (PageOf(MUGS), [1, 2, 3, 4]),
    (PageOf(MUGS, newest_first=True), [4, 3, 2, 1]),
    (PageOf(MUGS, low=2, high=3), [2, 3]),
    (PageOf(MUGS, high=3, newest_first=True, limit=2), [3, 2]),
    (PageOf(MUGS, tags=("inventory/counted-1",)), [4]),
    (PageOf(MUGS, tags=("inventory/counted-1", "inventory/received-1"), limit=2), [1, 2]),
    (PageOf(UUID(int=404)), []),
])
def test_a_stream_is_read_a_page_at_a_time_from_either_end(ask, of, versions):
    assert places(ask(lambda its: its.page(of))) == [(MUGS, version) for version in versions]


def test_all_that_one_wish_led_to_comes_in_order(ask):
    assert places(ask(lambda its: its.correlated(WISH, 10))) == [(MUGS, 3), (HATS, 1)]
    assert places(ask(lambda its: its.correlated(WISH, 1))) == [(MUGS, 3)]


def test_several_streams_are_read_as_they_were_at_an_instant(ask):
    assert places(ask(lambda its: its.until([MUGS, HATS], NOON))) == [(MUGS, 1), (MUGS, 2)]
    later = places(ask(lambda its: its.until([MUGS, HATS], NOON + timedelta(hours=1))))
    assert sorted(later) == [(MUGS, 1), (MUGS, 2), (MUGS, 3), (HATS, 1)]
