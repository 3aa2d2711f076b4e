"""Plots are right about where things are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.entrypoints.backoffice.plots import MOST_MARKS, plot

numbers = st.floats(-1e12, 1e12, allow_nan=False).map(lambda n: round(n, 3))


def test_bars_stand_on_zero_and_reach_to_their_number():
    drawn = plot("bar", "day", "orders", [("mon", 0), ("tue", 5), ("wed", "10")])
    assert [tick.words for tick in drawn.upward] == ["0", "2.5", "5", "7.5", "10"]
    first, second, third = drawn.marks
    assert (third.y, third.y + third.height) == (drawn.upward[-1].at, drawn.zero)
    assert second.height == pytest.approx(third.height / 2, abs=0.2)
    assert first.height == 0.5
    assert [mark.words for mark in drawn.marks] == ["mon: 0", "tue: 5", "wed: 10"]


def test_what_is_below_zero_hangs_from_it():
    drawn = plot("bar", "day", "change", [("mon", -4), ("tue", 4)])
    below, above = drawn.marks
    assert below.y == drawn.zero
    assert above.y + above.height == pytest.approx(drawn.zero)


def test_a_line_goes_through_every_number():
    drawn = plot("line", "day", "orders", [("mon", 1), ("tue", 3), ("wed", 2)])
    assert [float(point.split(",")[1]) for point in drawn.line.split()] == [mark.y for mark in drawn.marks]


def test_rows_without_a_number_are_left_out_and_none_at_all_is_no_plot():
    assert len(plot("bar", "x", "y", [("a", None), ("b", "x"), ("c", 1), ("d", True), ("e", "inf")]).marks) == 1
    assert plot("bar", "x", "y", [("a", None)]) is None
    assert plot("bar", "x", "y", []) is None


def test_many_rows_are_cut_and_their_names_thinned():
    drawn = plot("line", "x", "y", [(n, n) for n in range(300)])
    assert len(drawn.marks) == MOST_MARKS
    assert drawn.left_out == 100
    assert len(drawn.across) <= 8


def test_names_have_the_room_there_is_and_keep_both_ends():
    oat, sage = "HARBOUR-MUG-OAT", "HARBOUR-MUG-SAGE"
    assert [tick.words for tick in plot("bar", "sku", "n", [(oat, 1), (sage, 2)]).across] == [oat, sage]
    many = [tick.words for tick in plot("bar", "sku", "n", [(f"TABLECLOTH-{n}-CM", n) for n in range(8)]).across]
    assert len(set(many)) == 8, "cut at the end, all would be called the same"
    assert all(len(name) <= 10 and "…" in name for name in many)
    assert plot("bar", "when", "n", [(f"2026-06-{n:02}", n) for n in range(1, 9)]).across[3].words == "2026-06-04"


def test_a_plot_says_which_columns_it_shows():
    drawn = plot("line", "day", "orders", [("mon", 1)])
    assert (drawn.x, drawn.y, drawn.title) == ("day", "orders", "orders by day")


@given(st.lists(numbers, min_size=1, max_size=30), st.sampled_from(["bar", "line"]))
def test_nothing_is_drawn_outside_of_the_box(values, kind):
    drawn = plot(kind, "x", "y", list(enumerate(values)))
    for mark in drawn.marks:
        assert drawn.left - 0.1 <= mark.x <= mark.x + mark.width <= drawn.right + 0.1
        assert -0.1 <= mark.y <= drawn.bottom + 0.1
        assert mark.y + (mark.height if kind == "bar" else 0) <= drawn.bottom + 0.6
    assert 2 <= len(drawn.upward) <= 12
