"""Two who changed one form at once: what each changed is kept, and where both did, both are told."""

import pytest

from store.entrypoints.backoffice.merging import merge

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.story(
    "US-2.5", "edits at the same time do not overwrite each other",
)]


def row(place, sku, price):
    return {f"variant.{place}.sku": sku, f"variant.{place}.price": price}


RED, BLUE = "variant.0.price", "variant.1.price"
SEEN = {"name": "Mug", "text": "Round.", **row(0, "RED", "9.00"), **row(1, "BLUE", "9.50")}


@pytest.mark.parametrize(("now", "typed", "form", "theirs"), [
    ({}, {"name": "Cup"}, {"name": "Cup"}, {}),
    ({"name": "Cup"}, {}, {"name": "Cup"}, {}),
    ({"name": "Cup"}, {"text": "Wide."}, {"name": "Cup", "text": "Wide."}, {}),
    ({"name": "Cup"}, {"name": "Cup"}, {"name": "Cup"}, {}),
    ({"name": "Cup"}, {"name": "Bowl"}, {"name": "Bowl"}, {"name": "Cup"}),
    ({"name": ""}, {"name": "Bowl"}, {"name": "Bowl"}, {"name": ""}),
    ({RED: "8.00"}, {BLUE: "7.00"}, {RED: "8.00", BLUE: "7.00"}, {}),
    ({RED: "8.00"}, {RED: "7.00"}, {RED: "7.00"}, {RED: "8.00"}),
], ids=str)
def test_what_only_one_changed_is_taken_from_them(now, typed, form, theirs):
    merged = merge(SEEN, SEEN | now, SEEN | typed)
    assert {field: text for field, text in merged.form.items() if text} == {
        field: text for field, text in (SEEN | form).items() if text
    }
    assert merged.theirs == theirs


def test_rows_are_known_by_their_names_and_not_by_their_places():
    above = {**SEEN, **row(0, "GREEN", "7.00"), **row(1, "RED", "9.00"), **row(2, "BLUE", "9.50")}
    merged = merge(SEEN, above, SEEN | {"variant.1.price": "8.00"})
    assert merged.form == above | {"variant.2.price": "8.00"}
    assert merged.theirs == {}


def test_a_row_that_one_took_away_is_gone_and_one_that_the_other_added_stays():
    without = {"name": "Mug", "text": "Round.", **row(0, "RED", "9.00")}
    added = SEEN | row(2, "GREEN", "7.00")
    assert merge(SEEN, without, added).form == {
        "name": "Mug", "text": "Round.", **row(0, "RED", "9.00"), **row(1, "GREEN", "7.00"),
    }
