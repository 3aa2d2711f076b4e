"""Coupons over HTTP, for programs of the staff."""

from uuid import uuid4

import pytest

from store.domain.pricing.codes import noted
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold")]
TENTH = {"kind": "percent", "percent": "10"}


@pytest.fixture
def form():
    return {"code": f"api-{uuid4().hex[:8]}", "name": "From outside", "terms": TENTH}


def test_a_coupon_is_made_changed_and_withdrawn_by_whoever_saw_its_newest_version(api, form):
    made = api.asks("POST", "/coupons", json=form | {"limits": {"in_all": 5}, "reason": "spring"}, headers=api.staff)
    assert made.status_code == 201, made.text
    code, seen = made.json()["code"], made.headers["etag"]
    assert made.json()["terms"] == TENTH
    assert api.expects(409, "POST", "/coupons", json=form, headers=api.staff)["type"] == "/problems/CouponCodeTaken"
    changes = {"name": "Another", "terms": {"kind": "amount", "amounts": [{"amount": "5.00", "currency": "EUR"}]}}
    changed = api.asks("PUT", f"/coupons/{code}", json=changes, headers=api.staff | {"if-match": seen})
    assert (changed.status_code, changed.json()["terms"]) == (200, changes["terms"])
    api.expects(412, "PUT", f"/coupons/{code}", json=changes, headers=api.staff | {"if-match": seen})
    gone = api.expects(200, "POST", f"/coupons/{code}/withdrawal", json={"reason": "over"}, headers=api.staff)
    assert gone["withdrawn"] == "over"
    assert api.expects(200, "GET", f"/coupons/{code.lower()}", headers=api.staff) == gone
    told = api.expects(200, "GET", f"/history/coupon/{code}", headers=api.staff)
    assert [fact["tag"] for fact in told["facts"]] == [
        "pricing/coupon-created-1", "pricing/coupon-changed-1", "pricing/coupon-withdrawn-1",
    ]
    assert told["facts"][0]["reason"] == "spring"


def test_codes_for_single_use_stand_in_one_answer_and_buy_once(api, form):
    api.restocks()
    code = api.expects(201, "POST", "/coupons", json=form | {"single_use": True}, headers=api.staff)["code"]
    made = api.expects(201, "POST", f"/coupons/{code}/codes", json={"many": 2}, headers=api.staff)
    carts = [api.cart() for _ in range(2)]
    for cart in carts:
        api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": made["codes"][0]})
    number = api.expects(201, "POST", "/orders", json=api.buying(carts[0]))["number"]
    assert api.expects(409, "POST", "/orders", json=api.buying(carts[1]))["type"] == "/problems/CouponUsedUp"
    settle(api.back_room)
    uses = api.expects(200, "GET", f"/coupons/{code}/uses", headers=api.staff)["items"]
    [first, _] = map(noted, made["codes"])
    assert [(use["number"], use["code"], use["cancelled"]) for use in uses] == [(number, first, False)]
    row = api.expects(200, "GET", f"/coupons?q={code}", headers=api.staff)["items"][0]
    assert (row["orders"], row["given"], row["state"]) == (1, [uses[0]["given"]], "running")


def test_a_use_that_came_to_nothing_is_told_apart(api, form):
    api.restocks()
    code = api.expects(201, "POST", "/coupons", json=form | {"limits": {"in_all": 1}}, headers=api.staff)["code"]
    cart = api.cart()
    api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": code})
    api.expects(402, "POST", "/orders", json=api.buying(cart, card="decline"))
    settle(api.back_room)
    row = api.expects(200, "GET", f"/coupons?q={code}", headers=api.staff)["items"][0]
    assert (row["orders"], row["given"], row["state"]) == (0, [], "running")
    (use,) = api.expects(200, "GET", f"/coupons/{code}/uses", headers=api.staff)["items"]
    assert use["cancelled"]
    api.expects(201, "POST", "/orders", json=api.buying(cart))
    settle(api.back_room)
    assert api.expects(200, "GET", f"/coupons?q={code}", headers=api.staff)["items"][0]["state"] == "used up"


@pytest.mark.requirement("R1.5")
def test_coupons_are_the_affair_of_staff(api, form):
    for verb, path in (("GET", "/coupons"), ("POST", "/coupons"), ("GET", "/coupons/X"), ("GET", "/coupons/X/uses"),
                       ("PUT", "/coupons/X"), ("POST", "/coupons/X/codes"), ("POST", "/coupons/X/withdrawal")):
        assert api.asks(verb, path).status_code in {401, 403}, path
    assert api.expects(400, "GET", "/coupons?limit=0", headers=api.staff)["errors"][0]["field"] == "limit"
    wrong = form | {"terms": {"kind": "amount", "amounts": [{"amount": "5.001", "currency": "EUR"}]}}
    assert api.expects(400, "POST", "/coupons", json=wrong, headers=api.staff)["errors"][0]["field"] == "amounts"
    api.expects(422, "POST", "/coupons", json=form | {"terms": {"kind": "bundle", "percent": "5"}}, headers=api.staff)
