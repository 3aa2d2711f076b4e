"""Sharing an amount out, so that not one coin is lost or made up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.shared.sharing import portion, shared

pytestmark = [
    pytest.mark.requirement("R3.1"), pytest.mark.requirement("R4.1"),
    pytest.mark.story("US-3.3", "percentages and fixed amounts"),
]
WEIGHTS = st.lists(st.integers(0, 10**12), max_size=30)


def test_a_coin_that_is_left_goes_to_whom_it_is_missed_by_most():
    assert shared(100, [1, 1, 1]) == [34, 33, 33]
    assert shared(10, [19, 1, 1]) == [9, 1, 0]
    assert shared(1, [1, 2]) == [0, 1]
    assert shared(5, []) == []
    assert shared(5, [0, 0]) == [0, 0]


@given(WEIGHTS, st.integers(0, 10**12))
def test_shares_are_fair_and_add_up(weights, amount):
    shares, whole = shared(amount, weights), sum(weights)
    assert sum(shares) == (amount if whole else 0)
    assert all(abs(share - Fraction(amount * weight, whole)) < 1 for share, weight in zip(shares, weights, strict=True)
               if whole)
    if amount <= whole:
        assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


@given(st.integers(0, 10**14), st.integers(0, 1_000_000))
def test_a_portion_is_at_most_half_a_coin_off(amount, ppm):
    assert abs(portion(amount, ppm) - Fraction(amount * ppm, 1_000_000)) <= Fraction(1, 2)
    assert 0 <= portion(amount, ppm) <= amount
