"""What is hot is found without a look into the archive: the plans of Postgres say so."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from projections.ordering import order_changes, order_list, own_orders
from projections.ordering.archive import Archive
from projections.ordering.order_list import OrderList
from projections.shared.years import first_instant, open_years
from tests.harness.projections import learning

pytestmark = [
    pytest.mark.requirement("R9.3"), pytest.mark.story("US-4.1", "old orders are archived and nothing of them is lost"),
]
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ANN = UUID(int=1)
FILL = """
INSERT INTO read.orders SELECT md5('order' || n)::uuid, 'N-' || n,
    CASE WHEN n = 100 OR n > 15700 THEN 'confirmed' WHEN n %% 9 = 0 THEN 'cancelled' ELSE 'delivered' END,
    '2019-01-01T00:00:00Z'::timestamptz + n * interval '4 hours', 1, 900, 'EUR',
    CASE WHEN n %% 40 = 0 THEN %(ann)s::uuid END, 'mug', true, 0, 0
FROM generate_series(1, 15900) AS n
"""
ALL = {"status": None, "q": "%", "at": None, "after": None, "limit": 51, "edge": "-infinity"}


@pytest.fixture(scope="module")
def url(module_url):
    with learning(module_url, OrderList()) as orders:
        with orders.connections.connection() as db, db.transaction():
            db.execute("SELECT set_config('search_path', 'read, public', true)")
            open_years(OrderList(), "orders", range(2019, 2027), db)
            db.execute(FILL, {"ann": ANN})
        with psycopg.connect(module_url, autocommit=True) as db:
            db.execute("VACUUM ANALYZE read.orders")
        assert len(list(Archive(orders.connections).before(2025, NOW))) == 6
    return module_url


def looked(url, statement, **values):
    """Of each partition in the plan whether it was looked into, and by which index."""
    with psycopg.connect(url) as db:
        db.execute("SET LOCAL search_path TO read")
        ((said,),) = db.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values, prepare=False).fetchall()
        db.rollback()

    def scans(node):
        if "Relation Name" in node and node["Node Type"] != "ModifyTable":
            yield node["Relation Name"], node["Actual Loops"] > 0, node.get("Index Name")
        for inner in node.get("Plans", ()):
            yield from scans(inner)

    return list(scans(said[0]["Plan"]))


@pytest.mark.parametrize(("statement", "values"), [
    (order_list.PAGE, ALL), (order_list.PAGE, ALL | {"status": "confirmed"}),
    (order_list.PAGE, ALL | {"status": "delivered"}),
    (own_orders.PAGE, ALL | {"account": ANN, "since": None, "before": None, "limit": 21}),
])
def test_the_first_page_of_a_list_looks_into_no_archived_year(url, statement, values):
    found = looked(url, statement, **values)
    assert {year for year, did, _ in found if did} <= {"orders_2026", "orders_2025"}
    assert len({year for year, *_ in found if year.endswith("_archived")}) == 6, "there, for the pages after it"
    found = looked(url, statement, **values | {"edge": first_instant(2025)})
    assert {year for year, *_ in found} <= {"orders_2025", "orders_2026"}, "and as it is asked for not even planned for"


def test_a_month_is_looked_for_in_its_year_alone(url):
    found = looked(url, own_orders.PAGE, **ALL | {
        "account": ANN, "since": datetime(2020, 3, 1, tzinfo=UTC), "before": datetime(2020, 4, 1, tzinfo=UTC),
    })
    assert {year for year, *_ in found} == {"orders_2020_archived"}


def test_what_becomes_of_an_order_is_written_without_a_look_into_the_archive(url):
    values = {"ids": "{" + UUID(int=7).hex + "}", "said": ["shipped"], "since": first_instant(2025), "till": "infinity"}
    found = looked(url, order_changes.STAND, **values)
    assert {year for year, *_ in found} == {"orders_2025", "orders_2026"}


def test_what_still_waits_is_found_in_an_archived_year_by_a_small_index(url):
    found = looked(url, order_list.PAGE, **ALL | {"status": "confirmed", "limit": 500})
    used = {year: index for year, did, index in found if did}
    assert used["orders_2019_archived"] == "orders_2019_archived_open"
    with psycopg.connect(url) as db:
        small, large = db.execute(
            "SELECT pg_relation_size('read.orders_2019_archived_open'), pg_relation_size('read.orders_2025_status')"
        ).fetchone()
    assert small < large / 5
