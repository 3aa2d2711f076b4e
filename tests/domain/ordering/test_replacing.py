"""What is sent for what came back is worth what was paid for that: to the coin, with the tax, whatever was bought."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from store.domain.ordering.events import OrderLine, TaxedAt, Totals
from store.domain.ordering.means import by_means
from store.domain.ordering.replacing import exchanged
from store.domain.ordering.return_shares import returned_shares, together
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
OTHER = OrderLine(
    Sku("NEW"), "New", "new", 0, Money(0, "EUR"), Money(0, "EUR"), Money(0, "EUR"), {"size": "M"}, vendor=None,
)


def eur(minor):
    return Money(minor, "EUR")


def others(wanted):
    """What is sent for each."""
    return {Sku(sku): structs.replace(OTHER, sku=Sku(f"NEW {sku}")) for sku in wanted}


@st.composite
def orders(draw):
    """Lines with odd reductions, with tax inside or on top, at one rate or two, and what sending cost."""
    net, two = draw(st.booleans()), draw(st.booleans())
    lines = []
    for n in range(draw(st.integers(1, 3))):
        quantity, each = draw(st.integers(1, 5)), draw(st.integers(0, 4000))
        total = quantity * each
        off = draw(st.integers(0, total))
        tax = draw(st.integers(0, (total - off) // 4))
        lines.append(OrderLine(
            Sku(f"S{n}"), f"Thing {n}", f"thing-{n}", quantity, eur(each), eur(total), eur(tax), {},
            discount=eur(off) if off else None, tax_added=eur(tax) if net and tax else None,
            tax_ppm=70_000 if two and n else None,
        ))
    shipping = draw(st.integers(0, 900))
    on_shipping = shipping // 6
    in_all = sum(line.paid.minor for line in lines) + shipping + (on_shipping if net else 0)
    tax = eur(sum(line.tax_included.minor for line in lines) + on_shipping)
    totals = Totals(
        eur(sum(line.total.minor for line in lines)), eur(shipping), tax, eur(in_all), "DE", 190_000, "line",
        taxes=(TaxedAt(190_000, eur(in_all), tax),) if two else (), tax_added=tax if net else None,
        shipping_tax_added=eur(on_shipping) if net and on_shipping else None,
    )
    back = {line.sku: draw(st.integers(1, line.quantity)) for line in lines}
    return tuple(lines), totals, back, {line.sku for line in lines if draw(st.booleans())} or {lines[0].sku}


@given(orders())
def test_its_sums_add_up_and_it_is_worth_what_came_back(order):
    lines, totals, back, wanted = order
    it = exchanged(back, others(wanted), {}, {}, lines, totals)
    shares = returned_shares(back, {}, {}, lines, totals)
    rest = together([shares[sku] for sku in shares if sku not in wanted], "EUR")
    assert it.worth == together(shares.values(), "EUR").total - rest.goods
    assert it.totals.subtotal.minor == sum(line.unit_price.minor * line.quantity for line in it.lines)
    assert all(line.total.minor == line.unit_price.minor * line.quantity for line in it.lines)
    goods = sum(line.paid.minor for line in it.lines)
    assert goods + it.totals.shipping_paid.minor == it.totals.total.minor == it.worth.minor
    assert sum((line.discount or eur(0)).minor for line in it.lines) == it.totals.discount.minor < 5 * len(it.lines)
    added = it.totals.tax_added or eur(0)
    assert it.totals.subtotal + it.totals.shipping + added - it.totals.discount == it.totals.total
    if it.totals.taxes:
        assert sum(part.paid.minor for part in it.totals.taxes) == it.totals.total.minor
        assert sum(part.tax.minor for part in it.totals.taxes) == it.totals.tax_included.minor


@given(orders(), st.fractions(0, 1))
def test_what_costs_less_is_worth_its_part_and_the_rest_is_left_to_go_back(order, part):
    lines, totals, back, wanted = order
    parts = dict.fromkeys(others(wanted), part)
    it, whole = (exchanged(back, others(wanted), {}, {}, lines, totals, None, its) for its in (parts, None))
    for line, full in zip(it.lines, whole.lines, strict=True):
        assert abs(line.paid.minor - full.paid.minor * part) <= Fraction(1, 2)
        assert 0 <= line.tax_included.minor <= line.paid.minor
    assert it.totals.shipping_paid.minor + sum(line.paid.minor for line in it.lines) == it.worth.minor
    assert 0 <= it.worth.minor <= whole.worth.minor
    share = together(returned_shares(back, {}, {}, lines, totals).values(), "EUR")
    paid = by_means(share, 0, totals.total.minor, exchanged=it.worth.minor)
    assert paid.to_payment.minor + it.worth.minor == share.total.minor, "nothing is lost, and nothing paid twice"
    added = it.totals.tax_added or eur(0)
    assert it.totals.subtotal + it.totals.shipping + added - it.totals.discount == it.totals.total
    if it.totals.taxes:
        assert sum(each.paid.minor for each in it.totals.taxes) == it.totals.total.minor
        assert sum(each.tax.minor for each in it.totals.taxes) == it.totals.tax_included.minor


def by_rate(shares, lines, totals):
    """What is taxed at which rate, as papers say it."""
    rates = {line.sku: totals.tax_ppm if line.tax_ppm is None else line.tax_ppm for line in lines}
    found = {}
    for sku, share in shares:
        paid, tax = found.get(rates[sku], (0, 0))
        found[rates[sku]] = (paid + share.total.minor, tax + share.tax_included.minor)
    return {ppm: both for ppm, both in found.items() if both != (0, 0)}


@given(orders(), st.fractions(0, 1))
def test_what_it_is_taxed_at_is_what_its_credit_notes_take_back(order, part):
    lines, totals, _, wanted = order
    instead = others(wanted)
    whole = {line.sku: line.quantity for line in lines}
    it = exchanged(whole, instead, {}, {}, lines, totals, None, dict.fromkeys(instead, part))
    back, shares = {}, []
    for line in it.lines:
        for _ in range(line.quantity):
            shares += returned_shares({line.sku: 1}, back, {}, it.lines, it.totals).items()
            back[line.sku] = back.get(line.sku, 0) + 1
    credited, invoiced = by_rate(shares, it.lines, it.totals), {
        part.ppm: (part.paid.minor, part.tax.minor) for part in it.totals.taxes if part.paid.minor
    }
    assert invoiced == (credited if totals.taxes else {})
    assert sum(tax for _, tax in credited.values()) == it.totals.tax_included.minor


@pytest.mark.parametrize(("wanted", "sending"), [("S", 78), ("B", 32), ("SB", 55)])
def test_sending_that_goes_along_is_taxed_like_the_goods_that_are_sent(wanted, sending):
    """A shirt at 19 % and a book at 7 %, and 4.90 for sending both, of which half was taxed like either."""
    shirt = OrderLine(Sku("S"), "Shirt", "shirt", 1, eur(2000), eur(2000), eur(319))
    book = OrderLine(Sku("B"), "Book", "book", 1, eur(2000), eur(2000), eur(131), tax_ppm=70_000)
    rates = (TaxedAt(190_000, eur(2245), eur(358)), TaxedAt(70_000, eur(2245), eur(147)))
    totals = Totals(eur(4000), eur(490), eur(505), eur(4490), "DE", 190_000, "line", taxes=rates)
    instead = others(wanted)
    it = exchanged({Sku("S"): 1, Sku("B"): 1}, instead, {}, {}, (shirt, book), totals)
    in_goods = sum(line.tax_included.minor for line in it.lines)
    assert (it.totals.shipping, it.totals.tax_included.minor - in_goods) == (eur(490), sending)
    assert len(it.totals.taxes) == len(wanted)


@given(orders())
def test_it_goes_back_as_what_was_paid_in_whatever_steps(order):
    """An order that is exchanged piece by piece gives all its goods were paid for to what is sent; what sending cost
    goes along only if all goes at once, as what was exchanged before is still with its shopper.
    """
    lines, totals, _, _ = order
    worth, returned = 0, {}
    for line in lines:
        for _ in range(line.quantity):
            back = {line.sku: 1}
            worth += exchanged(back, {line.sku: OTHER}, returned, {}, lines, totals, returned).worth.minor
            returned = {**returned, line.sku: returned.get(line.sku, 0) + 1}
    at_once = sum(returned.values()) == 1
    assert worth == totals.total.minor - (0 if at_once else totals.shipping_paid.minor)
    all_of_it = {line.sku: line.quantity for line in lines}
    assert exchanged(all_of_it, {lines[0].sku: OTHER}, {}, {}, lines, totals).pieces == {
        lines[0].sku: lines[0].quantity,
    }


@given(orders())
def test_sending_is_not_paid_back_while_something_of_it_was_exchanged(order):
    lines, totals, _, _ = order
    first, *rest = [line.sku for line in lines for _ in range(line.quantity)]
    if rest:
        others = {sku: rest.count(sku) for sku in rest}
        shares = returned_shares(others, {first: 1}, {}, lines, totals, {first: 1})
        assert together(shares.values(), "EUR").shipping == eur(0)


def test_it_is_called_what_it_is_and_taxed_as_what_it_is_sent_for():
    line = OrderLine(Sku("S"), "Shirt", "shirt", 3, eur(1000), eur(3000), eur(479), discount=eur(1000))
    totals = Totals(eur(3000), eur(490), eur(557), eur(2490), "DE", 190_000, "line")
    it = exchanged({line.sku: 2}, {line.sku: structs.replace(OTHER, picture="new.jpg")}, {}, {}, (line,), totals)
    [new] = it.lines
    assert (new.sku, new.name, new.picture, new.options) == ("NEW", "New", "new.jpg", {"size": "M"})
    assert (new.quantity, new.unit_price, new.discount) == (2, eur(667), eur(1))
    assert (it.totals.shipping, it.worth) == (eur(0), eur(1333))
    assert (it.totals.rounded, it.totals.discounts) == (eur(1), ()), "no promotion gave it"


SHARE = together(returned_shares(
    {Sku("S"): 1}, {}, {}, (OrderLine(Sku("S"), "S", "s", 2, eur(1000), eur(2000), eur(0)),),
    Totals(eur(2000), eur(0), eur(0), eur(2000), "DE", 0, "line"),
).values(), "EUR")


@given(st.integers(0, 1000), st.integers(0, 2000), st.integers(0, 2000), st.booleans(), st.booleans())
def test_each_coin_of_a_share_goes_one_way(spent, before, money, as_credit, replaces):
    it = by_means(SHARE, before, money, as_credit=as_credit, exchanged=spent, replaces=replaces)
    parts = (it.to_payment, it.exchanged, it.paid_out, it.to_account)
    assert sum(part.minor for part in parts if part) == 1000
    assert (it.exchanged or eur(0)).minor == (spent if it.to_credit else 0)
    assert not (replaces and it.to_payment.minor) or it.to_credit is None
    assert it.paid_out is None or (replaces and it.paid_out.minor <= money)
