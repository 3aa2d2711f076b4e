"""Staff give credit on somebody's page, once for each press, up to a limit, and take it back."""

import re

import pytest

from tests.entrypoints.backoffice.test_users import own_page, room

__all__ = ["room"]
pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
FIVE = {"amount": "5.00", "currency": "EUR", "why": "late", "moved": "0"}


def test_credit_is_given_with_a_reason_once_and_stands_on_the_page(room):
    assert "Can be spent:" in room.page()
    answer = room.acts("credit", **FIVE)
    assert answer.status_code == 303, re.sub(r"<[^>]+>", "", answer.text)[:800]
    page = room.page()
    assert "your parcel came late" in page
    assert "€5.00" in page
    assert room.acts("credit", **FIVE).status_code == 409, "a second press gives nothing twice"
    history = room.page("/backoffice/activity?kind=credit")
    assert "gave" in history


def test_it_is_taken_back_as_far_as_it_was_given(room):
    room.acts("credit", **FIVE)
    back = {"amount": "6.00", "currency": "EUR", "why": "given_twice", "moved": "1"}
    refused = room.acts("credit/taking-back", **back)
    assert (refused.status_code, "still there to be taken back" in refused.text) == (409, True)
    assert room.acts("credit/taking-back", **back | {"amount": "5.00"}).status_code == 303
    assert "it was given twice" in room.page()


@pytest.mark.requirement("R10.4")
@pytest.mark.story("US-10.3", "sensitive acts ask again who it is")
def test_whoever_finds_a_desk_left_open_gives_nobody_credit(room):
    with room.shop.pool().connection() as db:
        db.execute("UPDATE work.sessions SET proven_at = proven_at - interval '6 minutes' WHERE parent IS NULL")
    for act in ("credit", "credit/taking-back"):
        answer = room.acts(act, **FIVE)
        assert (answer.status_code, "/backoffice/proof" in answer.headers.get("location", "")) == (303, True), act
    assert "From the shop" not in room.page()


@pytest.mark.parametrize(("field", "text"), [
    ("amount", "five"), ("amount", "5.001"), ("why", "love"), ("moved", "x"), ("currency", "EURO"),
])
def test_what_makes_no_sense_is_said_and_gives_nothing(room, field, text):
    assert room.acts("credit", **FIVE | {field: text}).status_code == 422
    assert "From the shop" not in room.page()


def test_nobody_gives_more_than_the_limit_however_often(room):
    assert room.acts("credit", **FIVE | {"amount": "100.00"}).status_code == 303
    refused = room.acts("credit", **FIVE | {"amount": "0.01", "moved": "1"})
    assert (refused.status_code, "within 30 days" in refused.text) == (409, True)


def test_nobody_gives_to_themselves(room):
    own = own_page(room)
    refused = room.desk.post(f"{own}/credit", FIVE | {"reason": "a hard week", "version": 1})
    assert (refused.status_code, "Ask a colleague" in refused.text) == (409, True)
    page = room.page(own)
    assert "Can be spent:" in page
    assert "From the shop" not in page
    assert f'action="{own}/credit"' not in page
