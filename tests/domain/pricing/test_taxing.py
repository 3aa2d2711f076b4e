"""Taxes: inside prices or on top of them, at several rates, rounded by a rule that has a name."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.pricing.quote import Goods, TaxRate, reckon
from store.domain.pricing.reckoning import Carriage, Circumstances
from store.domain.pricing.taxing import Rounding, ShippingTaxed, Taxing, tax_of, untaxed
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from tests.domain.pricing.deals import CURRENCIES, DAY, DEALS, GERMANY, deal, goods
from tests.domain.pricing.deals import TENTH as TEN_PERCENT

pytestmark = [pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2")]
rates = pytest.mark.story("US-3.2", "tax rates by location")
itemised = pytest.mark.story("US-3.2", "itemised breakdown")
POLAND = TaxRate("PL", 230_000)


def taxed(lines, taxing, *deals, rate=GERMANY, shipping=0, currency="EUR"):
    around = Circumstances(currency, DAY, Carriage(Money(shipping, currency)), deals, taxing=taxing)
    return reckon(lines, rate, around)


@rates
@pytest.mark.parametrize(("rounding", "tax"), [
    ("half-up-per-line", 2346), ("half-up-per-unit", 2350), ("half-up-per-order", 2346),
    ("half-even-per-line", 2346), ("half-even-per-unit", 2350), ("half-even-per-order", 2346),
])
def test_ten_at_10_20_with_23_percent_on_top(rounding, tax):
    priced = taxed(goods(("MUG", 10, 1020)), Taxing(rounding=Rounding(rounding), net=True), rate=POLAND)
    assert (priced.tax_added.minor, priced.total.minor, priced.rounding) == (tax, 10_200 + tax, rounding)


@pytest.mark.parametrize(("rounding", "taxes"), [("half-up-per-line", [1, 1, 2]), ("half-even-per-line", [0, 0, 2])])
def test_a_half_goes_up_or_to_the_even_coin(rounding, taxes):
    lines = goods(("A", 1, 5), ("B", 1, 5), ("C", 1, 15))
    priced = taxed(lines, Taxing(rounding=Rounding(rounding), net=True), rate=TaxRate("X", 100_000))
    assert [line.tax_added.minor for line in priced.lines] == taxes


def test_rounded_once_for_the_order_no_line_has_the_coin_twice():
    lines = goods(("A", 1, 5), ("B", 1, 5), ("C", 1, 5))
    priced = taxed(lines, Taxing(rounding=Rounding.HALF_UP_PER_ORDER, net=True), rate=TaxRate("X", 100_000))
    assert [line.tax_added.minor for line in priced.lines] == [1, 1, 0]


@rates
@itemised
def test_each_line_has_its_own_rate_and_the_parts_are_said_rate_by_rate():
    lines = goods(("MUG", 1, 1190), ("BOOK", 2, 1070), ("STAMP", 1, 300))
    priced = taxed(lines, Taxing({Sku("BOOK"): 70_000, Sku("STAMP"): 0}), shipping=476)
    assert [(line.ppm, line.tax_included.minor) for line in priced.lines] == [(190_000, 190), (70_000, 140), (0, 0)]
    assert [(it.ppm, it.paid, it.tax) for it in priced.taxes] == [
        (190_000, 1666, 266), (70_000, 2140, 140), (0, 300, 0),
    ]
    assert (priced.total.minor, priced.tax_included.minor, priced.tax_added.minor) == (4106, 406, 0)


@itemised
def test_what_a_discount_left_is_taxed_at_its_lines_rate():
    lines = goods(("MUG", 1, 1000), ("BOOK", 1, 1000))
    priced = taxed(lines, Taxing({Sku("BOOK"): 70_000}), deal(TEN_PERCENT))
    assert [line.paid.minor for line in priced.lines] == [900, 900]
    assert [line.tax_included.minor for line in priced.lines] == [144, 59]


def test_shipping_is_taxed_at_the_standard_rate_or_as_the_goods_are():
    lines = goods(("MUG", 1, 1000), ("BOOK", 2, 1000))
    of_books = {Sku("BOOK"): 70_000}
    assert taxed(lines, Taxing(of_books), shipping=300).shipping_tax.minor == 48
    as_goods = Taxing(of_books, shipping=ShippingTaxed.AS_GOODS)
    priced = taxed(lines, as_goods, shipping=300)
    assert priced.shipping_tax.minor == 16 + 13
    assert [(it.ppm, it.paid) for it in priced.taxes] == [(190_000, 1100), (70_000, 2200)]
    assert taxed(goods(("GIFT", 1, 0)), as_goods, shipping=300).shipping_tax.minor == 48, "of nothing nothing follows"


@rates
def test_prices_without_tax_have_it_on_top_of_what_is_left_of_each():
    new_york = TaxRate("US-NY", 88_750)
    priced = taxed(goods(("MUG", 2, 1000)), Taxing(net=True), deal(TEN_PERCENT), rate=new_york, shipping=500)
    (line,) = priced.lines
    assert (line.total.minor, line.discount.minor, line.tax_added.minor, line.paid.minor) == (2000, 200, 160, 1960)
    assert (priced.shipping_tax.minor, priced.shipping_paid.minor) == (44, 544)
    assert priced.total == line.paid + priced.shipping_paid == Money(2504, "EUR")
    assert priced.tax_added == priced.tax_included == Money(204, "EUR")


def test_where_no_tax_is_due_it_is_taken_out_of_the_price():
    assert untaxed(1190, 190_000) == 1000
    assert untaxed(1055, 0) == 1055


TAXINGS = st.builds(
    Taxing, rates=st.dictionaries(st.sampled_from([Sku(f"sku-{n}") for n in range(6)]), st.integers(0, 400_000)),
    rounding=st.sampled_from(Rounding), shipping=st.sampled_from(ShippingTaxed), net=st.booleans(),
)


@st.composite
def baskets(draw):
    currency = draw(st.sampled_from(CURRENCIES))
    rows = draw(st.lists(st.tuples(st.integers(1, 999), st.integers(0, 10**9)), max_size=8))
    lines = tuple(Goods(Sku(f"sku-{n}"), q, Money(price, currency)) for n, (q, price) in enumerate(rows))
    around = Circumstances(currency, DAY, Carriage(Money(draw(st.integers(0, 10**5)), currency)), draw(DEALS))
    return lines, around


@itemised
@settings(max_examples=150, deadline=None)
@given(baskets(), TAXINGS, st.integers(0, 500_000))
def test_the_parts_add_up_to_the_whole_however_it_is_taxed(basket, taxing, ppm):
    lines, around = basket
    priced = taxed(
        lines, taxing, *around.deals, rate=TaxRate("DE", ppm), shipping=around.carriage.price.minor,
        currency=around.currency,
    )
    whole = priced.total.minor
    assert sum(line.paid.minor for line in priced.lines) + priced.shipping_paid.minor == whole
    assert sum(it.paid for it in priced.taxes) == whole
    assert sum(it.tax for it in priced.taxes) == priced.tax_included.minor
    within = sum(line.tax_included.minor for line in priced.lines) + priced.shipping_tax.minor
    assert within == priced.tax_included.minor
    assert all(0 <= line.tax_included.minor <= line.paid.minor for line in priced.lines)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 1_000_000), st.sampled_from(Rounding), st.booleans())
def test_a_tax_is_never_off_by_more_than_half_a_coin(paid, ppm, rounding, net):
    exact = Fraction(paid * ppm, 1_000_000 if net else 1_000_000 + ppm)
    assert abs(tax_of(paid, ppm, Taxing(rounding=rounding, net=net)) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("rounding", Rounding)
def test_ten_thousand_lines_add_up_in_every_currency_by_every_rule(currency, rounding):
    many = 10_000
    lines = tuple(Goods(Sku(f"sku-{n}"), n % 7 + 1, Money(n * 37 % 9973 + 1, currency)) for n in range(many))
    books = {Sku(f"sku-{n}"): 70_000 for n in range(0, many, 3)}
    priced = taxed(lines, Taxing(books, rounding, ShippingTaxed.AS_GOODS), shipping=490, currency=currency)
    assert sum(it.paid for it in priced.taxes) == priced.total.minor
    within = sum(line.tax_included.minor for line in priced.lines) + priced.shipping_tax.minor
    assert within == priced.tax_included.minor
    exact = sum(Fraction(it.paid * it.ppm, 1_000_000 + it.ppm) for it in priced.taxes)
    off = {"order": 1, "line": (many + 2) / 2, "unit": sum(line.quantity for line in lines) / 2 + 1}[rounding.per]
    assert abs(priced.tax_included.minor - exact) <= off
