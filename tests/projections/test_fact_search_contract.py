"""Finding facts in memory and in Postgres: whatever is asked, both answer alike, and Postgres walks an index."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid5

import psycopg
import pytest
from msgspec import structs

from projections.audit.fact_index import FactIndex
from projections.audit.fact_search import PostgresFactSearch, Wanted, query_of, values_of
from projections.audit.fact_search_memory import MemoryFactSearch
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.journal import EventJournal
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.reading import recorded
from store.adapters.drivers.pools import async_pool, pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.inventory.events import StockCounted, StockReceived, StockReserved
from store.domain.shared.ids import OrderNumber, Sku, fact_id, order_of, stock_of
from store.entrypoints.wiring.read_models import runner_over
from store.entrypoints.wiring.register import EVENTS, KINDS
from tests.domain.ordering.test_order import CONFIRMED, PLACED
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R8.3"), pytest.mark.story("US-2.5", "changes leave an audit trail")]
MUG = Sku("MUG")
MUGS, ORDER = stock_of(MUG), order_of(PLACED.number)
ANN, SHOPPER, CLERK, MEMBER = "staff:1", "guest:7", "system:reconciler", "customer:9"
WISH, OTHER = UUID(int=77), UUID(int=78)
LIFE = [
    (MUGS, StockReceived(at=NOON, sku=MUG, quantity=5), ANN, OTHER, None),
    (ORDER, PLACED, SHOPPER, WISH, None),
    (MUGS, StockReserved(at=NOON, sku=MUG, order_id=ORDER, quantity=2), SHOPPER, WISH, None),
    (ORDER, CONFIRMED, CLERK, UUID(int=79), fact_id(ORDER, 1)),
    (MUGS, StockCounted(at=NOON, sku=MUG, on_hand=4, was=5, reason="one broke"), ANN, OTHER, None),
    (MUGS, StockCounted(at=NOON, sku=MUG, on_hand=3, was=4, reason="another"), MEMBER, OTHER, None),
]
"""One fact an hour from noon on."""


def live(log):
    codec = EventCodec(EVENTS, Vault(MemoryKeys()))
    journal = EventJournal(log, OneByOne(log), codec, lambda *_: None)
    for hour, (stream, event, actor, correlation, causation) in enumerate(LIFE):
        history = journal.read([stream]).get(stream)
        after, head = (len(history.events), history.head) if history else (0, b"")
        by = Caller(actor=actor, correlation=correlation, causation=causation)
        journal.hand_in([Change(stream, after, head, (event,))], by, NOON + timedelta(hours=hour), None).settle()
    return codec


@pytest.fixture(params=["memory", "postgres"])
def ask(request):
    """Ask whoever finds facts in a shop where all of LIFE happened."""
    if request.param == "memory":
        log = MemoryLog()
        search = MemoryFactSearch(log, live(log), KINDS)
        yield lambda question: asyncio.run(question(search))
        return
    url = request.getfixturevalue("migrated_url")
    with pool(url, 4) as connections:
        log = PostgresLog(connections)
        runner = runner_over([FactIndex(EVENTS, KINDS)], log, live(log), connections)
        runner.prepare()
        runner.catch_up()
        assert {status.state for status in runner.status()} == {"running"}

        def ask(question):
            async def answer():
                async with async_pool(url) as some:
                    return await question(PostgresFactSearch(some))

            return asyncio.run(answer())

        yield ask


def hours(rows):
    return [int((recorded(row) - NOON).total_seconds() // 3600) for row in rows]


@pytest.mark.parametrize(("wanted", "found"), [
    (Wanted(), [5, 4, 3, 2, 1, 0]),
    (Wanted(limit=2), [5, 4]),
    (Wanted(actor=ANN), [4, 0]),
    (Wanted(actor="staff"), [4, 0]),
    (Wanted(actor="guest"), [2, 1]),
    (Wanted(actor="system"), [3]),
    (Wanted(actor="customer"), [5]),
    (Wanted(actor="vendor"), []),
    (Wanted(actor="nobody"), []),
    (Wanted(tags=("inventory/received-1", "ordering/placed-1")), [1, 0]),
    (Wanted(tags=("inventory/received-1", "ordering/placed-1"), limit=1), [1]),
    (Wanted(tags=("inventory/received-1",), actor=SHOPPER), []),
    (Wanted(correlation=WISH), [2, 1]),
    (Wanted(correlation=WISH, tags=("inventory/reserved-1",)), [2]),
    (Wanted(since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=3)), [2, 1]),
    (Wanted(since=NOON + timedelta(hours=1), actor=ANN), [4]),
    (Wanted(about=(ORDER,)), [3, 2, 1]),
    (Wanted(about=(ORDER,), limit=2), [3, 2]),
    (Wanted(about=(UUID(int=404), ORDER)), [3, 2, 1]),
    (Wanted(about=(UUID(int=404),)), []),
    (Wanted(about=(MUGS,), actor="guest"), [2]),
    (Wanted(about=(ORDER,), tags=("inventory/reserved-1",), since=NOON), [2]),
    (Wanted(stream=ORDER), [3, 1]),
    (Wanted(stream=UUID(int=404)), []),
])
def test_facts_are_found_by_any_of_it_together_newest_first(ask, wanted, found):
    assert hours(ask(lambda search: search.find(wanted))) == found


def test_pages_miss_and_repeat_nothing(ask):
    leafed, wanted = [], Wanted(limit=2)
    while rows := ask(lambda search, wanted=wanted: search.find(wanted)):
        leafed += hours(rows)
        wanted = structs.replace(wanted, before=recorded(rows[-1]), before_position=rows[-1].id)
    assert leafed == [5, 4, 3, 2, 1, 0]


def test_what_followed_from_another_wish_is_found_by_its_reason_and_the_reason_by_what_followed(ask):
    placed, confirmed = fact_id(ORDER, 1), fact_id(ORDER, 2)
    assert hours(ask(lambda search: search.related([placed], []))) == [3]
    assert hours(ask(lambda search: search.related([], [placed]))) == [1]
    assert ask(lambda search: search.related([confirmed], [])) == []


NARROWS = [
    (Wanted(), "activity_newest"),
    (Wanted(since=NOON, until=NOON + timedelta(hours=1)), "activity_newest"),
    (Wanted(actor="guest:7"), "activity_actor"),
    (Wanted(actor="guest:7", since=NOON), "activity_actor"),
    (Wanted(actor="staff"), "activity_staff"),
    (Wanted(tags=("a/rare-1", "a/rarer-1")), "activity_tag"),
    (Wanted(tags=("a/rare-1",), since=NOON, until=NOON + timedelta(days=1)), "activity_tag"),
    (Wanted(correlation=uuid5(WISH, "3")), "activity_correlation"),
    (Wanted(about=(uuid5(WISH, "5"),)), "activity_things_pkey"),
    (Wanted(stream=uuid5(WISH, "5"), actor="staff"), "activity_things_pkey"),
]


@pytest.mark.requirement("R9.3")
def test_a_page_of_a_hundred_thousand_facts_comes_from_the_index_that_narrows_most(migrated_url):
    with psycopg.connect(migrated_url, autocommit=True) as db, pool(migrated_url, 2) as connections:
        codec = EventCodec(EVENTS, Vault(MemoryKeys()))
        runner = runner_over([FactIndex(EVENTS, KINDS)], PostgresLog(connections), codec, connections)
        runner.prepare()
        runner.catch_up()
        db.execute(
            "INSERT INTO read.activity SELECT n, gen_random_uuid(), 1, CASE WHEN n %% 1000 = 0 THEN 'a/rare-1' ELSE"
            " 'a/frequent-1' END, CASE WHEN n %% 500 = 0 THEN 'staff:1' ELSE 'guest:' || n %% 5000 END,"
            " %s::timestamptz + n * interval '1 second', gen_random_uuid(), NULL, gen_random_uuid()"
            " FROM generate_series(1, 100000) AS n", (NOON,),
        )
        db.execute(
            "INSERT INTO read.activity_things SELECT CASE WHEN position %% 3 = 0 THEN %s ELSE stream END, recorded_at,"
            " position FROM read.activity", (uuid5(WISH, "5"),),
        )
        db.execute("ANALYZE read.activity, read.activity_things")
        for wanted, index in NARROWS:
            nodes = plan(db, wanted)
            assert index in {node.get("Index Name") for node in nodes}, wanted
            walked = [node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"]
            assert not [table for table in walked if table.startswith("activity")], wanted


def plan(db, wanted):
    """All nodes of the way Postgres takes."""
    ((said,),) = db.execute(f"EXPLAIN (FORMAT JSON) {query_of(wanted)}", values_of(wanted)).fetchall()
    waiting, nodes = [said[0]["Plan"]], []
    while waiting:
        nodes.append(waiting.pop())
        waiting += nodes[-1].get("Plans", [])
    return nodes


def test_what_is_spoken_of_follows_from_the_names_in_a_fact():
    from projections.audit.fact_index import things_of

    spoken_of = things_of(ORDER, PLACED, KINDS)
    assert {ORDER, PLACED.cart_id, PLACED.payment_id} <= spoken_of
    assert {stock_of(line.sku) for line in PLACED.lines} <= spoken_of
    assert order_of(OrderNumber(str(PLACED.number))) in spoken_of
