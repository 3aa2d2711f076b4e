"""Sending something back, for programs: asked for once, followed, withdrawn, by whoever holds the order's token."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from store.application.processes.inspecting_returns import InspectReturn, RecordInspection
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RequestReturn, WithdrawReturn
from store.application.shared.bus import Caller
from store.domain.returns.events import InspectedLine
from store.domain.shared.errors import StoreError
from tests.entrypoints.rest.return_examples import ask, delivered, mine

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "ask within thirty days")]


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


@pytest.mark.requirement("R4.3")
def test_no_body_is_read_of_whom_the_order_is_not_open_to(api):
    order, other = delivered(api), api.order()
    path, kind = f"/orders/{order['number']}/returns", {"content-type": "application/json"}
    for body in (b"{", b" " * 60_000_000):
        api.expects(404, "POST", path, headers=mine(other) | kind, content=body)
    api.expects(400, "POST", path, headers=mine(order) | kind, content=b"{")
    api.expects(400, "POST", path, headers=mine(order) | kind, content=b'{"surprise": 1}')
    api.expects(413, "POST", path, headers=mine(order) | kind, content=b" " * 60_000_000)


def at_once(api, *commands):
    """All at the same instant, each on a connection of its own: what each came to."""
    ready = Barrier(len(commands))

    def one(command):
        ready.wait()
        try:
            api.back_room.bus().do(command, Caller(actor="system:test", correlation=uuid4()))
        except StoreError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(commands)) as threads:
        return Counter(threads.map(one, commands))


@pytest.mark.requirement("R4.1")
@pytest.mark.story("US-4.5", "the refund comes after approval")
def test_of_those_who_want_the_same_piece_back_at_once_one_wins_and_is_paid_once(api):
    order = delivered(api)
    number = order["number"]
    asked = at_once(api, *[RequestReturn(number=number, pieces={order["sku"]: 2}, reason="arrived damaged")] * 6)
    assert asked == {"done": 1, "NotReturnable": 5}
    one = f"{number}-R1"
    decided = at_once(api, ApproveReturn(number=one), WithdrawReturn(number=one), ApproveReturn(number=one))
    assert decided["done"] in {1, 2}, "approved, or approved and then withdrawn"
    if api.expects(200, "GET", f"/orders/{number}/returns/1", headers=mine(order))["status"] == "withdrawn":
        ask(api, order, lines=[{"sku": order["sku"], "quantity": 2}])
        one = f"{number}-R2"
        assert at_once(api, ApproveReturn(number=one)) == {"done": 1}
    assert at_once(api, *[ReceiveReturn(number=one)] * 3) == {"done": 1, "ReturnOutOfTurn": 2}
    found = RecordInspection(number=one, found=(InspectedLine(order["sku"], 2, 2, 0),))
    assert at_once(api, *[InspectReturn(inspection=found)] * 4) == {"done": 1, "ReturnOutOfTurn": 3}
    seen = api.expects(200, "GET", f"/orders/{number}", headers=mine(order))
    assert [(it["status"], it["amount"]) for it in seen["refunds"]] == [("refunded", order["total"])]
