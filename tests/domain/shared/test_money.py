"""Amounts are exact to the smallest coin, in every currency."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.shared.money import Money, exponent

pytestmark = [
    pytest.mark.requirement("R3.1"),
    pytest.mark.requirement("R12.3"),
    pytest.mark.story("US-3.2", "subtotal, taxes, shipping and total"),
]

CURRENCIES = st.sampled_from(["JPY", "EUR", "KWD"])
AMOUNTS = st.builds(Money, st.integers(-(10**13) + 1, 10**13 - 1), CURRENCIES)


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", 0), ("EUR", 2), ("USD", 2), ("KWD", 3), ("TND", 3)])
def test_a_currency_has_its_own_number_of_decimals(currency, decimals):
    assert exponent(currency) == decimals


@pytest.mark.parametrize(("money", "amount"), [
    (Money(1250, "EUR"), "12.50"), (Money(5, "EUR"), "0.05"), (Money(0, "EUR"), "0.00"),
    (Money(-5, "EUR"), "-0.05"), (Money(1250, "JPY"), "1250"), (Money(1250, "KWD"), "1.250"),
    (Money(10**15 - 1, "EUR"), "9999999999999.99"),
])
def test_an_amount_is_written_with_the_decimals_of_its_currency(money, amount):
    assert money.amount == amount
    assert str(money) == f"{money.currency} {amount}"
    assert Money.parse(amount, money.currency) == money


@pytest.mark.parametrize(("amount", "minor"), [("12", 1200), ("12.5", 1250), ("-3.1", -310), ("0012.50", 1250)])
def test_fewer_decimals_are_fine(amount, minor):
    assert Money.parse(amount, "EUR") == Money(minor, "EUR")


@settings(max_examples=60, deadline=None)
@given(AMOUNTS)
def test_what_is_written_reads_back_the_same(money):
    assert Money.parse(money.amount, money.currency) == money


@pytest.mark.requirement("R3.6")
@pytest.mark.parametrize("text", [
    "", " ", "abc", "12,50", "NaN", "sNaN", "Infinity", "-inf", "12.505", "0.001", "1e3", "1E-2", "1_000",
    " 12.50", "12.50\n", "+12.50", "١٢", "0x10", "--1", "1.2.3", "€5", "1e999999999", "9" * 40,
    "100000000000000.01", "1." + "0" * 40 + "1",
])
def test_anything_but_a_plain_number_is_no_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(text, "EUR")


@pytest.mark.parametrize(("text", "currency"), [("1.5", "JPY"), ("1.0005", "KWD")])
def test_parts_of_the_smallest_coin_are_no_amount(text, currency):
    with pytest.raises(ValueError, match=f"not an amount in {currency}"):
        Money.parse(text, currency)


def test_amounts_add_subtract_and_multiply():
    assert Money(1250, "EUR") + Money(50, "EUR") == Money(1300, "EUR")
    assert Money(1250, "EUR") - Money(50, "EUR") == Money(1200, "EUR")
    assert Money(1250, "EUR") * 3 == Money(3750, "EUR")


def test_currencies_do_not_mix():
    with pytest.raises(TypeError, match="cannot mix JPY with EUR"):
        _ = Money(1, "EUR") + Money(1, "JPY")
    with pytest.raises(TypeError, match="cannot mix EUR with JPY"):
        _ = Money(1, "JPY") - Money(1, "EUR")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), max_size=50), CURRENCIES)
def test_a_total_is_the_sum_and_nothing_adds_up_to_nothing(minors, currency):
    assert Money.total([Money(m, currency) for m in minors], currency) == Money(sum(minors), currency)
