"""``store archive``: years of orders, from the operator's desk."""

import json
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from projections.ordering.order_list import OrderList
from store.domain.shared.ids import OrderNumber, order_of
from tests.domain.ordering.test_order import PLACED
from tests.harness.projections import learning

pytestmark = [
    pytest.mark.requirement("R9.3"), pytest.mark.story("US-4.1", "old orders are archived and nothing of them is lost"),
]


@pytest.fixture
def desk(run, migrated_url):
    with learning(migrated_url, OrderList()) as orders:
        for year in (2019, 2020):
            id = order_of(OrderNumber(f"N-{year}"))
            at = datetime(year, 3, 1, tzinfo=UTC)
            orders.given(id, replace(PLACED, order_id=id, number=f"N-{year}", at=at))
        orders.runner.catch_up()
    return run


def test_years_are_archived_as_asked_or_by_the_settings(desk, monkeypatch):
    seen = json.loads(desk("archive", "orders", "--look", "--json").stdout)
    assert ([year["archived"] for year in seen["years"]], seen["archived"]) == ([False, False], [])
    done = json.loads(desk("archive", "orders", "--before", "2020", "--json").stdout)
    assert [(year["year"], year["archived"], year["orders"]) for year in done["years"]] == [
        (2019, True, 1), (2020, False, 1)
    ]
    monkeypatch.setenv("STORE_ARCHIVE_ORDERS_AFTER", "0")
    assert json.loads(desk("archive", "orders", "--json").stdout)["archived"] == []
    monkeypatch.delenv("STORE_ARCHIVE_ORDERS_AFTER")
    shown = desk("archive", "orders")
    assert shown.exit_code == 0
    assert "2020 is archived." in shown.output
    refused = desk("archive", "orders", "--before", "9999")
    assert refused.exit_code != 0
