"""The lowest price of the thirty days before a reduction."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.catalogue.asked import WINDOW, Asked, asked_from, lowest_before

pytestmark = [
    pytest.mark.requirement("R12.3"), pytest.mark.story("US-2.4", "price and discount"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


def days(number):
    return NOON + timedelta(days=number)


def told(*prices):
    asked = ()
    for day, minor in prices:
        asked = asked_from(asked, days(day), minor)
    return asked


@pytest.mark.parametrize(("prices", "lowest"), [
    ([], None),
    ([(0, 900)], None),
    ([(-1, 900), (0, 700)], 900),
    ([(-100, 900), (0, 700)], 900),
    ([(-100, 900), (-20, 600), (-10, 900), (0, 700)], 600),
    ([(-100, 600), (-40, 900), (0, 700)], 900),
    ([(-100, 600), (-29, 900), (0, 700)], 600),
    ([(-100, 600), (-30, 900), (0, 700)], 900),
    ([(-100, 900), (-90, None), (0, 700)], None),
    ([(-100, 900), (-10, None), (0, 700)], 900),
], ids=str)
def test_what_held_at_some_moment_of_the_thirty_days_before_counts(prices, lowest):
    assert lowest_before(told(*prices), NOON) == lowest


def test_the_same_again_is_no_other_price():
    assert told((-2, 900), (-1, 900)) == (Asked(days(-2), 900),)
    assert told((-2, None)) == ()


def test_what_is_long_gone_is_forgotten():
    assert told(*[(-n, n) for n in range(400, 0, -1)])[0].since >= days(-33)


@given(st.lists(st.tuples(st.integers(0, 80), st.none() | st.integers(1, 9)), max_size=9))
def test_forgetting_makes_no_difference(steps):
    steps = sorted(steps, key=lambda step: step[0])
    at, everything = days(81), [Asked(days(day), minor) for day, minor in steps]
    naive = [
        one.minor for place, one in enumerate(everything) if one.minor is not None
        for until in [everything[place + 1].since if place + 1 < len(everything) else at]
        if one.since < until and until > at - WINDOW
    ]
    assert lowest_before(told(*steps), at) == min(naive, default=None)
