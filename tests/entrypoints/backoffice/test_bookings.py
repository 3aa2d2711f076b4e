"""Parcels are booked with a carrier at the desk: the number is filled in, the label printed, its way shown."""

import re
from datetime import timedelta
from functools import partial

import pytest

from store.adapters.ordering.carrier_sandbox import SANDBOX
from store.domain.shared.ids import VendorId
from store.entrypoints.wiring.carrying import following_parcels
from tests.entrypoints.backoffice.conftest import HOME, KEY
from tests.entrypoints.backoffice.test_fulfilment import HERE, Queue, keys, main
from tests.entrypoints.vendors import PASSWORD, Vendor
from tests.harness.pdf import pages_of, text_of

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.requirement("R8.5"),
    pytest.mark.story("US-4.2", "the tracking number"),
]


@pytest.fixture
def queue(desk):
    return Queue(desk)


def booked(queue, number=None):
    """The tracking number of the parcel that is booked."""
    at = f"{HERE}/{keys(number or queue.number)}"
    assert queue.post(at, {"act": "book"}).status_code == 303
    return at, re.search(r"SBX\d{13}", main(queue.get(at)))[0]


def test_a_booking_fills_in_the_number_prints_the_label_and_is_sent_or_called_off(queue):
    at, tracking = booked(queue)
    assert queue.post(at, {"act": "book"}).status_code == 303
    page = main(queue.get(at))
    assert f'value="{tracking}"' in page, "the form to send it says it already"
    assert page.count("Book with") == 0
    label = queue.get(f"{at}/label")
    assert label.headers["content-type"] == "application/pdf"
    assert f"label-{queue.number}.pdf" in label.headers["content-disposition"]
    said = text_of(label.content)
    for words in (tracking, "Ben Hill", "1 Main Street", "10115 Berlin", SANDBOX, queue.number):
        assert words in said
    assert queue.post(at, {"act": "call_off"}).status_code == 303
    again = queue.post(at, {"act": "call_off"})
    assert (again.status_code, "Nothing was changed." in main(again)) == (409, True), "a second click says so"
    assert queue.get(f"{at}/label").headers["location"] == at
    assert "No label was printed" in queue.get(at).text
    _, again = booked(queue)
    assert again != tracking
    send = {"act": "send", "carrier": SANDBOX, "tracking": again, "version": "5"}
    assert queue.post(at, send).status_code == 303
    assert queue.facts(queue.number)[-4:] == [
        "ordering/parcel-booked-1", "ordering/booking-called-off-1", "ordering/parcel-booked-1",
        "ordering/parcel-sent-1",
    ]
    assert again in text_of(queue.get(f"{at}/label").content), "once more, as long as it is on its way"
    past = main(queue.get(f"/backoffice/history/order/{queue.number}"))
    assert f"booked a parcel with {SANDBOX}, tracking number {again}" in re.sub(r"<[^>]+>", "", past)


def test_the_list_says_that_a_parcel_is_booked_also_beside_one_that_went_under_another_number(queue):
    assert "parcel booked" not in main(queue.get(f"{HERE}?q={queue.number}&status=all"))
    at, _ = booked(queue)
    typed = {"act": "send", "carrier": "DHL", "tracking": "by hand", "version": "3"}
    assert queue.post(at, typed).status_code == 303
    queue.settle()
    assert "parcel booked" in main(queue.get(f"{HERE}?q={queue.number}&status=all"))
    assert queue.post(at, {"act": "call_off"}).status_code == 303
    queue.settle()
    assert "parcel booked" not in main(queue.get(f"{HERE}?q={queue.number}&status=all"))


@pytest.mark.story("US-4.3", "print packing slips")
def test_many_are_booked_and_their_labels_are_one_file(queue):
    other, none = queue.buy(), queue.buy()
    picks = {f"pick-{keys(it)}": "1" for it in (queue.number, other)}
    empty = queue.post(HERE, picks | {"act": "labels"})
    assert (empty.status_code, "Nothing was printed" in empty.text) == (409, True)
    done = queue.post(HERE, picks | {"act": "book"})
    assert "2 were done." in main(done)
    assert "Print their labels" in main(done)
    assert 'value="call_off">Undo<' in main(done)
    made = queue.post(HERE, picks | {"act": "labels", f"pick-{keys(none)}": "1"})
    assert made.headers["content-type"] == "application/pdf"
    assert len(pages_of(made.content)) == 2, "of what isn't booked there is none"
    undone = queue.post(HERE, picks | {"act": "call_off"})
    assert "2 were done." in main(undone)


@pytest.mark.story("US-4.3", "mark an order as shipped")
def test_what_is_booked_is_marked_as_sent_many_at_once_and_what_is_not_is_refused(queue):
    other, none = queue.buy(), queue.buy()
    picks = {f"pick-{keys(it)}": "1" for it in (queue.number, other)}
    assert queue.post(HERE, picks | {"act": "book"}).status_code in {200, 201}
    done = main(queue.post(HERE, picks | {"act": "sent", f"pick-{keys(none)}": "1"}))
    assert "On their way" in done
    assert "2 were done." in done
    assert "One was refused." in done
    assert "Undo" not in done, "what left can't be called back"
    for number in (queue.number, other):
        assert queue.facts(number)[-2:] == ["ordering/parcel-booked-1", "ordering/parcel-sent-1"]
    assert "2 were refused." in main(queue.post(HERE, picks | {"act": "sent"})), "and no second time"


def test_twice_booked_is_printed_and_what_cannot_be_printed_is_named(queue):
    other, none = queue.buy(), queue.buy()
    picks = {f"pick-{keys(it)}": "1" for it in (queue.number, other)}
    queue.post(HERE, picks | {"act": "book"})
    twice = main(queue.post(HERE, picks | {"act": "book"}))
    assert ("Print their labels" in twice, ">Undo<" in twice) == (True, False)
    found = re.findall(r'name="(pick-[^"]+)"', twice)
    assert [it.count("/") for it in found] == [2, 2], "each by its parcel"
    printed = dict.fromkeys(found, "1") | {f"pick-{keys(none)}": "1", "act": "labels"}
    assert len(pages_of(queue.post(HERE, printed).content)) == 2
    queue.settle()
    assert "1 of 3 had no booking" in main(queue.get(HERE))
    _, tracking = booked(queue, other)
    queue.shop.carrier().call_off(tracking)
    refused = queue.post(HERE, printed)
    assert refused.status_code == 409
    assert f"Order {other}: {SANDBOX} says no" in main(refused)
    assert "One was done." in main(queue.post(HERE, {found[0]: "1", "act": "call_off"}))


def test_a_carrier_that_the_shop_has_no_longer_is_not_said_to_be_told(queue, monkeypatch):
    for carrier, said in ((SANDBOX, "The carrier was told so."), ("Another", "Its carrier was not told")):
        monkeypatch.setattr(type(queue.shop.carrier()), "name", carrier)
        at, _ = booked(queue)
        monkeypatch.undo()
        queue.post(at, {"act": "call_off"})
        assert said in main(queue.get(at))


def test_a_refusal_says_why_and_a_number_can_be_typed_by_hand(queue, monkeypatch):
    at = f"{HERE}/{keys(queue.number)}"
    monkeypatch.setattr("store.adapters.ordering.carrier_sandbox.REFUSED_CODE", "10115")
    refused = queue.post(at, {"act": "book"})
    assert refused.status_code == 409
    assert f"{SANDBOX} says no: it delivers nothing to 10115." in main(refused)
    by_hand = {"act": "send", "carrier": "DHL", "tracking": "T-1", "version": "2"}
    assert queue.post(at, by_hand).status_code == 303


@pytest.mark.story("US-4.2", "status history with times")
def test_where_a_parcel_is_and_that_it_comes_back_is_shown(queue, monkeypatch):
    monkeypatch.setattr("store.adapters.ordering.carrier_sandbox.UNDELIVERABLE_CODE", "10115")
    at, tracking = booked(queue)
    queue.post(at, {"act": "send", "carrier": SANDBOX, "tracking": tracking, "version": "3"})
    followed(queue, 0, monkeypatch)
    followed(queue, 20, monkeypatch)
    page = main(queue.get(at))
    for words in ("The carrier has it", "Eastharbour", "Nobody could take it", "It went back to whoever sent it",
                  f"{SANDBOX} can't deliver it"):
        assert words in page.replace("&#39;", "'")
    queue.settle()
    listed = main(queue.get(HERE, params={"status": "stranded"}))
    assert queue.number in listed
    assert "comes back" in listed
    order = queue.get(f"/orders/{queue.number}?access_token={token(queue)}")
    assert "It went back to whoever sent it" in order.text
    assert "Eastharbour" in order.text


def token(queue):
    return queue.shop.access_tokens().of(queue.number)


def followed(queue, minutes, monkeypatch):
    """The scheduler asks where parcels are, so many minutes later."""
    clock = queue.shop.clock()
    now = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: now)
    queue.settle()
    following_parcels(queue.shop.carrier(), queue.shop.pool(), queue.shop.bus(), clock, ())()


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_a_vendor_books_and_prints_their_own_and_no_others(office):
    vera, otto = (Vendor(office.shop).sells("kitchen") for _ in range(2))
    office.settle()
    cart = office.back_room.open_cart()
    for sku in (vera.sku, otto.sku, office.mug.sku):
        office.back_room.put(cart, sku, 1)
    number = office.back_room.buy(
        cart, "ben@example.org", HOME, method="standard", card="success", quote=None, key=None
    ).number
    office.settle()
    before = office.facts(number)
    assert office.log_in(vera.email, PASSWORD, headers={"x-api-key": KEY}).status_code == 303
    form = re.search(r'name="_csrf_token" value="([^"]+)"', office.get(HERE).text)[1]
    post = partial(office.post, token=form)
    own = keys(number, VendorId(vera.account))
    for other in (keys(number, VendorId(otto.account)), keys(number)):
        for act in ("book", "call_off"):
            assert post(f"{HERE}/{other}", {"act": act}).status_code == 404
            assert "One was refused." in main(post(HERE, {"act": act, f"pick-{other}": "1"}))
        assert office.get(f"{HERE}/{other}/label").status_code == 404
        picks = {f"pick-{own}": "1", f"pick-{other}": "1"}
        assert post(HERE, picks | {"act": "labels"}).status_code == 404
    assert office.facts(number) == before
    assert post(f"{HERE}/{own}", {"act": "book"}).status_code == 303
    said = text_of(office.get(f"{HERE}/{own}/label").content)
    assert "Ben Hill" in said
    assert "ben@example.org" not in said
