"""What sending a parcel costs."""

import pytest

from store.domain.pricing.shipping import QuoteChanged, ShippingMethod, UnknownShippingMethod
from store.domain.shared.money import Money

pytestmark = [
    pytest.mark.requirement("R3.2"),
    pytest.mark.story("US-3.4", "select a shipping method"),
]
STANDARD = ShippingMethod("standard", "Standard", "2 days", Money(490, "EUR"), free_from=Money(6000, "EUR"))
EXPRESS = ShippingMethod("express", "Express", "1 day", Money(1290, "EUR"))


@pytest.mark.parametrize(("goods", "cost"), [(0, 490), (5999, 490), (6000, 0), (6001, 0)])
def test_a_parcel_is_free_from_a_certain_value_on(goods, cost):
    assert STANDARD.cost(Money(goods, "EUR")) == Money(cost, "EUR")


def test_not_every_way_of_sending_is_ever_free():
    assert EXPRESS.cost(Money(10**9, "EUR")) == Money(1290, "EUR")


def test_what_pricing_refuses_reads_as_a_sentence():
    assert str(UnknownShippingMethod("pigeon")) == "There is no shipping method pigeon."
    assert "the total is now EUR 12.50" in str(QuoteChanged(Money(1250, "EUR"), "abc"))
