"""Read models are built anew beside the old ones, change places with them, and show any instant of the past."""

from datetime import timedelta

import psycopg
import pytest
from msgspec.structs import replace

from projections.ordering.order_list import OrderList
from projections.shared.copies import KEPT, NEXT, SERVING
from projections.shared.switching import Behind
from store.application.shared.errors import BadValue, NoSuch
from store.domain.shared.ids import OrderNumber, order_of
from tests.domain.ordering.test_order import CONFIRMED, ID, PLACED, SHIPPED
from tests.harness.projections import NOON, learning

pytestmark = pytest.mark.requirement("R9.3")
STATUS = "SELECT status FROM {}.orders"


class NewerOrderList(OrderList):
    revision = OrderList.revision + 1


class BrokenOrderList(OrderList):
    def project(self, facts, db):
        super().project(facts, db)
        if any(fact.version == 2 for fact in facts):
            raise ValueError("no")


@pytest.fixture
def orders(migrated_url):
    with learning(migrated_url, OrderList()) as learner:
        learner.given(ID, PLACED)
        learner.runner.catch_up()
        yield learner


def status(orders, schema=SERVING):
    return [word for (word,) in orders.rows(STATUS.format(schema))]


def schemas(orders):
    return {copy.schema for copy in orders.runner.copies.all()}


def test_the_old_one_serves_and_keeps_up_while_the_new_one_is_built(orders):
    orders.runner.builds.begin("orders")
    orders.given(ID, CONFIRMED)
    orders.runner.step()
    assert status(orders) == ["confirmed"]
    assert status(orders, NEXT) == []
    orders.runner.catch_up()
    assert status(orders, NEXT) == ["confirmed"]
    assert schemas(orders) == {SERVING, NEXT}, "nobody switched"


def test_they_change_places_and_back_and_both_keep_up(orders):
    orders.runner.builds.rebuild("orders")
    with orders.connections.connection() as db:
        db.execute("DELETE FROM read.orders")
    orders.runner.builds.switch("orders")
    assert (status(orders), status(orders, KEPT)) == (["awaiting_payment"], [])
    orders.given(ID, CONFIRMED)
    orders.runner.catch_up()
    assert status(orders) == ["confirmed"]
    orders.runner.builds.back("orders")
    assert (status(orders), status(orders, KEPT)) == ([], ["confirmed"])
    orders.given(ID, SHIPPED)
    orders.runner.builds.back("orders")
    assert status(orders) == ["confirmed"]
    orders.runner.catch_up()
    assert status(orders) == ["shipped"]
    assert orders.runner.builds.drop("orders")
    assert not orders.runner.builds.drop("orders")
    with pytest.raises(NoSuch):
        orders.runner.builds.back("orders")


def test_nobody_sees_less_than_before(orders):
    orders.runner.builds.rebuild("orders")
    orders.given(ID, CONFIRMED)
    orders.runner.step({("orders", SERVING)})
    orders.runner.builds.switch("orders")
    assert status(orders) == ["confirmed"], "it was brought up to the old one first"
    orders.runner.builds.rebuild("orders")
    orders.given(ID, SHIPPED)
    orders.runner.step({("orders", SERVING)})
    with orders.connections.connection() as db:
        db.execute("UPDATE read.copies SET state = 'stopped' WHERE schema = 'read_next'")
    with pytest.raises(Behind):
        orders.runner.builds.switch("orders")
    assert status(orders) == ["shipped"]


def test_both_are_compared_row_by_row(orders):
    for n in range(30):
        id = order_of(OrderNumber(f"N-{n}"))
        orders.given(id, replace(PLACED, order_id=id, number=f"N-{n}"))
    orders.runner.catch_up()
    orders.runner.builds.rebuild("orders")
    _, [same, _] = orders.runner.compare("orders")
    assert (same.rows, same.other_rows, same.differing, same.columns_apart) == (31, 31, 0, [])
    with orders.connections.connection() as db:
        db.execute("UPDATE read.orders SET pieces = 9 WHERE number = 'N-3'")
        db.execute("DELETE FROM read_next.orders WHERE number = 'N-4'")
        db.execute("ALTER TABLE read_next.orders ADD COLUMN more int")
    _, [found, _] = orders.runner.compare("orders")
    assert (found.rows, found.other_rows, found.differing, found.columns_apart) == (31, 30, 2, ["more"])
    keys = {f'({order_of(OrderNumber(f"N-{n}"))},"2026-05-31 12:00:00+00")' for n in (3, 4)}
    assert keys == set(found.examples)
    _, [some, _] = orders.runner.compare("orders", share=30)
    assert 0 < some.rows < 31
    with pytest.raises(NoSuch):
        orders.runner.compare("orders", KEPT)


def test_what_people_read_is_not_thrown_away(orders):
    with pytest.raises(BadValue):
        orders.runner.builds.drop("orders", SERVING)


def test_views_and_rights_follow(orders):
    with psycopg.connect(orders.url) as administrator:
        administrator.execute("DROP ROLE IF EXISTS curious")
        administrator.execute("CREATE ROLE curious")
    with orders.connections.connection() as db:
        db.execute("GRANT SELECT ON read.orders TO curious")
        db.execute("CREATE VIEW read.placed WITH (security_barrier=true) AS SELECT status FROM read.orders")
        db.execute("COMMENT ON VIEW read.placed IS 'said'")
        db.execute("GRANT SELECT ON read.placed TO curious")
        orders.runner.rebuild("orders")
        orders.given(ID, CONFIRMED)
        orders.runner.catch_up()
        assert db.execute("SELECT * FROM read.placed").fetchall() == [("confirmed",)]
        found = db.execute(
            "SELECT has_table_privilege('curious', 'read.orders', 'SELECT'), has_table_privilege('curious',"
            " 'read.placed', 'SELECT'), obj_description('read.placed'::regclass), reloptions FROM pg_class"
            " WHERE relname = 'placed'"
        ).fetchone()
        assert found == (True, True, "said", ["security_barrier=true"])
        db.execute("DROP VIEW read.placed")
    with psycopg.connect(orders.url) as administrator:
        administrator.execute("DROP OWNED BY curious")
        administrator.execute("DROP ROLE curious")


def test_indexes_and_the_primary_key_are_as_before(orders):
    query = (
        "SELECT replace(pg_get_indexdef(indexrelid), 'read_next', 'read') FROM pg_index"
        " WHERE indrelid IN ('{0}.orders'::regclass, '{0}.orders_2026'::regclass) AND indisvalid ORDER BY 1"
    )
    before = orders.rows(query.format(SERVING))
    assert len(before) == 1 + 5, "a year has what its table has, and indexes of its own"
    orders.runner.builds.rebuild("orders")
    assert orders.rows(query.format(NEXT)) == before


def test_a_higher_revision_is_built_beside_and_takes_over_by_itself(orders):
    newer = orders.another(NewerOrderList())
    newer.prepare()
    newer.prepare()
    assert status(orders) == ["awaiting_payment"], "old rows serve until the new build is ready"
    orders.given(ID, CONFIRMED)
    orders.runner.catch_up()
    assert status(orders) == ["confirmed"], "an older version that still runs keeps its own up"
    newer.catch_up()
    revisions = {copy.schema: copy.revision for copy in newer.copies.all() if copy.name == "orders"}
    assert revisions == {SERVING: NewerOrderList.revision, KEPT: OrderList.revision}
    orders.runner.prepare()
    assert {copy.schema for copy in newer.copies.all()} == {SERVING, KEPT}, "an older version begins nothing"
    with pytest.raises(BadValue, match="start the version that made it"):
        newer.builds.back("orders")
    orders.given(ID, SHIPPED)
    orders.runner.builds.back("orders")
    assert status(orders) == ["confirmed"]


def test_another_life_of_the_log_is_learnt_anew(orders):
    with psycopg.connect(orders.url) as db:
        db.execute("INSERT INTO log.incarnations (number, base) VALUES (2, 0)")
    restored = orders.another(OrderList())
    restored.builds._log._incarnation = None
    restored.prepare()
    restored.catch_up()
    lives = {copy.schema: copy.incarnation for copy in restored.copies.all() if copy.name == "orders"}
    assert lives == {SERVING: 2, KEPT: 1}


def test_a_build_that_fails_shows_and_leaves_what_people_read_alone(orders):
    orders.given(ID, CONFIRMED)
    orders.runner.catch_up()
    broken = orders.another(BrokenOrderList())
    copy = broken.builds.rebuild("orders", takes_over=True)
    assert (copy.state, copy.schema) == ("stopped", NEXT)
    assert "ordering/confirmed-1: ValueError: no" in copy.error
    assert status(orders) == ["confirmed"]
    assert status(orders, NEXT) == ["awaiting_payment"], "all before the bad fact is kept"
    assert orders.runner.builds.rebuild("orders").state == "running", "begun again after the mend"


def test_the_bad_fact_is_found_in_a_batch_and_all_before_it_kept(migrated_url):
    with learning(migrated_url, BrokenOrderList()) as orders:
        for n in range(20):
            id = order_of(OrderNumber(f"N-{n}"))
            orders.given(id, replace(PLACED, order_id=id, number=f"N-{n}"))
            if n == 13:
                orders.given(id, replace(CONFIRMED, order_id=id))
        orders.runner.catch_up()
        assert orders.status.state == "stopped"
        assert orders.rows("SELECT count(*) FROM read.orders") == [(14,)]
        assert orders.rows("SELECT failures FROM read.copies WHERE name = 'orders'") == [(1,)]
        mended = orders.another(OrderList())
        mended.resume("orders")
        mended.catch_up()
        assert orders.rows("SELECT count(*) FROM read.orders") == [(20,)]
        assert status(orders).count("confirmed") == 1


def test_an_instant_of_the_past_can_be_looked_at(orders):
    orders.now = NOON + timedelta(hours=1)
    orders.given(ID, CONFIRMED)
    other = order_of(OrderNumber("LATE"))
    orders.now = NOON - timedelta(hours=1)  # another clock, a little behind
    orders.given(other, replace(PLACED, order_id=other, number="LATE"))
    copy = orders.runner.builds.rebuild("orders", as_of=NOON)
    assert (copy.state, copy.schema) == ("finished", "read_asof_20260531t120000")
    assert status(orders, copy.schema) == ["awaiting_payment", "awaiting_payment"]
    orders.runner.catch_up()
    assert sorted(status(orders)) == ["awaiting_payment", "confirmed"]
    assert status(orders, copy.schema) == ["awaiting_payment", "awaiting_payment"], "it stays as it is"
    assert orders.runner.builds.rebuild("orders", as_of=NOON).schema == copy.schema, "asked for again, made again"
    assert orders.runner.builds.drop("orders", copy.schema)
    with pytest.raises(psycopg.errors.UndefinedTable):
        status(orders, copy.schema)
    assert orders.rows("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'read\\_asof%'") == []


def test_the_future_can_not(orders):
    with pytest.raises(BadValue):
        orders.runner.builds.rebuild("orders", as_of=NOON + timedelta(days=36500))
