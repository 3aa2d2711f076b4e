"""What is said of a product, beside what its category says of its attributes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.catalogue.attribute_values import NEEDED, conformed, fitted, number_of, wanted, words
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind

pytestmark = pytest.mark.story("US-2.4", "attributes have types")
WEIGHT = AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", required=True)
PIECES = AttributeDefinition("Pieces", AttributeKind.NUMBER)
SAFE = AttributeDefinition("Dishwasher safe", AttributeKind.YES_NO)
SIZE = AttributeDefinition("Size", AttributeKind.CHOICE, choices=("S", "Very big", "12"))
CARE = AttributeDefinition("Care", AttributeKind.TEXT, formerly=("Cleaning",))
ALL = (WEIGHT, PIECES, SAFE, SIZE, CARE)


@pytest.mark.parametrize(("written", "kept"), [
    (3, 3), (1.5, "1.5"), (2.0, 2), ("3", 3), ("007", 7), ("1.50", "1.50"), ("1,5", "1.5"), ("-0.5", "-0.5"),
    ("\u22124", -4), ("1.5 kg", "1.5"), ("1.5KG", "1.5"), (" 12 ", 12), (0.1, "0.1"), (1e-7, "0.0000001"),
])
def test_numbers_are_kept_in_the_digits_in_which_they_were_written(written, kept):
    assert (fitted(WEIGHT, written), type(fitted(WEIGHT, written))) == (kept, type(kept))


@pytest.mark.parametrize("written", [
    "heavy", "", "1,500", "1.5 g", "1 500", "1e3", "NaN", "\u0663", True, "1.", "1.0123456789", "9" * 16, "kg",
])
def test_what_is_no_number_or_no_number_for_everybody_does_not_fit(written):
    assert fitted(WEIGHT, written) is None


def test_a_unit_is_read_only_where_it_is_the_one_that_counts():
    assert fitted(PIECES, "4 kg") is None
    assert fitted(PIECES, "4") == 4


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_comes_back_as_it_was_written(number):
    kept = fitted(WEIGHT, f"{number:f} kg")
    assert number_of(kept) == number
    assert fitted(WEIGHT, kept) == kept


def test_what_is_no_number_has_none():
    assert [number_of(value) for value in (True, "heavy", "Infinity", 4, 1.5, "1.50")] == [
        None, None, None, Decimal(4), Decimal("1.5"), Decimal("1.50"),
    ]


@pytest.mark.parametrize(("definition", "written", "kept"), [
    (SAFE, "Yes", True), (SAFE, "no", False), (SAFE, "TRUE", True), (SAFE, False, False), (SAFE, 1, None),
    (SAFE, "perhaps", None), (SIZE, "s", "S"), (SIZE, "very  BIG", "Very big"), (SIZE, 12, "12"), (SIZE, 12.0, "12"),
    (SIZE, "XL", None), (CARE, "Wipe", "Wipe"), (CARE, 4, 4), (CARE, True, True),
])
def test_a_value_is_kept_as_its_attribute_wants_it_or_does_not_fit(definition, written, kept):
    assert fitted(definition, written) == kept


def test_what_does_not_fit_stays_as_it_was_written_and_is_told():
    found = conformed({"Weight": "heavy", "size": "XL", "Ean": "4006381333931"}, ALL)
    assert found.values == {"Weight": "heavy", "Size": "XL", "Ean": "4006381333931"}
    assert found.misfits == {"Weight": wanted(WEIGHT), "Size": "Choose one of S, Very big, 12."}
    assert found.faults(for_sale=True) == found.misfits


def test_names_are_the_definitions_own_whatever_their_case_and_what_they_were():
    assert conformed({"WEIGHT": "2", "cleaning": "Wipe"}, ALL).values == {"Weight": 2, "Care": "Wipe"}
    both = conformed({"Care": "Wipe", "Cleaning": "Rinse", "weight": "1", "WEIGHT": "2"}, ALL).values
    assert both == {"Care": "Wipe", "Cleaning": "Rinse", "Weight": 1, "WEIGHT": "2"}


def test_what_is_required_may_be_missing_from_a_draft_only():
    for said in ({}, {"Weight": ""}):
        found = conformed({name: value for name, value in said.items() if value}, ALL)
        assert found.missing == ("Weight",)
        assert (found.faults(for_sale=True), found.faults(for_sale=False)) == ({"Weight": NEEDED}, {})
    assert conformed({"Weight": False}, ALL).missing == ()


def test_what_means_the_same_stays_as_it_was_written_before():
    known = {"Weight": "1.50", "Pieces": 4.0, "Size": "S", "Dishwasher safe": "Yes", "Care": 3}
    said = {"Weight": 1.5, "Pieces": "4", "Size": "s", "Dishwasher safe": "yes", "Care": "3"}
    found = conformed(said, ALL, known).values
    assert found == {"Weight": "1.50", "Pieces": 4.0, "Size": "S", "Dishwasher safe": True, "Care": 3}
    assert conformed({"Weight": "2"}, ALL, known).values == {"Weight": 2}
    assert conformed({"Weight": "2"}, ALL, {"Weight": "heavy"}).values == {"Weight": 2}


def test_each_kind_says_what_would_fit():
    assert [wanted(definition) for definition in ALL] == [
        "Write a number in kg, such as 1.5.", "Write a number, such as 1.5.", "Say yes or no.",
        "Choose one of S, Very big, 12.", "Write some text.",
    ]


def test_values_are_read_as_people_write_them():
    assert [words(value) for value in (True, False, 2.0, 1.5, 3, "x")] == ["Yes", "No", "2", "1.5", "3", "x"]
