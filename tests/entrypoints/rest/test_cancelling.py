"""Cancelling for programs: whole and in part, once, by whoever holds the order's token and by staff."""

import pytest

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.4", "cancel within the allowed time")]


def cancel(api, order, status=201, headers=None, **body):
    """As whoever holds the order's token, unless *headers* say otherwise."""
    mine = {"authorization": f"Bearer {order['access_token']}"}
    return api.expects(
        status, "POST", f"/orders/{order['number']}/cancellation", json={"reason": "not_wanted"} | body,
        headers=mine if headers is None else headers,
    )


def seen(api, order):
    return api.expects(200, "GET", f"/orders/{order['number']}", params={"access_token": order["access_token"]})


@pytest.mark.story("US-4.4", "everything is refunded")
@pytest.mark.requirement("R4.1")
def test_a_shopper_cancels_and_all_that_was_paid_comes_back(api):
    order = api.order()
    assert seen(api, order)["cancel_until"] is not None
    done = cancel(api, order)
    assert (done["status"], done["refund"]["status"]) == ("cancelled", "refunded")
    assert done["refund"]["amount"] == order["total"]
    now = seen(api, order)
    assert (now["status"], now["cancel_until"], now["owed_back"]) == ("cancelled", None, order["total"])
    assert [refund["status"] for refund in now["refunds"]] == ["refunded"]


@pytest.mark.requirement("R3.3")
def test_the_same_request_again_has_the_same_answer_and_gives_nothing_back_twice(api):
    order = api.order()
    headers = {"authorization": f"Bearer {order['access_token']}", "idempotency-key": "cancel-once"}
    first = cancel(api, order, headers=headers)
    assert cancel(api, order, headers=headers) == first
    assert len(seen(api, order)["refunds"]) == 1


@pytest.mark.story("US-4.4", "cancel a part of an order")
@pytest.mark.requirement("R4.1")
def test_pieces_are_cancelled_until_none_is_left_and_come_to_what_was_paid(api):
    order = api.expects(201, "POST", "/orders", json=api.buying(api.cart(quantity=3)))
    sku = seen(api, order)["lines"][0]["sku"]
    for status in ("confirmed", "confirmed", "cancelled"):
        done = cancel(api, order, lines=[{"sku": sku, "quantity": 1}])
        assert done["status"] == status
    now = seen(api, order)
    cents = [round(float(refund["amount"]["amount"]) * 100) for refund in now["refunds"]]
    assert sum(cents) == round(float(order["total"]["amount"]) * 100)
    assert now["lines"][0]["cancelled"] == 3


@pytest.mark.story("US-4.4", "staff cancel with a reason")
def test_staff_cancel_with_their_own_reasons_and_a_note_and_nobody_with_anothers(api):
    order = api.order()
    cancel(api, order, 400, reason="not_available")
    done = cancel(api, order, headers=api.staff, reason="not_available", note="the kiln broke")
    assert done["status"] == "cancelled"
    assert seen(api, order)["timeline"][2]["detail"] == "we can't supply it"


@pytest.mark.story("US-4.4", "what was shipped cannot be cancelled")
def test_what_was_shipped_is_not_cancelled_and_the_refusal_says_what_is_allowed(api):
    order = api.order()
    api.ships(order["number"])
    refused = cancel(api, order, 409)
    assert (refused["type"], refused["facts"]["allowed"]) == ("/problems/OutOfTurn", [])
    assert seen(api, order)["cancel_until"] is None


@pytest.mark.parametrize("body", [
    {"reason": "because"}, {"lines": [{"sku": "X", "quantity": 0}]}, {"lines": [{"sku": "", "quantity": 1}]},
    {"note": "x" * 201}, {"more": 1},
])
def test_what_is_not_as_described_cancels_nothing(api, body):
    order = api.order()
    cancel(api, order, 400, **body)
    cancel(api, order, 409, lines=[{"sku": "NOT-IN-IT", "quantity": 1}])
    assert seen(api, order)["status"] == "confirmed"


def test_nobody_else_cancels_it_or_learns_that_it_is_there(api):
    order = api.order()
    for headers in ({}, {"authorization": f"Bearer {'x' * 32}"}):
        assert cancel(api, order, 404, headers=headers)["type"] == "/problems/NoSuchOrder"
    api.expects(401, "POST", f"/orders/{order['number']}/refund")


@pytest.mark.story("US-4.4", "everything is refunded")
def test_staff_have_what_could_not_be_given_back_tried_again(api):
    order = api.order(payment={"method": "sandbox", "token": "no_refund"})
    assert cancel(api, order)["refund"]["status"] == "failed"
    again = api.expects(201, "POST", f"/orders/{order['number']}/refund", headers=api.staff)
    assert (again["refund"]["status"], again["refund"]["reason"]) == ("failed", "the card takes no money back")
    api.expects(409, "POST", f"/orders/{api.order()['number']}/refund", headers=api.staff)


@pytest.mark.story("US-4.4", "cancel before it was paid for")
def test_a_payment_that_waits_is_refused_at_the_gateway_first(api):
    order = api.order(payment={"method": "sandbox", "token": "challenge"})
    done = cancel(api, order)
    assert (done["status"], done["refund"]) == ("cancelled", None)
    assert seen(api, order)["payment"]["status"] == "declined"
