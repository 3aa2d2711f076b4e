"""The page of one SKU: what staff may do to its pieces, and how each is told."""

import re

import pytest

from store.domain.shared.ids import stock_of

pytestmark = [pytest.mark.requirement("R2.6")]

history = pytest.mark.story("US-2.6", "stock history log")
low = pytest.mark.story("US-2.6", "an alert when stock is low")


def page(desk):
    return f"/backoffice/stock/{desk.mug.sku}"


def do(desk, act, **form):
    return desk.post(page(desk), {"act": act} | form)


@history
@pytest.mark.parametrize(("act", "form", "on_hand", "words"), [
    ("receive", {"quantity": "4", "reason": "from the potter"}, 54, "took in 4 ×"),
    ("count", {"on_hand": "49", "shown": "50", "reason": "stocktake"}, 49, "49 on hand, where the books said 50"),
    ("adjust", {"what": "lost", "pieces": "3", "reason": "nobody knows"}, 47, "off as lost"),
    ("adjust", {"what": "damaged", "pieces": "1", "reason": "fell"}, 49, "off as damaged"),
    ("adjust", {"what": "found", "pieces": "2", "reason": "behind"}, 52, "that the books did not have"),
    ("adjust", {"what": "more", "pieces": "2", "reason": "a gift"}, 52, "to the books"),
    ("adjust", {"what": "fewer", "pieces": "2", "reason": "a present"}, 48, "off the books"),
])
def test_what_is_done_to_pieces_is_told_with_its_reason(desk, act, form, on_hand, words):
    done = do(desk, act, **form)
    assert (done.status_code, done.headers["location"]) == (303, page(desk))
    text = desk.get(page(desk)).text
    for said in (f"{desk.mug.sku}: {on_hand} on hand", words, form["reason"], "Ann Field"):
        assert said in text
    desk.settle()
    assert f">{on_hand}<" in desk.get(f"/backoffice/stock?q={desk.mug.sku}").text


@pytest.mark.requirement("R3.3")
@pytest.mark.parametrize("receives", ["", "/receive"])
def test_a_button_pressed_twice_takes_in_once_and_the_next_look_is_another(desk, receives):
    form = {"act": "receive", "quantity": "4", "reason": "from the potter"}
    for on_hand, presses in ((54, 2), (58, 1)):
        seen = desk.get(f"/backoffice/stock?q={desk.mug.sku}" if receives else page(desk)).text
        press = re.search(r'name="press" value="([0-9a-f]{16})"', seen)[1]
        for _ in range(presses):
            assert desk.post(page(desk) + receives, form | {"press": press}).status_code == 303
            assert f"{desk.mug.sku}: {on_hand} on hand" in desk.get(page(desk)).text


@history
def test_pieces_that_come_back_are_sold_again_or_written_off(desk):
    desk.post(f"/backoffice/orders/{desk.number}/ship", {"carrier": "DHL", "tracking": "1", "version": "2"})
    assert do(desk, "return", quantity="2", written_off="1", reason="one broke").status_code == 303
    assert "wrote 1 of them off" in desk.get(page(desk)).text
    assert "Only 0 of" in do(desk, "return", quantity="1", written_off="0", reason="again").text
    desk.settle()
    assert ">49<" in desk.get(f"/backoffice/stock?q={desk.mug.sku}").text


@low
def test_a_number_of_its_own_marks_it_as_low_and_is_told_once(desk):
    assert "Running low" not in desk.get(page(desk)).text.partition("<main")[2].partition("<form")[0]
    assert do(desk, "threshold", threshold="60").status_code == 303
    text = desk.get(page(desk)).text
    assert "ran low: 48 left" in text
    assert '<span class="badge badge-warn">Running low</span>' in text
    desk.settle()
    assert desk.mug.sku in desk.get(f"/backoffice/stock?low=1&q={desk.mug.sku}").text
    do(desk, "threshold", threshold="")
    facts = desk.back_room.facts(stock_of(desk.mug.sku))
    assert [fact for fact in facts if "low" in fact or "threshold" in fact] == [
        "inventory/threshold-set-1", "inventory/ran-low-1", "inventory/threshold-set-1"
    ]
    desk.settle()
    assert desk.mug.sku not in desk.get(f"/backoffice/stock?low=1&q={desk.mug.sku}").text.partition("<table")[2]


@pytest.mark.parametrize(("act", "form", "status", "words"), [
    ("adjust", {"what": "lost", "pieces": "49", "reason": "fire"}, 409, "promised to orders"),
    ("adjust", {"what": "stolen", "pieces": "1", "reason": "x"}, 422, "Choose what became"),
    ("adjust", {"what": "lost", "pieces": "0", "reason": "x"}, 422, "a whole number from 1"),
    ("adjust", {"what": "lost", "pieces": "1", "reason": ""}, 422, "Say why"),
    ("return", {"quantity": "1", "written_off": "2", "reason": "x"}, 409, "No more can be written off"),
    ("threshold", {"threshold": "-1"}, 422, "a whole number from 0"),
    ("nothing", {}, 422, "a whole number from 1"),
])
def test_what_cannot_be_is_refused_beside_its_form_and_changes_nothing(desk, act, form, status, words):
    before = desk.back_room.facts(stock_of(desk.mug.sku))
    refused = do(desk, act, **form)
    assert refused.status_code == status
    assert words in refused.text
    assert desk.back_room.facts(stock_of(desk.mug.sku)) == before


@pytest.mark.requirement("R3.5")
@pytest.mark.story("US-3.3", "a promotion is tried on past orders")
def test_what_a_piece_costs_is_told_and_taken_back(desk):
    assert do(desk, "cost", cost="4.20", currency="EUR").status_code == 303
    text = desk.get(page(desk)).text
    assert "costs: EUR 4.20" in text
    assert 'value="4.20"' in text
    assert do(desk, "cost", cost="4.2.0", currency="EUR").status_code == 422
    assert do(desk, "cost", cost="4.205", currency="EUR").status_code == 409
    assert do(desk, "cost", cost="", currency="EUR").status_code == 303
    assert "costs: unknown" in desk.get(page(desk)).text


def test_there_is_no_page_of_nothing(desk):
    assert desk.get("/backoffice/stock/NO-SUCH").status_code == 404
    assert desk.post("/backoffice/stock/NO-SUCH", {"act": "receive", "quantity": "1", "reason": "x"}).status_code == 404
