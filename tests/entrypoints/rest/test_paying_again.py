"""A program pays again for an order whose money was held and ran out."""

from uuid import uuid4

import pytest

from tests.entrypoints.rest.conftest import is_problem
from tests.entrypoints.rest.running_out import runs_out

pytestmark = [pytest.mark.story("US-3.5", "handle success and failure"), pytest.mark.requirement("R3.3")]


@pytest.fixture
def lost(api):
    order = api.order(payment={"method": "sandbox", "token": "challenge"})
    runs_out(api.back_room, order)
    return order


def pays(api, order, token="success", opens=None, **headers):  # noqa: S107 - the name of a sandbox card
    return api.asks(
        "POST", f"/orders/{order['number']}/payment", json={"token": token},
        params={"access_token": order["access_token"] if opens is None else opens}, headers=headers,
    )


def stands(api, order):
    return api.expects(200, "GET", f"/orders/{order['number']}", headers=api.staff)["payment"]


def test_it_is_held_by_another_card_once_and_told_the_same_to_whoever_asks_again(api, lost):
    assert stands(api, lost)["to_pay_again"] == lost["total"]
    key = {"idempotency-key": str(uuid4())}
    told = [pays(api, lost, **key) for _ in range(2)]
    assert [(it.status_code, it.json()) for it in told] == [(201, {"status": "authorised", "next_action": None})] * 2
    assert is_problem(pays(api, lost, "decline", **key))["status"] == 422, "another body"
    assert stands(api, lost)["to_pay_again"] is None
    assert is_problem(pays(api, lost))["type"] == "/problems/NothingToPayAgain"


def test_a_declined_card_is_said_and_another_pays(api, lost):
    key = {"idempotency-key": str(uuid4())}
    for _ in range(2):
        refused = pays(api, lost, "decline", **key)
        assert (refused.status_code, is_problem(refused)["type"]) == (402, "/problems/NotPaidAgain")
    asked = pays(api, lost, "challenge").json()
    assert (asked["status"], asked["next_action"]["type"]) == ("requires_action", "redirect")
    assert pays(api, lost).status_code == 201


def test_whoever_does_not_hold_its_token_pays_nothing_and_learns_nothing(api, lost):
    other = api.order()
    for opens in ("", "x" * 32, other["access_token"]):
        refused = pays(api, lost, opens=opens)
        assert (refused.status_code, is_problem(refused)["type"]) == (404, "/problems/NoSuchOrder")
    assert pays(api, lost, opens="", **api.staff).status_code == 404, "nor do staff, who own no card of theirs"
    assert pays(api, other).status_code == 409, "nothing is to be paid"
    assert stands(api, lost)["to_pay_again"] == lost["total"]
