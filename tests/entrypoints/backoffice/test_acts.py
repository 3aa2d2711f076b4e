"""What staff do: ship, count, receive. Each says what it did, or why it did nothing."""

import re

import pytest

from store.domain.shared.ids import stock_of

pytestmark = [pytest.mark.requirement("R4.2")]
shipping = pytest.mark.story("US-4.3", "mark an order as shipped")

PLACED = ["ordering/placed-1", "ordering/confirmed-1"]
PARCEL = {"carrier": "DHL", "tracking": "0034", "version": "2", "reason": "left with the morning van"}


def ship(desk, **changes):
    return desk.post(f"/backoffice/orders/{desk.number}/ship", PARCEL | changes)


@shipping
def test_an_order_is_shipped_seen_and_explained(desk):
    done = ship(desk)
    assert (done.status_code, done.headers["location"]) == (303, f"/backoffice/orders/{desk.number}")
    page = desk.get(done.headers["location"]).text
    for words in ("is on its way", "Shipped", "0034", "left with the morning van", "Ann Field"):
        assert words in page
    assert "Mark as shipped" not in page
    desk.settle()
    assert "Shipped" in desk.get("/backoffice/orders?status=shipped").text


@shipping
def test_an_order_that_moved_on_is_not_shipped_and_the_page_says_what_happened(desk):
    ship(desk)
    again = ship(desk, tracking="another parcel")
    assert again.status_code == 409
    assert "at version 3" in again.text
    assert "Since you opened this page: The parcel is on its way." in again.text
    assert desk.facts(desk.number) == [*PLACED, "ordering/shipped-1"]


@pytest.mark.parametrize(("changes", "field"), [
    ({"carrier": ""}, "carrier"), ({"carrier": "x" * 61}, "carrier"), ({"tracking": ""}, "tracking"),
    ({"reason": "x" * 201}, "reason"), ({"version": ""}, "version"), ({"version": "two"}, "version"),
    ({"version": "-1"}, "version"),
])
def test_a_form_that_is_not_right_comes_back_as_it_was_typed(desk, changes, field):
    page = ship(desk, **changes)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    if "carrier" not in changes:
        assert 'value="DHL"' in page.text
    assert desk.facts(desk.number) == PLACED


@pytest.mark.story("US-10.3", "forms carry a token")
@pytest.mark.requirement("R10.3")
@pytest.mark.parametrize("more", [
    {"token": False}, {"headers": {"origin": "https://evil.example"}}, {"headers": {"origin": "null"}},
    {"headers": {"origin": "http://sub.shop.test"}}, {"headers": {"sec-fetch-site": "cross-site"}},
    {"headers": {"sec-fetch-site": "same-site"}},
])
def test_a_form_from_elsewhere_changes_nothing(desk, more):
    page = desk.post(f"/backoffice/orders/{desk.number}/ship", PARCEL, **more)
    assert page.status_code == 403
    assert 'class="rail"' in page.text
    assert desk.facts(desk.number) == PLACED


def test_a_form_of_our_own_is_taken(desk):
    origin = {"origin": "http://shop.test", "sec-fetch-site": "same-origin"}
    assert desk.post(f"/backoffice/orders/{desk.number}/ship", PARCEL, headers=origin).status_code == 303


@pytest.mark.story("US-10.3", "forms carry a token")
def test_another_browsers_token_is_worth_nothing(desk):
    forged = "0" * 128
    page = desk.post(f"/backoffice/orders/{desk.number}/ship", PARCEL | {"_csrf_token": forged}, token=False)
    assert page.status_code == 403


@pytest.mark.story("US-2.6", "real-time stock tracking")
@pytest.mark.parametrize(("act", "form", "on_hand"), [
    ("count", {"on_hand": "12", "reason": "stocktake"}, 12), ("receive", {"quantity": "12", "reason": "delivery"}, 62),
])
def test_the_stock_room_counts_and_receives(desk, act, form, on_hand):
    done = desk.post(f"/backoffice/stock/{desk.mug.sku}/{act}", form | {"q": "ash", "low": "1", "cursor": ""})
    assert (done.status_code, done.headers["location"]) == (303, "/backoffice/stock?q=ash&low=1")
    desk.settle()
    assert f"{desk.mug.sku}: {on_hand} on hand" in desk.get(done.headers["location"]).text
    assert f">{on_hand}<" in desk.get(f"/backoffice/stock?q={desk.mug.sku}").text
    assert form["reason"] in desk.get(f"/backoffice/history/inventory/{desk.mug.sku}").text


@pytest.mark.parametrize(("act", "form", "status", "words"), [
    ("count", {"on_hand": "1", "reason": "stocktake"}, 409, "Nothing was changed."),
    ("count", {"on_hand": "-1", "reason": "stocktake"}, 422, "a whole number from 0"),
    ("count", {"on_hand": "", "reason": "stocktake"}, 422, "a whole number from 0"),
    ("count", {"on_hand": "5", "reason": ""}, 422, "Say why"),
    ("count", {"on_hand": "1e3", "reason": "stocktake"}, 422, "a whole number from 0"),
    ("receive", {"quantity": "0", "reason": "delivery"}, 422, "a whole number from 1"),
    ("receive", {"quantity": "9999999999999999999999", "reason": "delivery"}, 422, "a whole number from 1"),
    ("receive", {"quantity": "5", "reason": "x" * 201}, 422, "at most 200"),
])
def test_a_count_that_cannot_be_is_refused_beside_the_form_it_was_typed_in(desk, act, form, status, words):
    before = desk.back_room.facts(stock_of(desk.mug.sku))
    page = desk.post(f"/backoffice/stock/{desk.mug.sku}/{act}", form | {"q": desk.mug.sku})
    assert page.status_code == status
    assert words in page.text
    assert page.text.count('<details class="count" name="count" open>') == 1
    assert desk.back_room.facts(stock_of(desk.mug.sku)) == before


def test_a_count_of_what_has_moved_since_is_not_taken(desk):
    sku = desk.mug.sku
    page = desk.get(f"/backoffice/stock?q={sku}").text
    shown = re.search(r'name="shown" value="(\d+)"', page)[1]
    desk.post(f"/backoffice/stock/{sku}/receive", {"quantity": "5", "reason": "delivery"})
    desk.settle()  # or each page would wait for the list to have heard of it
    before = desk.back_room.facts(stock_of(sku))
    form = {"on_hand": "12", "reason": "stocktake", "shown": shown, "q": sku}
    refused = desk.post(f"/backoffice/stock/{sku}/count", form)
    assert refused.status_code == 409
    assert "came or went since you looked: the books say 55 now" in refused.text
    assert 'value="12"' in refused.text
    assert desk.back_room.facts(stock_of(sku)) == before
    assert desk.post(f"/backoffice/stock/{sku}/count", form | {"shown": "55"}).status_code == 303
    desk.settle()
    assert desk.post(f"/backoffice/stock/{sku}/count", form | {"shown": "many"}).status_code == 422


def test_pieces_of_nothing_are_not_counted(desk):
    assert desk.post("/backoffice/stock/NO-SUCH/count", {"on_hand": "1", "reason": "x"}).status_code == 404
