"""Prices that were converted are converted again from what was recorded, and whoever altered it is found out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert, structs, to_builtins

from store.domain.pricing.conversion import Conversion, Converted
from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.priced import Goods, TaxRate
from store.domain.pricing.quote import reckon
from store.domain.pricing.rate_book import Place
from store.domain.pricing.reckoning import Carriage, Circumstances
from store.domain.pricing.shipping_plan import ANY_CURRENCY, ShippingPlan, Tariff, Way, Zone
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

pytestmark = [
    pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "amounts are exact in every currency"),
]
MUG, PAN = Sku("MUG"), Sku("PAN")
DAY = date(2026, 10, 30)
CODES = st.sampled_from((("USD", "1.1172"), ("JPY", "175.68"), ("KWD", "0.3425"), ("HUF", "366.33")))


def into(currency, rate, **more):
    return Exchange("EUR", currency, rate, "ECB", DAY, **more)


USD = into("USD", "1.1172")
CONVERSION = Conversion(USD, {
    MUG: Converted(Money(2200, "EUR"), Money(2458, "USD")),
    PAN: Converted(Money(3000, "EUR"), Money(2999, "USD"), said=True),
})
BOUGHT = (Goods(MUG, 2, Money(2458, "USD")), Goods(PAN, 1, Money(2999, "USD")))


def test_what_was_converted_comes_to_the_same_and_what_was_said_is_taken_at_its_word():
    assert list(CONVERSION.differing(BOUGHT, untaxed=False)) == []
    assert list(Conversion(None, {PAN: CONVERSION.goods[PAN]}).differing(BOUGHT, untaxed=False)) == []


def test_a_rate_or_a_price_that_was_altered_afterwards_shows():
    other = structs.replace(CONVERSION, exchange=into("USD", "1.2"))
    assert list(other.differing(BOUGHT, untaxed=False)) == [(MUG, Money(2458, "USD"), Money(2640, "USD"))]
    dearer = (Goods(MUG, 2, Money(2500, "USD")), BOUGHT[1])
    assert list(CONVERSION.differing(dearer, untaxed=False)) == [(MUG, Money(2500, "USD"), Money(2458, "USD"))]
    assert list(CONVERSION.differing(dearer, untaxed=True)) == [], "its tax was taken out of it afterwards"


LINES = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 99)), min_size=1, max_size=8)


@given(CODES, LINES, st.integers(0, 270_000))
def test_in_every_currency_the_parts_come_to_the_total_and_the_record_reckons_the_same_again(code, lines, ppm):
    it = into(*code)
    goods = tuple(
        Goods(Sku(f"S{at}"), count, it.convert(Money(minor, "EUR"))) for at, (minor, count) in enumerate(lines)
    )
    conversion = Conversion(it, {
        line.sku: Converted(Money(minor, "EUR"), line.unit_price)
        for line, (minor, _) in zip(goods, lines, strict=True)
    }, Money(490, "EUR"))
    around = Circumstances(code[0], DAY, Carriage(it.plain.convert(Money(490, "EUR"))), conversion=conversion)
    quote = reckon(goods, TaxRate("DE", ppm), around)
    assert quote.total.minor == sum(line.paid.minor for line in quote.lines) + quote.shipping_paid.minor
    assert quote.total.currency == code[0]
    again = convert(to_builtins(around), Circumstances)
    assert reckon(goods, TaxRate("DE", ppm), again) == quote
    assert list(again.conversion.differing(goods, untaxed=False)) == []


def test_sending_costs_what_is_said_for_the_currency_and_else_what_the_own_tariff_comes_to():
    plan = ShippingPlan((Zone("all", "All"),), (
        Way("own", "Own", WorkingDays(1, 2), (Tariff("all", {"EUR": 490}, free_from={"EUR": 6000}),)),
        Way("said", "Said", WorkingDays(1, 2), (
            Tariff("all", {"EUR": 990, "JPY": 800}, free_from={ANY_CURRENCY: 6000}),
        )),
        Way("any", "Any", WorkingDays(1, 2), (Tariff("all", {ANY_CURRENCY: 1290}),)),
    ))
    yen = {it.id: it for it in plan.methods(Place("JP"), 1, "JPY", "EUR", into("JPY", "175.68", step=100, less=1))}
    assert yen["own"].price == Money(900, "JPY"), "861 to the next hundred, and no charm"
    assert (yen["own"].own_price, yen["own"].own_free_from) == (Money(490, "EUR"), Money(6000, "EUR"))
    assert (yen["said"].price, yen["said"].own_price) == (Money(800, "JPY"), None)
    assert yen["any"].price == Money(2300, "JPY")
    unknown = plan.methods(Place("JP"), 1, "JPY", "EUR")
    assert {it.id for it in unknown} == {"said"}, "nobody knows what a yen is worth, and 1290 of them are not 12.90 EUR"
    assert unknown[0].free_from is None, "no more than what sending costs"
    euros = {it.id: it.price.minor for it in plan.methods(Place("DE"), 1, "EUR", "EUR")}
    assert euros == {"own": 490, "said": 990, "any": 1290}
