"""Stock by the API: put right, brought back, watched."""

import pytest

from tests.entrypoints.rest.conftest import is_problem

pytestmark = [pytest.mark.requirement("R2.6")]

SKU = "THING-8"


@pytest.fixture
def stock(api):
    """Asks about one SKU, as staff."""
    def ask(status, verb, path="", body=None, **headers):
        return api.expects(status, verb, f"/inventory/{SKU}{path}", json=body, headers=api.staff | headers)

    return ask


@pytest.mark.story("US-2.6", "stock history log")
def test_pieces_are_adjusted_for_a_reason_once_for_each_key(stock):
    before = stock(200, "GET")["on_hand"]
    lost = {"change": -2, "cause": "lost", "reason": "nobody knows"}
    for _ in range(2):
        assert stock(201, "POST", "/adjustments", lost, **{"idempotency-key": "lost two"})["on_hand"] == before - 2
    assert stock(201, "POST", "/adjustments", lost | {"change": 2, "cause": "found"})["on_hand"] == before
    refused = stock(409, "POST", "/adjustments", lost | {"change": -1_000_000})
    assert refused["type"] == "/problems/FewerOnHand"
    assert stock(422, "POST", "/adjustments", lost | {"change": 1})["type"] == "/problems/CauseContradicts"
    assert stock(422, "POST", "/adjustments", lost | {"change": 0})["type"] == "/problems/ChangeOfNothing"
    stock(400, "POST", "/adjustments", lost | {"cause": "stolen"})


@pytest.mark.story("US-2.6", "stock history log")
def test_no_more_comes_back_than_left(stock):
    assert stock(409, "POST", "/returns", {"quantity": 1000, "reason": "x"})["type"] == "/problems/FewerSold"


@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_a_threshold_is_set_and_left_to_the_shop_again(api, stock):
    free = stock(200, "GET")["available"]
    assert stock(200, "PUT", "/threshold", {"threshold": free + 1})["low"] is True
    assert stock(200, "GET")["threshold"] == free + 1
    assert stock(200, "PUT", "/threshold", {"threshold": None})["threshold"] is None
    assert is_problem(api.asks("PUT", f"/inventory/{SKU}/threshold", json={"threshold": -1}, headers=api.staff))
    assert is_problem(api.asks("PUT", f"/inventory/{SKU}/threshold", json={"threshold": 1})).get("status") == 401
