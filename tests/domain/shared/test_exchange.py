"""How amounts of one currency become amounts of another: exact, rounded once, in whatever decimals."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.shared.exchange import Exchange
from store.domain.shared.money import Money, exponent

pytestmark = [
    pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "amounts are exact in every currency"),
]
DAY = date(2026, 10, 30)
CODES = st.sampled_from(("EUR", "USD", "JPY", "KWD", "HUF", "ISK"))
RATES = st.decimals("0.0001", "30000", places=4).map(str)


def into(currency, rate, base="EUR", **more):
    return Exchange(base, currency, rate, "ECB", DAY, **more)


@pytest.mark.parametrize(("currency", "rate", "minor"), [
    ("USD", "1.1172", 2458), ("JPY", "175.68", 3865), ("KWD", "0.3425", 7535), ("GBP", "0.8338", 1834),
])
def test_twenty_two_euros_come_to_so_much(currency, rate, minor):
    assert into(currency, rate).convert(Money(2200, "EUR")) == Money(minor, currency)


def test_between_two_currencies_neither_of_which_is_the_euro_nothing_is_rounded_on_the_way():
    it = into("JPY", "175.68", "USD", per="1.1172")
    assert it.convert(Money(1000, "USD")) == Money(1573, "JPY"), "1572.502…, which is 1574 by way of a rounded rate"
    assert into("USD", "1.1172", "JPY", per="175.68").convert(Money(1573, "JPY")) == Money(1000, "USD")


@given(CODES, CODES, RATES, RATES, st.integers(1, 10**9))
def test_what_comes_out_is_the_true_amount_rounded_half_up_and_never_nothing(base, currency, rate, per, minor):
    got = Exchange(base, currency, rate, "x", DAY, per).convert(Money(minor, base))
    true = Fraction(minor) * Fraction(rate) / Fraction(per) * Fraction(10) ** (exponent(currency) - exponent(base))
    assert abs(got.minor - true) <= Fraction(1, 2) or (got.minor, true < Fraction(1, 2)) == (1, True)
    if true.denominator == 2:
        assert got.minor == max(1, int(Decimal(true.numerator / 2).to_integral_value(ROUND_HALF_UP)))


ENDS = st.sampled_from(((1, 0), (5, 0), (100, 5), (100, 0)))


@given(CODES, RATES, st.integers(0, 10**8), st.integers(0, 10**8), ENDS)
def test_what_costs_more_never_costs_less_in_another_currency(currency, rate, one, other, end):
    it = into(currency, rate, step=end[0], less=end[1])
    low, high = (it.convert(Money(minor, "EUR")).minor for minor in sorted((one, other)))
    assert low <= high
    assert all((minor + end[1]) % end[0] == 0 for minor in (low, high) if minor)


@given(CODES, RATES, st.integers(1, 10**6), st.integers(0, 10**7))
def test_bounds_go_back_so_that_just_those_goods_are_within_that_cost_so_much(currency, rate, bound, minor):
    it = into(currency, rate, step=100, less=5)
    costs = it.convert(Money(minor, "EUR")).minor
    assert (minor >= it.least(bound)) == (costs >= bound)
    assert (minor <= it.most(bound)) == (costs <= bound)


def test_prices_end_as_the_shop_says_and_other_amounts_end_as_they_come():
    charming = into("USD", "1.1172", step=100, less=5)
    assert charming.convert(Money(2200, "EUR")) == Money(2495, "USD")
    assert charming.convert(Money(1, "EUR")) == Money(95, "USD")
    assert charming.plain.step == 100
    assert into("CHF", "0.9194", step=5).convert(Money(490, "EUR")) == Money(450, "CHF")


def test_nothing_stays_nothing_what_is_owed_stays_owed_and_another_currency_is_refused():
    it = into("USD", "1.1172")
    assert it.convert(Money(0, "EUR")) == Money(0, "USD")
    assert it.convert(Money(-2200, "EUR")) == Money(-2458, "USD")
    assert it.plain is it
    with pytest.raises(TypeError):
        it.convert(Money(1, "GBP"))
