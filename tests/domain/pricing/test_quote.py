"""What goods cost together, each cent accounted for."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.pricing.quote import HALF_UP_PER_LINE, Goods, TaxRate, quote, tax_inside
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

pytestmark = [pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2")]
totals = pytest.mark.story("US-3.2", "subtotal, taxes, shipping and total")
places = pytest.mark.story("US-3.2", "tax rates by location")
itemised = pytest.mark.story("US-3.2", "itemised breakdown")

GERMANY = TaxRate("DE", 190_000)
NOWHERE = TaxRate("US", 0)
FRANCE_BOOKS = TaxRate("FR", 55_000)


def eur(minor):
    return Money(minor, "EUR")


def mugs(quantity, price):
    return Goods(Sku("mug"), quantity, eur(price))


@totals
@itemised
def test_a_quote_accounts_for_every_part():
    priced = quote((mugs(2, 900), Goods(Sku("hat"), 1, eur(2500))), eur(490), GERMANY)
    assert [line.total for line in priced.lines] == [eur(1800), eur(2500)]
    assert [line.tax_included for line in priced.lines] == [eur(287), eur(399)]
    assert (priced.subtotal, priced.shipping, priced.total) == (eur(4300), eur(490), eur(4790))
    assert priced.tax_included == eur(287 + 399 + 78)
    assert (priced.rate, priced.rounding) == (GERMANY, HALF_UP_PER_LINE)


@totals
def test_nothing_costs_only_its_shipping():
    priced = quote((), eur(490), GERMANY)
    assert (priced.lines, priced.subtotal, priced.total) == ((), eur(0), eur(490))


@totals
@places
@pytest.mark.parametrize(("gross", "rate", "tax"), [
    (119, 190_000, 19), (100, 190_000, 16), (1, 190_000, 0), (0, 190_000, 0), (3, 200_000, 1), (2, 200_000, 0),
    (1055, 55_000, 55), (10_000, 0, 0), (1, 1_000_000, 1), (108_875, 88_750, 8875),
    (99_999_999_999_999, 190_000, 15_966_386_554_622),
])
def test_tax_is_extracted_half_up_to_the_smallest_coin(gross, rate, tax):
    assert tax_inside(eur(gross), TaxRate("DE", rate)) == eur(tax)


@totals
def test_rounding_happens_once_a_line_and_not_once_a_piece():
    """Ten at 10.20 with 23 % inside: 19.07 of tax by the line, 19.10 if each piece were rounded."""
    priced = quote((mugs(10, 1020),), eur(0), TaxRate("PL", 230_000))
    assert priced.tax_included == eur(1907)
    assert tax_inside(eur(1020), TaxRate("PL", 230_000)) * 10 == eur(1910)


@places
def test_the_same_goods_hold_other_taxes_elsewhere_at_the_same_price():
    goods = (mugs(1, 1055),)
    assert quote(goods, eur(0), FRANCE_BOOKS).tax_included == eur(55)
    assert quote(goods, eur(0), NOWHERE).tax_included == eur(0)
    assert quote(goods, eur(0), FRANCE_BOOKS).total == quote(goods, eur(0), NOWHERE).total == eur(1055)


@pytest.mark.requirement("R12.3")
@totals
def test_goods_and_shipping_in_two_currencies_have_no_price():
    with pytest.raises(TypeError, match="cannot mix"):
        quote((mugs(1, 900),), Money(490, "JPY"), GERMANY)


@pytest.mark.requirement("R3.6")
@pytest.mark.story("US-3.4", "review before paying")
def test_two_quotes_have_one_seal_exactly_if_they_ask_the_same():
    priced = quote((mugs(2, 900),), eur(490), GERMANY)
    assert priced.seal == quote((mugs(2, 900),), eur(490), GERMANY).seal
    assert priced.seal == quote((mugs(2, 900),), eur(490), FRANCE_BOOKS).seal, "the same is paid, whatever of it is tax"
    others = [
        quote((mugs(2, 901),), eur(490), GERMANY), quote((mugs(3, 900),), eur(490), GERMANY),
        quote((mugs(2, 900),), eur(0), GERMANY),
    ]
    assert len({priced.seal, *(other.seal for other in others)}) == 4


CURRENCIES = ["JPY", "EUR", "KWD"]
RATES = st.builds(TaxRate, st.just("DE"), st.integers(0, 500_000))


@st.composite
def baskets(draw):
    currency = draw(st.sampled_from(CURRENCIES))
    rows = draw(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 10**9)), max_size=20))
    goods = tuple(Goods(Sku(f"sku-{n}"), q, Money(price, currency)) for n, (q, price) in enumerate(rows))
    return goods, Money(draw(st.integers(0, 10**5)), currency)


@totals
@itemised
@settings(max_examples=80, deadline=None)
@given(baskets(), RATES)
def test_the_parts_add_up_to_the_whole(basket, rate):
    goods, shipping = basket
    priced = quote(goods, shipping, rate)
    assert sum(line.total.minor for line in priced.lines) == priced.subtotal.minor
    assert priced.subtotal + priced.shipping == priced.total
    within = sum(line.tax_included.minor for line in priced.lines) + tax_inside(shipping, rate).minor
    assert within == priced.tax_included.minor


@totals
@settings(max_examples=80, deadline=None)
@given(baskets(), RATES, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(basket, rate, chance):
    goods, shipping = basket
    shuffled = list(goods)
    chance.shuffle(shuffled)
    one, other = quote(goods, shipping, rate), quote(tuple(shuffled), shipping, rate)
    assert (one.total, one.tax_included, one.subtotal) == (other.total, other.tax_included, other.subtotal)
    assert sorted(map(repr, one.lines)) == sorted(map(repr, other.lines))


@totals
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**12), st.sampled_from(CURRENCIES), st.integers(0, 10_000_000))
def test_tax_is_never_negative_nor_more_than_the_price_nor_off_by_more_than_half_a_coin(minor, currency, ppm):
    tax = tax_inside(Money(minor, currency), TaxRate("DE", ppm))
    exact = Fraction(minor * ppm, 1_000_000 + ppm)
    assert 0 <= tax.minor <= minor
    assert abs(tax.minor - exact) <= Fraction(1, 2)


@totals
@pytest.mark.parametrize("currency", CURRENCIES)
def test_two_thousand_lines_add_up_in_every_currency(currency):
    goods = tuple(Goods(Sku(f"sku-{n}"), n % 7 + 1, Money(n * 37 % 9973 + 1, currency)) for n in range(2000))
    priced = quote(goods, Money(490, currency), GERMANY)
    assert priced.total.minor == 490 + sum(g.unit_price.minor * g.quantity for g in goods)
    exact = sum(Fraction(line.total.minor * 190, 1190) for line in priced.lines) + Fraction(490 * 190, 1190)
    assert abs(priced.tax_included.minor - exact) <= Fraction(2001, 2)
    assert len(priced.lines) == 2000
