"""A merchant's log is planned and replayed: what the facts come to is what the file says, to the thousandth."""

import json
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

import psycopg
import pytest

from bench.orders_books import compared
from bench.orders_import import CURRENCY, IMPORTER, OPENING
from bench.orders_log import Row, Unwanted, Wanted, first_invoices, planned, read
from bench.orders_replay import DATA, replayed
from store.entrypoints.wiring.settings import Settings

pytestmark = [pytest.mark.requirement("R3.1")]
NOON = datetime(2010, 12, 1, 12, tzinfo=UTC)
LOG, TOTALS = DATA / "online_retail.parquet", DATA / "online_retail_totals.json"


def row(number, invoice, code, quantity, milli, minute=0, customer=17850, country="United Kingdom"):
    at = NOON + timedelta(minutes=minute)
    return Row(number, invoice, code, f"A {code}", quantity, at, milli, customer, country, invoice.startswith("C"))


ROWS = [
    row(1, "1001", "85123A", 6, 2550), row(2, "1001", "85123A", 4, 2550), row(3, "1001", "85123A", 1, 2100),
    row(4, "1002", "22423", 2000, 1, 1, None), row(5, "1002", "POST", 1, 18_004, 1, None, "EIRE"),
    row(6, "1003", "85123A", 2, 2550, 2), row(7, "1003", "71053", 5, 0, 2), row(8, "1004", "71053", -3, 0, 3),
    row(9, "C1005", "85123A", -3, 2550, 4), row(10, "C1005", "D", -1, 5000, 4),
    row(11, "C1006", "22423", -9, 1, 5, None), row(12, "C1007", "85123A", -9, 2550, 6),
]


def test_a_log_is_planned_as_far_as_a_shop_can_follow():
    plan = planned(ROWS)
    first, second, third, off, rest = plan.deeds
    assert first.pieces == {"85123A@2550": 10, "85123A@2100": 1}, "a code at two prices is two articles"
    assert second.pieces == {"22423@1": 999, "22423@1+1": 999, "22423@1+2": 2, "POST@18004": 1}
    assert (second.customer, second.country, third.pieces) == ("guest-1002", "United Kingdom", {"85123A@2550": 2})
    assert off.pieces == {"1003/1": {"85123A@2550": 2}, "1001/1": {"85123A@2550": 1}}, "of the newest first"
    assert rest.pieces == {"1001/1": {"85123A@2550": 9}}
    assert [type(deed) for deed in plan.deeds] == [Wanted, Wanted, Wanted, Unwanted, Unwanted]
    assert (plan.sold, plan.cancelled, plan.unmatched) == (25_500 + 2100 + 2000 + 18_004 + 5100, -30_600, -5009)
    assert (plan.lines, plan.left_out, plan.unmatched_lines) == (6, 2, 2)
    assert plan.stock["85123A@2550"] == 12


def test_an_invoice_longer_than_a_cart_becomes_several_orders():
    plan = planned([row(n, "1001", f"{n:05}", 1, 1000) for n in range(1, 602)])
    assert [(deed.name, len(deed.pieces)) for deed in plan.deeds] == [("1001/1", 500), ("1001/2", 101)]
    assert first_invoices(ROWS, 2) == ROWS[:5]


@pytest.fixture
def settings(migrated_url, tmp_path):
    return Settings(database_url=migrated_url, data_dir=tmp_path, currency=CURRENCY, demo=False, recording=False)


def test_facts_come_to_what_was_sold_and_given_back_at_the_times_of_the_log(settings, migrated_url):
    found = replayed(ROWS, settings, 5, 2)
    sums = found["sums"]
    assert compared(found | {"whole": False}, {}) == []
    assert (sums["sold_in_the_file"], sums["sold_by_the_facts"], sums["rounded"]) == (52_704, 70_700, 17_996)
    assert (sums["given_back_by_the_facts"], sums["unmatched"], found["orders"]) == (-30_600, -5009, 3)
    with psycopg.connect(migrated_url) as db:
        rows = db.execute(
            "SELECT tag, state::jsonb ->> 'at', metadata::jsonb ->> 'actor', metadata::jsonb ->> 'reason'"
            " FROM log.events WHERE tag IN ('ordering/placed-1', 'inventory/received-1') ORDER BY position"
        ).fetchall()
    placed = [(at[:16], actor, reason) for tag, at, actor, reason in rows if tag.startswith("ordering")]
    assert sorted(placed) == [
        (f"2010-12-01T12:0{minute}", IMPORTER, f"Invoice 100{minute + 1}") for minute in range(3)
    ]
    assert {reason for tag, _, _, reason in rows if tag.startswith("inventory")} == {OPENING}


@pytest.mark.slow
@pytest.mark.skipif(not LOG.exists(), reason="the log of a real merchant is not part of the project")
@pytest.mark.skipif(find_spec("pyarrow") is None, reason="reading Parquet takes pyarrow: it is not installed here")
def test_the_first_invoices_of_a_real_merchant_come_to_the_thousandth(settings):
    found = replayed(first_invoices(read(LOG), 200), settings, 5, 4)
    assert found["deeds"] == found["of_deeds"] > 150
    assert compared(found | {"whole": False}, json.loads(TOTALS.read_text())) == []
