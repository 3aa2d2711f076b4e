"""A read model that is behind, or met a fact it can't take in, says so on its page and to operators."""

import re
from threading import Event
from time import monotonic

import psycopg
import pytest

from projections.ordering.order_list import OrderList
from tests.entrypoints.backoffice.conftest import KEY
from tests.entrypoints.test_watching import samples, visit

pytestmark = [pytest.mark.requirement("R11.3")]

PATIENCE = 20.0
UNSEEN = """
SELECT count(*), extract(epoch FROM clock_timestamp() - min((e.metadata::json ->> 'recorded_at')::timestamptz))::float8
FROM log.events e JOIN read.copies c ON e.position > c.position WHERE c.name = 'orders' AND c.schema = 'read'
"""
ROUNDED = 0.06
"""Seconds that the tenth on the page and the clocks of shop and database may be apart."""


def until(condition):
    """Wait for it, and fail if it never comes."""
    deadline, pause = monotonic() + PATIENCE, Event()
    while not condition():
        assert monotonic() < deadline
        pause.wait(0.02)


@pytest.fixture
def ann(own_office, monkeypatch):
    """She is logged in, and all that happened is taken in; what happens from now on isn't by itself."""
    own_office.log_in()
    own_office.get("/backoffice/projections")
    own_office.settle()
    monkeypatch.setattr(own_office.back_room, "_settle", lambda: None)
    return own_office


def page_for(ann):
    """The page, while nothing is taken in for it."""
    return ann.client.get("/backoffice/projections", headers={"x-api-key": KEY}).text


def row_of(ann, name):
    """What it says of one."""
    rows = re.findall(r"<tr>.*?</tr>", page_for(ann), re.DOTALL)
    [row] = [row for row in rows if f'<span class="code">{name}</span>' in row]
    return row


def stumbles(ann, monkeypatch):
    """What comes after an order was placed can't be taken in, until the mend."""
    project = OrderList.project

    def bad(self, facts, db):
        if any(fact.version > 1 for fact in facts):
            raise ValueError("no")
        project(self, facts, db)

    monkeypatch.setattr(OrderList, "project", bad)
    stops(ann)


def state(ann):
    [found] = [status for status in ann.shop.runner().status() if status.name == "orders"]
    return found


def stops(ann):
    def tried():
        ann.shop.runner().catch_up()
        return state(ann).state == "stopped"

    until(tried)


def test_the_page_says_by_how_many_facts_and_seconds_one_is_behind(ann, migrated_url):
    assert "Up to date" in row_of(ann, "orders")
    ann.buy()
    with psycopg.connect(migrated_url, autocommit=True) as db:
        until(lambda: db.execute(UNSEEN).fetchone()[1] > 5 * ROUNDED)
        ann.buy()
        facts, least = db.execute(UNSEEN).fetchone()
        row = row_of(ann, "orders")
        _, most = db.execute(UNSEEN).fetchone()
    assert "Catching up" in row
    assert f"{facts} facts" in row
    [seconds] = re.findall(r">([\d.]+) s<", row)
    assert least - ROUNDED <= float(seconds) <= most + ROUNDED
    ann.settle()
    assert "facts" not in row_of(ann, "orders")


def test_operators_are_told_that_one_stopped_how_often_and_what_it_lacks(ann, monkeypatch):
    ann.buy()
    with monkeypatch.context() as patched:
        stumbles(ann, patched)
        seen = samples(visit(ann.shop.settings()).text)
        assert {key[1] for key, value in seen.items() if key[0] == "store_projection_stopped" and value} == {"orders"}
        assert seen["store_projection_failures_total", "orders"] == 1
        assert seen["store_projection_failures_total", "goods"] == 0
        assert seen["store_projection_lag_facts", "orders"] > seen["store_projection_lag_facts", "goods"] == 0
        assert seen["store_projection_lag_seconds", "orders"] > 0
        assert "Stopped" in row_of(ann, "orders")
        assert "ValueError: no" in page_for(ann)
        assert "/backoffice/history/order/" in page_for(ann)
        ann.post("/backoffice/projections/orders/resume")
        assert state(ann).state == "running"
        stops(ann)
    ann.post("/backoffice/projections/orders/resume")
    ann.settle()
    seen = samples(visit(ann.shop.settings()).text)
    assert seen["store_projection_stopped", "orders"] == seen["store_projection_lag_facts", "orders"] == 0
    assert seen["store_projection_failures_total", "orders"] == 2, "how often it happened stays known"
    assert "Up to date" in row_of(ann, "orders")
