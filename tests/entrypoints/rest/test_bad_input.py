"""Bad input is told, where it could pass for good, and changes nothing."""

import pytest

from tests.entrypoints.rest.conftest import MUG

BLANK, TURNED, BROKEN = "  ", "a\u202eb", "a\nb"


@pytest.mark.parametrize(("form", "field"), [
    ({"carrier": BLANK}, "carrier"), ({"carrier": "\u200b"}, "carrier"), ({"carrier": TURNED}, "carrier"),
    ({"carrier": BROKEN}, "carrier"), ({"carrier": "DHL", "tracking": "\u200b"}, "tracking"),
    ({"carrier": "DHL", "tracking": TURNED}, "tracking"), ({"carrier": "DHL", "reason": TURNED}, "reason"),
])
@pytest.mark.story("US-10.1", "input is validated")
@pytest.mark.story("US-10.2", "all input is validated")
def test_a_parcel_that_nobody_could_read_of_is_not_handed_over(api, form, field):
    number = api.order()["number"]
    refused = api.expects(400, "POST", f"/orders/{number}/shipment", json=form, headers=api.staff)
    assert [fault["field"] for fault in refused["errors"]] == [field]
    assert api.expects(200, "GET", f"/orders/{number}", headers=api.staff)["shipment"] is None


def test_a_parcel_without_a_tracking_number_is_told_of_without_one(api):
    number = api.order()["number"]
    api.expects(201, "POST", f"/orders/{number}/shipment", json={"carrier": "DHL"}, headers=api.staff)
    facts = api.expects(200, "GET", f"/history/order/{number}", headers=api.staff)["facts"]
    assert facts[-1]["sentence"].endswith("handed the parcel to DHL")


@pytest.mark.parametrize("body", [b'{"evil": 1}', b"nojson", b"[1]"])
@pytest.mark.story("US-10.1", "input is validated")
def test_a_body_that_nobody_would_read_is_refused(api, body):
    headers = {"content-type": "application/json"}
    refused = api.expects(400, "POST", "/carts", content=body, headers=headers)
    assert "no body" in refused["detail"]
    assert api.asks("POST", "/carts", content=b"{}", headers=headers).status_code == 201


@pytest.mark.parametrize("body", [
    b'{"email": "ann\xff@example.org", "password": "x"}', b'{"em\xffail": "ann@example.org"}', b'{"\xed\xa0\x80": 1}',
    b"\xff",
])
@pytest.mark.story("US-10.1", "input is validated")
@pytest.mark.story("US-10.2", "all input is validated")
def test_a_body_that_is_no_text_is_told_to_be_none(api, body):
    refused = api.expects(400, "POST", "/tokens", content=body, headers={"content-type": "application/json"})
    assert "Unforeseen" not in refused["type"]


@pytest.mark.parametrize("country", ["ZZ", "xyz", "de", "D"])
def test_a_cart_is_priced_for_countries_there_are(api, country):
    refused = api.expects(400, "GET", f"/carts/{api.cart()}", params={"country": country})
    assert [fault["field"] for fault in refused["errors"]] == ["country"]


def test_history_is_asked_for_by_a_version_or_by_an_instant(api):
    asked = {"version": 1, "at": "2026-05-31T12:00:00Z"}
    refused = api.expects(400, "GET", f"/history/inventory/{MUG}", params=asked, headers=api.staff)
    assert [fault["field"] for fault in refused["errors"]] == ["at"]


def test_an_answer_says_in_its_description_which_headers_it_brings(api):
    described = api.expects(200, "GET", "/api/v1/openapi.json")["paths"]
    moved = described["/api/v1/carts/{id}/lines"]["post"]["responses"]["201"]["headers"]
    assert {"ETag", "store-position", "X-RateLimit-Remaining"} <= set(moved)
    cart = api.cart()
    answer = api.asks("POST", f"/carts/{cart}/lines", json={"sku": MUG}, counted=True)
    assert {name.lower() for name in moved} <= set(answer.headers)
