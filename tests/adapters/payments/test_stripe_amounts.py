"""Money as Stripe counts it, there and back."""

import pytest

from store.adapters.payments.stripe_amounts import NotChargeable, from_stripe, to_stripe
from store.domain.shared.money import Money

pytestmark = pytest.mark.requirement("R3.4")


@pytest.mark.parametrize(("amount", "sent"), [
    (Money(1250, "EUR"), 1250), (Money(1250, "JPY"), 1250), (Money(12340, "KWD"), 12340),
    (Money(500, "ISK"), 50000), (Money(500, "MGA"), 5),
], ids=str)
def test_amounts_are_told_as_stripe_counts_them(amount, sent):
    assert to_stripe(amount) == sent
    assert from_stripe(sent, amount.currency.lower()) == amount


@pytest.mark.parametrize("amount", [
    Money(12345, "KWD"), Money(550, "MGA"), Money(100, "UGX"), Money(100, "LYD"), Money(0, "EUR"), Money(-5, "EUR"),
], ids=str)
def test_what_stripe_cannot_take_exactly_has_no_name_there(amount):
    with pytest.raises(NotChargeable):
        to_stripe(amount)


def test_a_part_of_the_smallest_coin_shows_as_a_difference():
    assert from_stripe(50001, "isk") == Money(501, "ISK")
