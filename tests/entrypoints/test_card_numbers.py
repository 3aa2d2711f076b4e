"""What looks like the number of a card, and what only is as long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from store.application.processes.shipping_an_order import ShipOrder
from store.entrypoints.shared.card_numbers import CardNumberWritten, expect_no_card_number, is_card_number, masked
from store.entrypoints.wiring.logs import _without_cards
from tests.harness.typed_numbers import holds

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.5", "card numbers are never stored")]

CARDS = [
    "4242424242424242", "4000056655665556", "5555555555554444", "2223003122003222", "5105105105105100",
    "378282246310005", "371449635398431", "6011111111111117", "6011000990139424", "3056930009020004", "36227206271667",
    "3566002020360505", "6200000000000005", "6205500000000000004",
]


class Note(Struct):
    words: str
    parts: tuple[str, ...] = ()
    more: dict[str, str] = {}


@pytest.mark.parametrize("number", CARDS)
def test_numbers_of_the_big_schemes_are_known(number):
    assert is_card_number(number)
    assert masked(f"pay {number}, please") == f"pay ****{number[-4:]}, please"


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("sign", [" ", "-", "."])
def test_however_they_are_written(number, sign):
    written = sign.join(number[at:at + 4] for at in range(0, len(number), 4))
    assert masked(f"({written})") == f"(****{number[-4:]})"


@pytest.mark.parametrize("text", [
    "41111111-1111-1111-8aaa-aaaaaaaaaaaa", "POST /orders 0190a6c4 41111111-1111-1111-8aaa-aaaaaaaaaaaa",
    "", "4242", "4242424242424241", "04242424242424242", "4006381333931",
    "2026-11-28T12:00:00.000001Z", "1234567812345670", "9999999999999995", "00340434161094042557", "+49 170 1234567",
    "d0424242-4242-4242-8242-424242424242", "4 2 4 2", "4242    4242    4242    4242",
    "2026-11-30 05:12:33.123456+00", "2026-11-28T22:21:00.000003+00:00", "9780306406157", "00012345600012",
    "+49 170 4242 4242", "030 4242424, 0170 4242424", "4242424242424242" + "abcdef01" * 3, "42, 4242; 4242 (4242)",
])
def test_what_only_looks_like_it_stays(text):
    assert masked(text) == text


@pytest.mark.parametrize("text", [
    "card4242424242424242", "4242424242424242x", "4242  4242  4242  4242", "4242_4242_4242_4242", "4242/4242/4242/4242",
    "4242, 4242, 4242, 4242", "4242\u20134242\u20134242\u20134242", "4242\u20104242\u20104242\u20104242",
    "4242\u00a04242\u200b42424242", "\uff14\uff12" * 8, "\u0664\u0662" * 8, "\U0001d7d2\U0001d7d0" * 8,
    "\u2463\u2461" * 8,
    "4242 - 4242 - 4242 - 4242", "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "Flat 7, 4242 4242 4242 4242",
    "4242 4242 4242 4242 11/27", "Stra\u00dfe4242424242424242", "a4242424242424242", "4242\n4242\r\n4242\t4242",
    "4242-4242-4242-4242 4242-4242-4242-4242",
])
def test_no_sign_between_them_no_script_and_no_letter_beside_them_hides_one(text):
    with pytest.raises(CardNumberWritten):
        expect_no_card_number(Note(text))
    assert not holds(masked(text), "4242424242424242")
    assert "****4242" in masked(text)


@given(st.uuids(), st.sampled_from(["{}", "order {}.", "/orders/{}?at=1", "{0} {0}"]))
def test_no_id_is_taken_for_one(id, words):
    text = words.format(id)
    assert masked(text) == text
    assert masked(text.upper()) == text.upper()
    assert masked(id.hex) == id.hex


@given(st.sampled_from(CARDS), st.text(max_size=12), st.lists(st.sampled_from(" -.,/_\u2013\u2010:"), max_size=3))
def test_whatever_stands_beside_a_number_it_does_not_get_through(number, words, signs):
    between = "".join(signs)
    written = between.join(number[at:at + 4] for at in range(0, len(number), 4))
    assert not holds(masked(f"{words} at {written} at"), number)


@given(st.text(alphabet="0123456789 -.", max_size=40))
def test_what_was_shortened_holds_none(text):
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(("note", "field"), [
    (Note("a 4242 4242 4242 4242"), "words"), (Note("", ("a", CARDS[2])), "parts"),
    (Note("", (), {"why": CARDS[5]}), "why"),
])
def test_a_message_with_one_is_refused_by_name_of_the_field_and_not_repeated(note, field):
    with pytest.raises(CardNumberWritten) as refused:
        expect_no_card_number(note)
    assert refused.value.field == field
    assert "4242" not in str(refused.value)


@pytest.mark.parametrize("worth", ["", "one"])
def test_names_that_whoever_sends_something_chose_hold_none_either(worth):
    with pytest.raises(CardNumberWritten) as refused:
        expect_no_card_number(Note("fine", more={"4242 4242 4242 4242": worth}))
    assert refused.value.field == "more"


def test_the_number_on_a_label_is_let_through():
    expect_no_card_number(ShipOrder(number="A", carrier="DHL", tracking=CARDS[0]))
    with pytest.raises(CardNumberWritten):
        expect_no_card_number(ShipOrder(number="A", carrier=CARDS[0], tracking="1"))


def test_a_line_of_the_log_holds_none():
    assert _without_cards(None, "info", f'{{"path":"/orders/{CARDS[0]}"}}') == '{"path":"/orders/****4242"}'


@pytest.mark.parametrize(
    "number", ["4242424242424242", "4242 4242-4242\n4242", "\uff14\uff12" * 8, "\"4242\"4242'4242/4242"]
)
@pytest.mark.parametrize("where", ["words", "parts", "more"])
def test_a_message_is_looked_at_wherever_one_stands_and_however_it_is_written(number, where):
    note = {"words": Note(number), "parts": Note("", ("x", number)), "more": Note("", (), {"it": number})}[where]
    with pytest.raises(CardNumberWritten):
        expect_no_card_number(note)


@given(st.sampled_from(CARDS), st.text(max_size=9), st.text(max_size=3), st.text(max_size=9))
def test_one_look_at_all_of_a_message_overlooks_none_that_would_be_shortened(number, before, between, behind):
    text = before + between.join(number[at:at + 4] for at in range(0, len(number), 4)) + behind
    if masked(text) != text:
        with pytest.raises(CardNumberWritten):
            expect_no_card_number(Note("", (text,)))
    else:
        expect_no_card_number(Note("", (text,)))


class Odd(Struct):
    """What can't be written as a whole."""

    words: str
    thing: object


def test_a_message_that_can_not_be_written_is_looked_at_all_the_same():
    with pytest.raises(CardNumberWritten):
        expect_no_card_number(Odd("4242424242424242", object()))
    expect_no_card_number(Odd("4242", object()))
