"""Sending back, for those who get it: the queue, each step over the API, once whatever is repeated."""

import csv

import pytest

from tests.entrypoints.rest.return_examples import ask, delivered, mine, photograph
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R4.5")]


def asked(api, **more):
    order = delivered(api)
    return order, ask(api, order, **more)["items"][0]["number"]


def step(api, number, act, status=201, key=None, version=None, **body):
    headers = api.staff | ({"idempotency-key": key} if key else {}) | ({"if-match": f'"{version}"'} if version else {})
    return api.expects(status, "POST", f"/returns/{number}/{act}", headers=headers, json=body or None)


@pytest.mark.story("US-4.5", "pictures of damage")
def test_photographs_come_with_the_wish_and_nobody_else_sees_them(api):
    order, number = asked(api, photos=[photograph(), photograph()])
    seen = api.expects(200, "GET", f"/returns/{number}", headers=api.staff)
    assert seen["photos"] == 2
    own = f"/orders/{order['number']}/returns/1/photographs/2"
    for path, headers in ((own, mine(order)), (f"/returns/{number}/photographs/2", api.staff)):
        shown = api.asks("GET", path, headers=headers)
        assert (shown.status_code, shown.headers["content-type"], shown.content[:2]) == (200, "image/jpeg", b"\xff\xd8")
        assert "no-store" in shown.headers["cache-control"]
    other = api.order()
    api.expects(404, "GET", own, headers=mine(other))
    api.expects(401, "GET", f"/returns/{number}/photographs/2")
    api.expects(404, "GET", f"/returns/{number}/photographs/3", headers=api.staff)
    step(api, number, "approval")
    slip = api.asks("GET", f"/orders/{order['number']}/returns/1/slip", headers=mine(order))
    assert slip.content.startswith(b"%PDF")


def test_what_is_no_picture_is_refused_and_nothing_is_asked_for(api):
    order = delivered(api)
    refused = ask(api, order, 422, photos=["bm8gcGljdHVyZQ=="])
    assert refused["type"].endswith("/NotAPicture")
    ask(api, order, 400, photos=["not in base64!"])
    ask(api, order, 400, photos=[photograph()] * 20)
    assert api.expects(200, "GET", f"/orders/{order['number']}/returns", headers=mine(order)) == []


@pytest.mark.story("US-4.5", "the refund comes after approval")
@pytest.mark.requirement("R3.3")
def test_staff_take_each_step_over_the_api_and_money_goes_back_once(api):
    order, number = asked(api)
    step(api, number, "receipt", 409)
    approved = step(api, number, "approval", key=f"a-{number}")
    assert approved["status"] == "approved"
    assert step(api, number, "approval", key=f"a-{number}") == approved, "the same request again"
    step(api, number, "approval", 409)
    step(api, number, "receipt", 412, version=1)
    received = step(api, number, "receipt", version=approved["version"])
    unreasoned = [{"sku": order["sku"], "restocked": 0, "refused": 1}]
    step(api, number, "inspection", 422, lines=unreasoned)
    before = api.expects(200, "GET", f"/inventory/{order['sku']}", headers=api.staff)["on_hand"]
    found = [{"sku": order["sku"], "restocked": 1}]
    done = step(api, number, "inspection", key=f"i-{number}", version=received["version"], lines=found)
    again = step(api, number, "inspection", key=f"i-{number}", version=received["version"], lines=found)
    assert again == done
    assert done["refund"]["status"] == "refunded"
    assert api.expects(200, "GET", f"/inventory/{order['sku']}", headers=api.staff)["on_hand"] == before + 1
    refunds = api.expects(200, "GET", f"/orders/{order['number']}", headers=mine(order))["refunds"]
    assert [it["amount"] for it in refunds] == [done["refund"]["amount"]]


def test_a_return_is_refused_with_a_reason_of_the_list(api):
    order, number = asked(api)
    step(api, number, "refusal", 400, reason="because")
    assert step(api, number, "refusal", reason="used")["status"] == "refused"
    told = api.expects(200, "GET", f"/orders/{order['number']}/returns/1", headers=mine(order))
    assert told["refused_because"] == "it was used beyond trying it out"


def test_the_queue_is_read_page_by_page_and_as_a_file(api):
    numbers = [asked(api)[1] for _ in range(3)]
    settle(api.back_room)
    found, cursor = [], None
    while True:
        page = api.expects(200, "GET", "/returns", headers=api.staff, params={"status": "requested", "limit": 2} | (
            {"cursor": cursor} if cursor else {}
        ))
        found += [it["number"] for it in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert [it for it in found if it in numbers] == numbers
    assert len(found) == len(set(found)) == page["counts"]["requested"]
    rows = list(csv.DictReader(api.asks(
        "GET", "/returns/export", headers=api.staff, params={"status": "requested"},
    ).text.splitlines()))
    assert [row["return"] for row in rows] == found
    api.expects(400, "GET", "/returns", headers=api.staff, params={"limit": 1_000})
    api.expects(401, "GET", "/returns")
