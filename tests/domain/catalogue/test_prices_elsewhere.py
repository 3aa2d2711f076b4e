"""What a variant costs in other currencies, whatever the rate."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from store.domain.catalogue.errors import (
    NotForSale,
    OtherCurrenciesOnly,
    PriceNotPositive,
    UnknownCurrency,
    UnknownVariant,
)
from store.domain.catalogue.events import Description, PricesSaid, ProductListed, Variant
from store.domain.catalogue.product import Product
from store.domain.shared.ids import CategoryId, ProductId, Sku
from store.domain.shared.money import Money
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "prices in the chosen currency")]
NOON = datetime(2026, 10, 30, 12, tzinfo=UTC)
ID, MUG = ProductId(uuid4()), Sku("MUG")
LISTED = ProductListed(
    at=NOON, product_id=ID, description=Description("mug", "Mug", "Loam", CategoryId(uuid4())),
    variants=(Variant(MUG, Money(2200, "EUR")),),
)
USD, JPY = Money(2599, "USD"), Money(3900, "JPY")
SAID = PricesSaid(at=NOON, product_id=ID, sku=MUG, prices=(JPY, USD))
listed = given(Product, ID, LISTED)


def test_prices_are_said_all_at_once_in_whatever_order_and_the_same_again_is_no_fact():
    listed.when(Product.say_prices, MUG, (USD, JPY), at=NOON).then(SAID)
    given(Product, ID, LISTED, SAID).when(Product.say_prices, MUG, (JPY, USD), at=NOON).then()
    listed.when(Product.say_prices, MUG, (), at=NOON).then()


def test_saying_none_takes_back_what_was_said():
    given(Product, ID, LISTED, SAID).when(Product.say_prices, MUG, (), at=NOON).then(
        PricesSaid(at=NOON, product_id=ID, sku=MUG, prices=()))
    assert Product.replay(ID, [LISTED, SAID]).prices == {MUG: (JPY, USD)}


@pytest.mark.parametrize(("sku", "prices", "error"), [
    (Sku("CUP"), (USD,), UnknownVariant), (MUG, (Money(0, "USD"),), PriceNotPositive),
    (MUG, (USD, Money(1, "USD")), OtherCurrenciesOnly), (MUG, (Money(2200, "EUR"),), OtherCurrenciesOnly),
    (MUG, (Money(2200, "XQZ"),), UnknownCurrency),
])
def test_what_makes_no_sense_is_refused(sku, prices, error):
    listed.when(Product.say_prices, sku, prices, at=NOON).then_raises(error)


def test_what_is_not_listed_has_no_prices():
    given(Product, ID).when(Product.say_prices, MUG, (USD,), at=NOON).then_raises(NotForSale)
