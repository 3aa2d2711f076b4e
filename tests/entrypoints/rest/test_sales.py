"""Figures over time by the API and on their page: a vendor's own, to the coin what their orders say."""

import pytest

from tests.entrypoints.rest.test_fulfilment import Trade
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.story("US-4.3", "figures over time"), pytest.mark.requirement("R1.5")]
PATH = "/fulfilment/sales"


@pytest.fixture(scope="module")
def trade(api):
    return Trade(api)


def sums(sales):
    return sales["now"]["orders"], sales["now"]["pieces"], [it["amount"] for it in sales["now"]["revenue"]]


def test_a_vendor_sees_what_they_sold_and_nothing_of_others(trade):
    vera, all_ = (trade.asks(200, "GET", PATH, who).json() for who in (trade.vera, None))
    assert sums(vera) == (1, 2, ["18.00"])
    assert (len(vera["days"]), vera["days"][-1]["day"], vera["before"]["orders"]) == (30, vera["until"], 0)
    assert vera["days"][-1]["revenue"] == [{"amount": "18.00", "currency": "EUR"}]
    assert all_["now"]["pieces"] >= 4
    trade.asks(401, "GET", PATH, None, headers={"authorization": ""})


@pytest.mark.story("US-4.4", "cancel a part of an order")
def test_what_is_cancelled_is_not_sold(api):
    trade = Trade(api)
    wish = {"reason": "not_available", "lines": [{"sku": trade.vera.sku, "quantity": 1}]}
    trade.asks(201, "POST", f"/orders/{trade.number}/cancellation", None, json=wish)
    settle(api.back_room)
    assert sums(trade.asks(200, "GET", PATH, trade.vera).json()) == (1, 1, ["9.00"])
    items = trade.asks(200, "GET", "/fulfilment", trade.vera).json()["items"]
    assert [(it["pieces"], it["left"], it["value"]["amount"]) for it in items] == [(1, 1, "9.00")]
