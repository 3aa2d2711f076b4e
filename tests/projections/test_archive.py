"""Years of orders that are over are packed; nothing is lost to whoever reads, and nobody waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic

import psycopg
import pytest
from msgspec.structs import replace

from projections.ordering import archive as archiving
from projections.ordering.archive import Archive, YearBusy
from projections.ordering.order_list import OrderList
from projections.shared.years import years_of
from store.adapters.drivers.pools import pool
from store.application.shared.errors import BadValue
from store.domain.ordering.events import OrderClaimed
from store.domain.shared.ids import AccountId, OrderNumber, order_of
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, PLACED, SHIPPED
from tests.harness.projections import learning

pytestmark = [
    pytest.mark.requirement("R9.3"), pytest.mark.story("US-4.1", "old orders are archived and nothing of them is lost"),
]
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ANN = AccountId(order_of(OrderNumber("ann")))
ROWS = 'SELECT o::text COLLATE "C" FROM {}.orders o ORDER BY 1'
COUNTS = "SELECT status, orders FROM read.order_counts ORDER BY 1"
YEARS = range(2019, 2027)


def order(year, n):
    return order_of(OrderNumber(f"N-{year}-{n}"))


@pytest.fixture
def orders(migrated_url):
    with learning(migrated_url, OrderList()) as learner:
        for year in YEARS:
            for n in range(4):
                id = order(year, n)
                at = datetime(year, 1 + n * 3, 1, tzinfo=UTC) if n else datetime(year, 1, 1, tzinfo=UTC)
                placed = replace(PLACED, order_id=id, number=f"N-{year}-{n}", at=at, account_id=ANN if n < 2 else None)
                learner.given(id, placed, *([replace(CONFIRMED, order_id=id)] if n else []))
                if n > 1:
                    learner.given(id, replace(SHIPPED if n == 2 else CANCELLED, order_id=id))
        learner.runner.catch_up()
        yield learner


def archive(orders, before=2025):
    return list(Archive(orders.connections).before(before, NOW))


def archived(orders, schema="read"):
    with orders.connections.connection() as db, db.transaction():
        db.execute("SELECT set_config('search_path', %s, true)", (schema,))
        return [year.year for year in years_of("orders", db) if year.archived]


def test_nothing_is_lost_and_a_rebuild_finds_the_same_and_undoes_it(orders):
    before, counts = orders.rows(ROWS.format("read")), orders.rows(COUNTS)
    assert archive(orders) == [2019, 2020, 2021, 2022, 2023, 2024]
    assert archive(orders) == [], "it is done"
    assert archived(orders) == [2019, 2020, 2021, 2022, 2023, 2024]
    assert (orders.rows(ROWS.format("read")), orders.rows(COUNTS)) == (before, counts)
    orders.runner.builds.rebuild("orders")
    assert orders.rows(ROWS.format("read_next")) == before
    _, compared = orders.runner.compare("orders")
    assert [(it.rows, it.differing) for it in compared] == [(32, 0), (4, 0)]
    orders.runner.builds.switch("orders")
    assert (archived(orders), archived(orders, "read_kept")) == ([], list(range(2019, 2025)))
    orders.runner.builds.back("orders")
    assert archived(orders) == list(range(2019, 2025)), "what was archived came back as it was"


def test_what_becomes_of_archived_orders_years_later_is_taken_in(orders):
    archive(orders)
    orders.given(order(2019, 1), replace(SHIPPED, order_id=order(2019, 1)))
    orders.given(order(2020, 0), replace(CANCELLED, order_id=order(2020, 0)))
    orders.given(order(2026, 1), replace(SHIPPED, order_id=order(2026, 1)))
    orders.given(order(2021, 2), OrderClaimed(at=NOW, order_id=order(2021, 2), account_id=ANN))
    orders.runner.catch_up()
    assert archived(orders), "and stay archived"
    of_three = "SELECT number, status FROM read.orders WHERE number IN ('N-2019-1', 'N-2020-0', 'N-2026-1') ORDER BY 1"
    orders.then(of_three,
                ("N-2019-1", "shipped"), ("N-2020-0", "cancelled"), ("N-2026-1", "shipped"))
    assert orders.rows("SELECT account FROM read.orders WHERE number = 'N-2021-2'") == [(ANN,)]
    counted = orders.rows("SELECT status, count(*) FROM read.orders GROUP BY 1 ORDER BY 1")
    assert orders.rows(COUNTS) == counted


def test_an_order_that_comes_late_into_an_archived_year_is_taken_in(orders):
    archive(orders)
    late = order(2019, 9)
    at = datetime(2019, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    orders.given(late, replace(PLACED, order_id=late, number="LATE", at=at))
    orders.runner.catch_up()
    assert orders.status.state == "running", orders.status.error
    assert orders.rows("SELECT tableoid::regclass::text FROM read.orders WHERE number = 'LATE'") == [
        ("read.orders_2019_archived",)
    ]


def test_nobody_waits_and_what_is_broken_off_leaves_all_as_it_was(orders):
    """Somebody reads for long, so that the year can't change places. Meanwhile others read, buy, and take parcels."""
    before = orders.rows(ROWS.format("read"))
    with psycopg.connect(orders.url) as reader, ThreadPoolExecutor() as threads:
        reader.execute("SELECT FROM read.orders")
        packing = threads.submit(archive, orders, 2020)
        until(lambda: orders.rows("SELECT FROM pg_class WHERE relname = 'orders_2019_packing' AND reltuples = 4"))
        began = monotonic()
        assert orders.rows(ROWS.format("read")) == before
        new = order(2027, 1)  # a year that has just begun
        orders.given(new, replace(PLACED, order_id=new, number="NEW", at=datetime(2027, 1, 1, tzinfo=UTC)))
        orders.given(new, replace(CONFIRMED, order_id=new))
        orders.given(order(2026, 1), replace(SHIPPED, order_id=order(2026, 1)))
        until(lambda: {("NEW", "confirmed"), ("N-2026-1", "shipped")} <= learnt(orders))
        orders.given(order(2019, 1), replace(CANCELLED, order_id=order(2019, 1)))
        until(lambda: ("N-2019-1", "cancelled") in learnt(orders))
        assert monotonic() - began < 2, "each waits for a tenth of a second at most"
        reader.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN ("
            " SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = ("
            " SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        with pytest.raises(psycopg.OperationalError):
            packing.result(20)
    assert (len(now := orders.rows(ROWS.format("read"))), archived(orders)) == (33, [])
    assert archive(orders, 2020) == [2019], "begun again"
    assert orders.rows(ROWS.format("read")) == now, "what changed meanwhile among them"


def test_who_reads_for_too_long_has_the_year_wait_for_its_turn(orders, monkeypatch):
    monkeypatch.setattr("projections.ordering.archive._TRIES", 2)
    with psycopg.connect(orders.url) as reader:
        reader.execute("SELECT FROM read.orders")
        with pytest.raises(YearBusy):
            archive(orders)
    assert archive(orders)[0] == 2019


@pytest.mark.race
def test_years_are_archived_while_their_orders_are_sent_cancelled_and_claimed(orders):
    """Each year changes places while facts about it come in: nothing of either is lost, and no projector stops."""
    with ThreadPoolExecutor() as threads:
        packing = threads.submit(archive, orders)
        for n, year in [(n, year) for n in range(4) for year in range(2019, 2025)]:
            id = order(year, n)
            fact = (SHIPPED, CANCELLED, OrderClaimed(at=NOW, order_id=id, account_id=ANN))[(n + year) % 3]
            orders.given(id, replace(fact, order_id=id))
            orders.runner.catch_up()
            assert orders.status.state == "running", orders.status.error
        packing.result(60)
    orders.runner.catch_up()  # while a year is written nobody reads past that transaction
    archive(orders)
    assert archived(orders) == list(range(2019, 2025))
    orders.runner.builds.rebuild("orders")
    _, compared = orders.runner.compare("orders")
    assert [it.differing for it in compared] == [0, 0]


def test_a_try_that_was_broken_off_is_in_the_way_of_no_copy_that_comes_back(orders, monkeypatch):
    """What people read was archived, built anew and is being archived again, when somebody wants the old one back."""
    before = orders.rows(ROWS.format("read"))
    archive(orders)
    orders.runner.builds.rebuild("orders")
    orders.runner.builds.switch("orders")
    monkeypatch.setattr("projections.ordering.archive._TRIES", 1)
    with psycopg.connect(orders.url) as reader:
        reader.execute("SELECT FROM read.orders")
        with pytest.raises(YearBusy):
            archive(orders)
    orders.runner.builds.back("orders")
    assert archived(orders) == list(range(2019, 2025))
    assert orders.rows(ROWS.format("read")) == before
    orders.runner.builds.back("orders")
    assert archive(orders)[0] == 2019
    assert orders.rows(ROWS.format("read")) == before


def test_an_archive_is_made_while_the_model_is_built_anew_and_changes_places(orders):
    """Nobody tells the other: whichever ends last, all is there, and the next hour archives the rest."""
    before = orders.rows(ROWS.format("read"))
    years = Archive(orders.connections).before(2025, NOW)
    assert next(years) == 2019
    orders.runner.builds.rebuild("orders")
    assert next(years) == 2020
    orders.runner.builds.switch("orders")
    orders.given(order(2022, 0), replace(CANCELLED, order_id=order(2022, 0)))
    orders.runner.catch_up()
    list(years)
    now = orders.rows(ROWS.format("read"))
    assert (len(now), len(set(now) - set(before))) == (len(before), 1), "the one that was cancelled meanwhile"
    years = Archive(orders.connections).before(2025, NOW)
    assert next(years) == 2019
    orders.runner.builds.back("orders")
    list(years)
    assert orders.rows(ROWS.format("read")) == now
    archive(orders)
    assert (archived(orders), orders.rows(ROWS.format("read"))) == (list(range(2019, 2025)), now)


def meanwhile(monkeypatch, name, act):
    """Once, before the archive does what is called *name*."""
    original, done = getattr(archiving, name), []

    def after_it(*args, **more):
        if not done:
            done.append(True)
            act()
        return original(*args, **more)

    monkeypatch.setattr(archiving, name, after_it)


def test_whoever_looks_at_the_years_finds_each_of_them_though_one_is_about_to_change_places(orders, monkeypatch):
    monkeypatch.setattr(archiving, "_TRIES", 1)
    looking, tried = Event(), Event()
    with ThreadPoolExecutor() as threads, pool(orders.url, 1) as others:
        def look():
            asked.append(threads.submit(Archive(others).shelves))
            assert looking.wait(20)

        def wait():
            looking.set()
            assert tried.wait(20)

        asked = []
        meanwhile(monkeypatch, "_sizes", wait)
        meanwhile(monkeypatch, "_swap", look)
        with pytest.raises(YearBusy):
            archive(orders, 2020)
        tried.set()
        seen = [(it.year, it.archived, it.orders) for it in asked[0].result(20)]
    assert seen == [(year, False, 4) for year in YEARS]
    assert archive(orders, 2020) == [2019], "its turn comes again"


@pytest.mark.parametrize("step", ["creating", "_swap"])
def test_where_an_archived_list_comes_back_while_a_year_is_packed_the_year_is_left_as_it_is(orders, monkeypatch, step):
    before = orders.rows(ROWS.format("read"))
    archive(orders, 2020)
    orders.runner.builds.rebuild("orders")
    orders.runner.builds.switch("orders")
    meanwhile(monkeypatch, step, lambda: orders.runner.builds.back("orders"))
    with pytest.raises(YearBusy, match="its turn comes again"):
        archive(orders, 2021)
    assert (archived(orders), orders.rows(ROWS.format("read"))) == ([2019], before)
    assert archive(orders, 2021) == [2020]
    assert (archived(orders), orders.rows(ROWS.format("read"))) == ([2019, 2020], before)


def test_a_copy_as_of_an_instant_is_built_beside_an_archive_and_leaves_it_alone(orders):
    archive(orders)
    as_of, orders.now = orders.now, orders.now + timedelta(seconds=1)
    orders.given(order(2019, 1), replace(SHIPPED, order_id=order(2019, 1)))
    orders.runner.catch_up()
    then = orders.runner.builds.rebuild("orders", as_of=as_of)
    found = [row for (row,) in orders.rows(ROWS.format(then.schema))]
    assert (len(found), [row.split(",")[2] for row in found if "N-2019-1," in row]) == (32, ["confirmed"]), "as then"
    assert archived(orders) == list(range(2019, 2025))
    assert archived(orders, then.schema) == []
    assert dict(orders.rows("SELECT number, status FROM read.orders WHERE number = 'N-2019-1'")) == {
        "N-2019-1": "shipped",
    }


def test_the_newest_two_years_stay_and_each_year_says_what_it_takes_up(orders):
    with pytest.raises(BadValue, match="2025 or less"):
        archive(orders, before=2026)
    with psycopg.connect(orders.url, autocommit=True) as administrator:
        administrator.execute("SET allow_in_place_tablespaces = on")
        administrator.execute("CREATE TABLESPACE cold LOCATION ''")
        administrator.execute("GRANT CREATE ON TABLESPACE cold TO PUBLIC")
        try:
            assert list(Archive(orders.connections, "cold").before(2020, NOW)) == [2019]
            assert orders.rows(
                "SELECT DISTINCT t.spcname FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace"
                " WHERE c.relname LIKE 'orders_2019_archived%'"
            ) == [("cold",)]
            shelves = Archive(orders.connections).shelves()
            assert [(it.year, it.archived) for it in shelves][:2] == [(2019, True), (2020, False)]
            assert len(shelves) == 8
            assert (shelves[0].orders, shelves[0].bytes > 0, shelves[0].index_bytes > 0) == (4, True, True)
        finally:
            administrator.execute("DROP TABLE read.orders")
            administrator.execute("DROP TABLESPACE cold")


def learnt(orders):
    orders.runner.catch_up()  # as far as the log can be read: whoever packs holds its horizon back for moments
    return {*orders.rows("SELECT number, status FROM read.orders")}


def until(condition):
    deadline, pause = monotonic() + 20, Event()
    while not condition() and not pause.wait(0.01):
        assert monotonic() < deadline
