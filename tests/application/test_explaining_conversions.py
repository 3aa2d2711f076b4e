"""Why this price, in another currency: what was recorded is converted again, and what was altered is said in words."""

from datetime import date

import pytest
from msgspec import structs

from store.application.processes.explaining_conversions import conversion_in, otherwise_converted, own_price
from store.application.shared.answers import Price
from store.domain.pricing.conversion import Conversion, Converted
from store.domain.pricing.priced import Goods
from store.domain.pricing.reckoning import Carriage, Circumstances
from store.domain.pricing.taxing import Taxing
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

pytestmark = [
    pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "amounts are exact in every currency"),
]
DAY, MUG = date(2026, 10, 30), Sku("MUG")
RATE = Exchange("EUR", "USD", "1.1172", "ECB", DAY)
CONVERSION = Conversion(
    RATE, {MUG: Converted(Money(2200, "EUR"), Money(2458, "USD"))}, Money(490, "EUR"), Money(6000, "EUR"),
)
AROUND = Circumstances(
    "USD", DAY, Carriage(Money(547, "USD"), Money(6703, "USD")), conversion=CONVERSION,
)
GOODS = (Goods(MUG, 1, Money(2458, "USD")),)


def test_what_was_recorded_as_it_was_needs_no_words():
    assert list(otherwise_converted(AROUND, GOODS)) == []
    assert list(otherwise_converted(Circumstances("EUR", DAY), GOODS)) == []


def test_each_thing_that_was_altered_is_said():
    cheaper = structs.replace(AROUND, conversion=structs.replace(CONVERSION, exchange=structs.replace(RATE, rate="1")))
    assert list(otherwise_converted(cheaper, GOODS)) == [
        "The price of MUG was recorded as USD 24.58, and is USD 22.00 when converted again.",
        "What sending costs was recorded as USD 5.47, and is USD 4.90 when converted again.",
        "From what on sending is free was recorded as USD 67.03, and is USD 60.00 when converted again.",
    ]


def test_of_a_business_that_pays_no_tax_here_only_what_was_converted_is_held_up_against_it():
    exempt = structs.replace(AROUND, taxing=Taxing(exempt="reverse-charge"), carriage=Carriage(Money(460, "USD")))
    assert list(otherwise_converted(exempt, (Goods(MUG, 1, Money(2066, "USD")),))) == []


def test_the_receipt_names_the_rate_and_what_it_was_for():
    told = conversion_in(AROUND)
    assert (told.base, told.currency, told.rate, told.per, told.source, told.day) == (
        "EUR", "USD", "1.1172", "1", "ECB", DAY)
    assert told.own_shipping == Price("4.90", "EUR")
    said = conversion_in(Circumstances("USD", DAY, conversion=Conversion(None, {
        MUG: Converted(Money(2200, "EUR"), Money(2599, "USD"), said=True),
    })))
    assert (said.base, said.rate, said.own_shipping) == ("EUR", None, None)
    assert conversion_in(Circumstances("EUR", DAY)) is None
    assert own_price(None) == (None, False)
    assert own_price(CONVERSION.goods[MUG]) == (Price("22.00", "EUR"), False)
