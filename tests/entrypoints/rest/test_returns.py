"""Sending something back, for programs: asked for once, followed, withdrawn, by whoever holds the order's token."""

from uuid import UUID

import pytest

from store.domain.shared.ids import last_parcel_of

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "ask within thirty days")]


def mine(order, **more):
    return {"authorization": f"Bearer {order['access_token']}"} | more


def delivered(api):
    order = api.expects(201, "POST", "/orders", json=api.buying(api.cart(quantity=2)))
    api.expects(201, "POST", f"/orders/{order['number']}/shipment", json={"carrier": "Post", "tracking": "1"},
                headers=api.staff)
    seen = api.expects(200, "GET", f"/orders/{order['number']}", headers=mine(order))
    part = seen["parts"][0]["part_id"]
    parcel = last_parcel_of(UUID(part))
    api.expects(200, "PUT", f"/fulfilment/{order['number']}/{part}/parcels/{parcel}/delivery", headers=api.staff)
    return order | {"sku": seen["lines"][0]["sku"]}


def ask(api, order, status=201, *, headers=None, **body):
    return api.expects(status, "POST", f"/orders/{order['number']}/returns", headers=headers or mine(order), json={
        "lines": [{"sku": order["sku"], "quantity": 1}], "reason": "damaged", "words": "The handle is off.",
    } | body)


@pytest.mark.story("US-4.5", "choose a reason")
@pytest.mark.story("US-4.5", "follow the return")
@pytest.mark.requirement("R4.1")
def test_a_return_is_asked_for_followed_and_withdrawn(api):
    order = delivered(api)
    path = f"/orders/{order['number']}"
    before = api.expects(200, "GET", f"{path}/returnable", headers=mine(order))
    assert (before["lines"][0]["returnable"], before["days"], before["why_not"]) == (2, 30, None)
    asked = ask(api, order)["items"][0]
    assert (asked["number"], asked["status"]) == (f"{order['number']}-R1", "requested")
    one = api.expects(200, "GET", f"{path}/returns/1", headers=mine(order))
    assert (one["reason"], one["words"]) == ("arrived damaged", "The handle is off.")
    assert [it["number"] for it in api.expects(200, "GET", f"{path}/returns", headers=mine(order))] == [asked["number"]]
    ask(api, order, 409, lines=[{"sku": order["sku"], "quantity": 2}])
    gone = api.expects(201, "POST", f"{path}/returns/1/withdrawal", headers=mine(order))
    assert gone["status"] == "withdrawn"
    api.expects(409, "POST", f"{path}/returns/1/withdrawal", headers=mine(order))
    assert api.expects(200, "GET", f"{path}/returnable", headers=mine(order))["lines"][0]["returnable"] == 2


@pytest.mark.requirement("R3.3")
def test_the_same_request_again_is_answered_as_before(api):
    order = delivered(api)
    headers = mine(order, **{"idempotency-key": "send-back-once"})
    first = ask(api, order, headers=headers)
    assert ask(api, order, headers=headers) == first
    assert len(api.expects(200, "GET", f"/orders/{order['number']}/returns", headers=mine(order))) == 1


def test_what_has_not_arrived_cannot_go_back_and_a_wrong_reason_is_none(api):
    order = api.order()
    sku = api.expects(200, "GET", f"/orders/{order['number']}", headers=mine(order))["lines"][0]["sku"]
    refused = ask(api, order | {"sku": sku}, 409)
    assert refused["type"].endswith("/NotReturnable")
    ask(api, order | {"sku": sku}, 400, reason="because")


def test_nobody_else_sees_a_return_or_asks_for_one(api):
    order = delivered(api)
    ask(api, order)
    other = api.order()
    for verb, path in (("GET", "/returns"), ("GET", "/returns/1"), ("GET", "/returnable")):
        api.expects(404, verb, f"/orders/{order['number']}{path}", headers=mine(other))
    api.expects(404, "POST", f"/orders/{order['number']}/returns/1/withdrawal", headers=mine(other))
    ask(api, order, 404, headers=mine(other))
    for place in ("2", "0", "-1", "99999999999"):
        api.expects(404, "GET", f"/orders/{order['number']}/returns/{place}", headers=mine(order))
