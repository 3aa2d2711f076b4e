"""Segments of customers and several codes, over HTTP."""

from uuid import uuid4

import pytest

from store.domain.pricing.terms import AmountOff, Terms
from tests.entrypoints.rest.conftest import row
from tests.entrypoints.rest.test_codes import coupon, settle

pytestmark = [pytest.mark.requirement("R3.5")]
conditions = pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
one = pytest.mark.story("US-3.3", "one coupon an order, or as configured")


@conditions
def test_a_segment_is_named_changed_listed_and_ended(api):
    wrong = [{"kind": "orders"}, {"kind": "listed", "orders": 3}, {"kind": "spent"}, {"kind": "orders", "spent": [
        {"amount": "5.00", "currency": "EUR"},
    ], "orders": 1}]
    for rule in wrong:
        assert api.asks("POST", "/segments", json={"name": "x", "rule": rule}, headers=api.staff).status_code == 400
    form = {"name": "Friends", "rule": {"kind": "spent", "spent": [{"amount": "500.00", "currency": "EUR"}]}}
    made = api.asks("POST", "/segments", json=form, headers=api.staff)
    assert (made.status_code, made.json()["rule"]) == (201, form["rule"])
    path, seen = f"/segments/{made.json()['id']}", made.headers["etag"]
    listed = {"name": "Friends", "rule": {"kind": "listed"}}
    api.expects(200, "PUT", path, json=listed, headers=api.staff | {"if-match": seen})
    api.expects(412, "PUT", path, json=listed, headers=api.staff | {"if-match": seen})
    assert api.in_person
    account = str(api.chief.account)
    assert api.asks("PUT", f"{path}/accounts/{uuid4()}", headers=api.staff).status_code == 404
    for verb, found in (("PUT", [account]), ("PUT", [account]), ("DELETE", [])):
        assert api.asks(verb, f"{path}/accounts/{account}", headers=api.staff).status_code == 204
        items = api.expects(200, "GET", f"{path}/accounts", headers=api.staff)["items"]
        assert [it["account_id"] for it in items] == found
    assert api.expects(200, "POST", f"{path}/end", headers=api.staff)["ended"]
    assert api.expects(200, "GET", path, headers=api.staff)["ended"]
    assert path not in [f"/segments/{it['id']}" for it in api.expects(200, "GET", "/segments", headers=api.staff)]
    assert api.asks("GET", "/segments").status_code == 401


@conditions
def test_what_is_for_the_storefront_is_not_given_to_programs(api):
    api.sells(row(5, slug="counter", sku="COUNTER"))
    cart = api.cart("COUNTER", 2)
    terms = {"kind": "percent", "percent": "10", "products": ["counter"], "channels": ["storefront"]}
    form = {"name": "At the counter", "terms": terms}
    id = api.expects(201, "POST", "/promotions", json=form, headers=api.staff)["id"]
    assert api.expects(200, "GET", f"/carts/{cart}")["discounts"] == []
    api.expects(200, "PUT", f"/promotions/{id}", headers=api.staff, json=form | {
        "terms": terms | {"channels": ["api"], "first_order": True},
    })
    assert [it["name"] for it in api.expects(200, "GET", f"/carts/{cart}")["discounts"]] == ["At the counter"]
    api.expects(200, "POST", f"/promotions/{id}/withdrawal", json={}, headers=api.staff)


@one
def test_an_order_takes_as_many_codes_as_the_shop_says(api):
    codes = [coupon(api, Terms(AmountOff({"EUR": 100 * n}))) for n in (1, 2, 3)]
    cart = api.cart()
    path = f"/carts/{cart}/coupon"
    setting = {"line": "once", "order": "stacked", "codes": 2}
    try:
        api.expects(200, "PUT", "/promotions/stacking", json=setting, headers=api.staff)
        api.expects(200, "PUT", path, json={"code": codes[0]})
        both = api.expects(200, "PUT", path, json={"code": codes[1]})
        assert ([it["code"] for it in both["codes"]], both["codes_allowed"]) == (codes[:2], 2)
        assert both["discount"]["amount"] == "3.00"
        refused = api.expects(422, "PUT", path, json={"code": codes[2]})
        assert refused["type"] == "/problems/TooManyCodesEntered"
        fewer = api.expects(200, "DELETE", f"{path}?code={codes[0]}")
        assert [it["code"] for it in fewer["codes"]] == [codes[1]]
        api.expects(200, "PUT", path, json={"code": codes[2]})
        order = api.expects(201, "POST", "/orders", json=api.buying(cart))
        assert order["total"]["currency"] == "EUR"
        settle(api.back_room)
        uses = [api.expects(200, "GET", f"/coupons/{code}/uses", headers=api.staff)["items"] for code in codes]
        assert [[it["number"] for it in them] for them in uses] == [[], [order["number"]], [order["number"]]]
    finally:
        api.expects(200, "PUT", "/promotions/stacking", json={"codes": 1}, headers=api.staff)
    assert api.expects(200, "GET", "/promotions/stacking", headers=api.staff)["order"] == "once"
