"""A label for the way back, by the API and on the page, for whoever holds the order's token and nobody else."""

import pytest

from tests.entrypoints.rest.return_examples import ask, delivered, mine
from tests.harness.pdf import text_of

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "a label for the way back")]


@pytest.fixture
def order(api):
    return delivered(api)


def approved(api, order, **more):
    number = ask(api, order, **more)["items"][0]["number"]
    api.expects(201, "POST", f"/returns/{number}/approval", headers=api.staff)
    return number


def at(order, what=""):
    return f"/orders/{order['number']}/returns/1{what}"


@pytest.mark.requirement("R3.3")
def test_a_label_is_asked_for_once_and_printed(api, order):
    number = approved(api, order)
    assert api.expects(200, "GET", at(order), headers=mine(order))["prepaid"]
    api.expects(404, "GET", at(order, "/label"), headers=mine(order))
    first, again = (api.expects(200, "PUT", at(order, "/booking"), headers=mine(order)) for _ in range(2))
    assert first == again
    parcel = api.expects(200, "GET", at(order), headers=mine(order))["parcel"]
    label = api.asks("GET", at(order, "/label"), headers=mine(order))
    assert (label.status_code, label.headers["content-type"]) == (200, "application/pdf")
    assert parcel["tracking"] in text_of(label.content)
    said = api.expects(200, "GET", f"/history/return/{number}", headers=api.staff)["facts"]
    assert any(parcel["tracking"] in str(it) and "at the shop's expense" in str(it) for it in said)
    staff = api.expects(200, "GET", f"/returns/{number}", headers=api.staff)
    assert staff["parcel"] == parcel


def test_at_ones_own_expense_the_answer_says_so_and_nothing_is_written(api, order):
    approved(api, order, reason="not_wanted")
    refused = api.expects(422, "PUT", at(order, "/booking"), headers=mine(order))
    assert refused["type"].endswith("/OwnPostage")
    seen = api.expects(200, "GET", at(order), headers=mine(order))
    assert (seen["prepaid"], seen["parcel"], seen["version"]) == (False, None, 2)


def test_places_to_hand_it_in_are_found_near_any_postal_code(api, order):
    approved(api, order)
    found = api.expects(200, "GET", at(order, "/drop-offs"), headers=mine(order), params={"postal_code": "20095"})
    assert {it["postal_code"] for it in found} == {"20095"}
    assert api.expects(200, "GET", at(order, "/drop-offs"), headers=mine(order))
    api.expects(400, "GET", at(order, "/drop-offs"), headers=mine(order), params={"postal_code": "1" * 13})


def test_nobody_else_gets_a_label_or_has_one_made(api, order):
    approved(api, order)
    other = api.order()
    for verb, what in (("PUT", "/booking"), ("GET", "/label"), ("GET", "/drop-offs")):
        api.expects(404, verb, at(order, what), headers=mine(other))
    assert api.expects(200, "GET", at(order), headers=mine(order))["parcel"] is None
