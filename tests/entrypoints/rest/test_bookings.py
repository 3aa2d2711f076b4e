"""Parcels that are booked with a carrier, by the API: once each, each vendor their own, and a label for each."""

from uuid import uuid4

import pytest

from store.adapters.ordering.carrier_sandbox import SANDBOX
from store.domain.shared.ids import VendorId, order_of, part_of
from tests.entrypoints.rest.test_fulfilment import Trade
from tests.harness.drivers.postgres import settle
from tests.harness.pdf import text_of

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.requirement("R8.5"),
    pytest.mark.story("US-4.2", "the tracking number"),
]


@pytest.fixture
def trade(api):
    return Trade(api)


def test_a_parcel_is_booked_once_labelled_and_sent_with_the_number_it_got(trade):
    at, vera, key = trade.at(trade.vera), trade.vera, {"idempotency-key": uuid4().hex}
    none = trade.asks(422, "GET", f"{at}/label", vera)
    assert none.json()["type"] == "/problems/NothingToLabel"
    first = trade.asks(200, "PUT", f"{at}/booking", vera, headers=key)
    booking = first.json()["booking"]
    assert (booking["carrier"], first.json()["status"]) == (SANDBOX, "awaiting")
    assert trade.asks(200, "PUT", f"{at}/booking", vera, headers=key).json() == first.json()
    again = trade.asks(200, "PUT", f"{at}/booking", vera).json()
    assert (again["booking"], again["changed"]) == (booking, False)
    trade.asks(412, "PUT", f"{at}/booking", vera, headers={"if-match": '"1"'})
    seen = trade.asks(200, "GET", at, vera)
    assert (seen.json()["booking"], seen.json()["bookable_with"]) == (booking, None)
    label = trade.asks(200, "GET", f"{at}/label", vera)
    assert label.headers["content-type"] == "application/pdf"
    assert booking["tracking"] in text_of(label.content)
    trade.asks(404, "GET", f"{at}/label?parcel={uuid4()}", vera)
    parcel = {"carrier": booking["carrier"], "tracking": booking["tracking"]}
    sent = trade.asks(201, "POST", f"{at}/parcels", vera, json=parcel, headers={"if-match": seen.headers["etag"]})
    assert sent.json()["parcels"] == [booking["parcel_id"]]
    assert sent.json()["booking"] is None
    trade.asks(422, "PUT", f"{at}/booking", vera)
    trade.asks(404, "DELETE", f"{at}/booking", vera)
    left = trade.asks(409, "DELETE", f"{at}/booking", vera, params={"parcel": booking["parcel_id"]})
    assert left.json()["type"] == "/problems/LeftMeanwhile"


def test_who_names_the_parcel_calls_off_no_other(trade):
    trade.number = trade.buys()
    trade.parts = {who: str(part_of(order_of(trade.number), VendorId(who.account), "MAIN")) for who in (trade.otto,)}
    at, otto = trade.at(trade.otto), trade.otto
    parcel = trade.asks(200, "PUT", f"{at}/booking", otto).json()["booking"]["parcel_id"]
    trade.asks(404, "DELETE", f"{at}/booking", otto, params={"parcel": str(uuid4())})
    assert trade.asks(200, "GET", at, otto).json()["booking"]["parcel_id"] == parcel
    assert trade.asks(200, "DELETE", f"{at}/booking", otto, params={"parcel": parcel}).json()["booking"] is None
    trade.asks(404, "DELETE", f"{at}/booking", otto, params={"parcel": parcel})


def test_many_are_booked_and_called_off_each_by_itself(trade):
    parts = [{"number": trade.number, "part_id": trade.parts[it]} for it in (trade.otto, None)]
    done = trade.asks(200, "POST", "/fulfilment/bulk", trade.otto, json={"act": "book", "parts": parts}).json()
    assert (done["done"], done["refused"]) == (1, 1), "the shop's own is not Otto's"
    settle(trade.api.back_room)
    off = trade.asks(200, "POST", "/fulfilment/bulk", None, json={"act": "call_off", "parts": parts}).json()
    assert [it["problem"] and it["problem"]["type"] for it in off["items"]] == [None, "/problems/NoSuchBooking"]


def test_what_cannot_be_delivered_is_a_filter_of_the_list(trade):
    assert trade.asks(200, "GET", "/fulfilment", None, params={"status": "stranded"}).json()["items"] == []
    assert trade.asks(200, "GET", "/fulfilment/work", None).json()["stranded"] == 0


@pytest.mark.story("US-4.3", "mark an order as shipped")
def test_many_that_are_booked_are_sent_at_once_and_of_anothers_none(trade):
    parts = [{"number": trade.number, "part_id": trade.parts[it]} for it in (trade.otto, trade.vera)]
    trade.asks(200, "POST", "/fulfilment/bulk", None, json={"act": "book", "parts": parts})
    key = {"idempotency-key": uuid4().hex}
    form = {"act": "sent", "parts": parts}
    done = trade.asks(200, "POST", "/fulfilment/bulk", trade.otto, json=form, headers=key).json()
    assert [it["result"] for it in done["items"]] == ["done", "refused"]
    assert done["items"][0]["status"] == "shipped"
    assert trade.asks(200, "POST", "/fulfilment/bulk", trade.otto, json=form, headers=key).json() == done
    seen = trade.asks(200, "GET", trade.at(trade.otto), trade.otto).json()
    assert [it["carrier"] for it in seen["parcels"]] == [SANDBOX]
    assert seen["booking"] is None
