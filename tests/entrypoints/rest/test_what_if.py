"""A draft promotion is tried over HTTP."""

import pytest

from tests.entrypoints.rest.conftest import row

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "a promotion is tried on past orders")]
HERE = "/promotions/what-if"
FREE = {"kind": "bundle", "percent": "50", "skus": ["TRIED", "TRIED-TOO"]}


def test_a_draft_is_tried_and_nothing_is_changed(api):
    api.sells(row(5, slug="tried", sku="TRIED"), row(5, slug="tried-too", sku="TRIED-TOO"))
    cart = api.cart("TRIED", 2)
    api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": "TRIED-TOO", "quantity": 1})
    running = api.expects(200, "GET", "/promotions", headers=api.staff)
    tried = api.expects(200, "POST", HERE, json={"terms": FREE, "days": 7}, headers=api.staff)
    (sums,) = (it for it in tried["carts"]["sums"] if it["currency"] == "EUR")
    assert (sums["cheaper"], tried["days"], tried["carts"]["more"]) == (1, 7, False)
    assert set(tried["orders"]) == {"sums", "below_cost", "more"}
    assert api.expects(200, "GET", "/promotions", headers=api.staff) == running
    assert api.expects(200, "GET", f"/carts/{cart}")["discounts"] == []


@pytest.mark.requirement("R1.5")
def test_what_makes_no_sense_is_refused_and_shoppers_are_not_told(api):
    assert api.asks("POST", HERE, json={"terms": FREE}).status_code == 401
    api.expects(422, "POST", HERE, json={"terms": {"kind": "tiers"}}, headers=api.staff)
    for days in (0, 366):
        assert api.asks("POST", HERE, json={"terms": FREE, "days": days}, headers=api.staff).status_code == 400
