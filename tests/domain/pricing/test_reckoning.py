"""Which promotions reduce a cart, by how much, and why the others don't."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert, structs, to_builtins

from store.domain.pricing.quote import Goods, reckon, tax_inside
from store.domain.pricing.reckoning import Carriage, Circumstances
from store.domain.pricing.terms import (
    AmountOff,
    Bundle,
    BuyGet,
    Chosen,
    FreeShipping,
    Lane,
    PercentOff,
    Stacking,
    Tier,
    Tiers,
    Traits,
    Why,
)
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from tests.domain.pricing.deals import CURRENCIES, DAY, GERMANY, TEN, TENTH, carts, deal, goods, off, priced, why

pytestmark = [pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2"), pytest.mark.requirement("R3.5")]
kinds = pytest.mark.story("US-3.3", "percentages and fixed amounts")
conditions = pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
applied = pytest.mark.story("US-3.2", "discounts and promo codes")
MUGS_AND_HAT = goods(("MUG", 2, 900), ("HAT", 1, 2500))


def eur(minor):
    return Money(minor, "EUR")


@kinds
@applied
def test_a_tenth_less_is_rounded_once_and_shared_out():
    quote = priced(goods(("A", 1, 333), ("B", 1, 333), ("C", 1, 339)), deal(TENTH))
    assert quote.discount == eur(101)
    assert [line.discount for line in quote.lines] == [eur(34), eur(33), eur(34)]
    assert quote.total == eur(1005 - 101 + 490)


@kinds
@applied
def test_tax_is_taken_out_of_what_is_left():
    quote = priced(MUGS_AND_HAT, deal(TEN))
    assert [line.discount for line in quote.lines] == [eur(419), eur(581)]
    assert [line.tax_included for line in quote.lines] == [
        tax_inside(eur(1800 - 419), GERMANY), tax_inside(eur(2500 - 581), GERMANY),
    ]
    assert (quote.subtotal, quote.discount, quote.total) == (eur(4300), eur(1000), eur(3790))


@kinds
def test_what_is_taken_off_is_never_more_than_there_is():
    quote = priced(goods(("MUG", 1, 900)), deal(AmountOff({"EUR": 99_900})), deal(FreeShipping(), "b"))
    assert (quote.discount, quote.total, quote.tax_included) == (eur(1390), eur(0), eur(0))


@kinds
def test_a_fixed_amount_is_nothing_in_a_currency_it_does_not_name():
    quote = priced(goods(("MUG", 1, 900), currency="JPY"), deal(TEN), currency="JPY")
    assert (quote.discount.minor, why(quote)) == (0, {"a": Why.OTHER_CURRENCY})


@kinds
def test_free_shipping_takes_off_what_shipping_costs():
    quote = priced(MUGS_AND_HAT, deal(FreeShipping()))
    assert (quote.shipping, quote.discount, quote.total) == (eur(490), eur(490), eur(4300))
    assert why(priced(MUGS_AND_HAT, deal(FreeShipping()), shipping=0)) == {"a": Why.NO_SHIPPING}


@kinds
def test_a_discount_never_makes_delivery_cost_more():
    around = Circumstances("EUR", DAY, Carriage(eur(490), eur(4300)), (deal(TENTH),))
    assert reckon(MUGS_AND_HAT, GERMANY, around).shipping == eur(0)


@kinds
def test_of_every_three_the_cheapest_is_free():
    lines = goods(("A", 2, 1000), ("B", 2, 600), ("C", 3, 800))
    quote = priced(lines, deal(BuyGet(2, 1)))
    assert quote.discount == eur(1200), "seven pieces: two are given, the cheapest"
    assert [line.discount.minor for line in quote.lines] == [0, 1200, 0]
    assert priced(lines, deal(BuyGet(2, 1, 500_000))).discount == eur(600)
    assert why(priced(goods(("A", 2, 1000)), deal(BuyGet(2, 1)))) == {"a": Why.OTHER_GOODS}


@kinds
def test_the_more_pieces_the_less_each_costs():
    steps = Tiers((Tier(3, 50_000), Tier(10, 100_000)))
    assert [priced(goods(("A", many, 100)), deal(steps)).discount.minor for many in (2, 3, 9, 10)] == [0, 15, 45, 100]


@kinds
def test_a_bundle_is_cheaper_as_often_as_it_is_complete():
    both = deal(Bundle((Sku("MUG"), Sku("HAT")), 100_000))
    quote = priced(goods(("MUG", 3, 900), ("HAT", 2, 2500), ("TEA", 1, 500)), both)
    assert [line.discount.minor for line in quote.lines] == [180, 500, 0]
    assert why(priced(goods(("MUG", 3, 900)), both)) == {"a": Why.OTHER_GOODS}


@conditions
def test_days_are_counted_with_the_first_and_the_last():
    for first, last, said in (
        (DAY, DAY, {}), (DAY + timedelta(1), None, {"a": Why.NOT_YET}), (None, DAY - timedelta(1), {"a": Why.OVER}),
    ):
        assert why(priced(MUGS_AND_HAT, deal(TENTH, first_day=first, last_day=last))) == said


@conditions
def test_a_minimum_is_what_goods_cost_before_any_discount():
    first = deal(PercentOff(500_000), chosen=Chosen(products=("MUG",)))
    assert off(priced(MUGS_AND_HAT, first, deal(TENTH, "b", minimum={"EUR": 4300}))) == {"a": 900, "b": 340}
    assert why(priced(MUGS_AND_HAT, deal(TENTH, minimum={"EUR": 4301}))) == {"a": Why.TOO_LITTLE}
    assert why(priced(MUGS_AND_HAT, deal(TENTH, minimum={"JPY": 1}))) == {"a": Why.OTHER_CURRENCY}


@conditions
@pytest.mark.parametrize("chosen", [
    Chosen(products=("MUG",)), Chosen(products=("a-mug",)), Chosen(brands=("Kiln",)), Chosen(categories=("kitchen",)),
    Chosen(products=("GHOST",), brands=("Kiln",)),
])
def test_only_chosen_goods_are_reduced(chosen):
    traits = {Sku("MUG"): Traits("a-mug", "Kiln", ("house", "kitchen")), Sku("HAT"): Traits("a-hat", "Felt", ("wear",))}
    quote = priced(MUGS_AND_HAT, deal(TENTH, chosen=chosen), traits=traits)
    assert [line.discount.minor for line in quote.lines] == [180, 0]
    assert why(priced(goods(("HAT", 1, 2500)), deal(TENTH, chosen=chosen), traits=traits)) == {"a": Why.OTHER_GOODS}


@conditions
def test_what_is_known_against_it_counts_first():
    barred = structs.replace(deal(TENTH), barred=Why.USED_UP)
    assert why(priced(MUGS_AND_HAT, barred)) == {"a": Why.USED_UP}


@applied
def test_lanes_go_one_upon_the_other():
    quote = priced(
        MUGS_AND_HAT, deal(TENTH, "order"), deal(PercentOff(500_000), "line", chosen=Chosen(products=("MUG",))),
        deal(FreeShipping(), "shipping"),
    )
    assert off(quote) == {"line": 900, "order": 340, "shipping": 490}


@applied
def test_in_one_lane_a_line_is_reduced_once_and_the_better_one_wins():
    quote = priced(MUGS_AND_HAT, deal(TENTH, "tenth"), deal(TEN, "ten"))
    assert (off(quote), why(quote)) == ({"ten": 1000}, {"tenth": Why.TAKEN})
    quote = priced(MUGS_AND_HAT, deal(TENTH, "tenth", priority=1), deal(TEN, "ten"))
    assert (off(quote), why(quote)) == ({"tenth": 430}, {"ten": Why.TAKEN})
    quote = priced(MUGS_AND_HAT, deal(FreeShipping()), deal(FreeShipping(), "b"))
    assert (off(quote), why(quote)) == ({"a": 490}, {"b": Why.TAKEN})


@applied
def test_where_a_lane_stacks_each_reduces_what_is_left():
    """Not seven tenths and four tenths of the whole: that would be more than there is."""
    big, small = deal(PercentOff(700_000), "big"), deal(PercentOff(400_000), "small")
    quote = priced(goods(("MUG", 1, 1000)), big, small, stacking={Lane.ORDER: Stacking.STACKED})
    assert off(quote) == {"big": 700, "small": 120}
    whole = deal(PercentOff(1_000_000), "whole", priority=1)
    assert why(priced(goods(("MUG", 1, 1000)), whole, small, stacking={Lane.ORDER: Stacking.STACKED})) == {
        "small": Why.NOTHING_LEFT,
    }


@applied
def test_a_floor_is_kept_whatever_others_took():
    cheap = deal(PercentOff(500_000), "half", chosen=Chosen(products=("MUG",)))
    quote = priced(goods(("MUG", 1, 1000), ("HAT", 1, 1000)), cheap, deal(PercentOff(200_000), "fifth", floor=400_000))
    assert [line.discount.minor for line in quote.lines] == [543, 257]
    assert off(quote)["fifth"] == 300
    assert [line.paid.minor >= 400 for line in quote.lines] == [True, True]


@applied
def test_what_is_alone_goes_with_no_other_and_only_if_it_gives_more():
    alone = deal(PercentOff(200_000), "alone", alone=True)
    quote = priced(MUGS_AND_HAT, alone, deal(TENTH, "tenth"), deal(FreeShipping(), "ship"))
    assert (off(quote), why(quote)) == ({"tenth": 430, "ship": 490}, {"alone": Why.ALONE})
    quote = priced(MUGS_AND_HAT, structs.replace(alone, terms=structs.replace(alone.terms, effect=PercentOff(300_000))),
                   deal(TENTH, "tenth"), deal(FreeShipping(), "ship"))
    assert (off(quote), why(quote)) == ({"alone": 1290}, {"tenth": Why.ALONE, "ship": Why.ALONE})


def adds_up(quote):
    """The parts are the whole, and a refund of all of them is what was paid."""
    assert sum(line.total.minor for line in quote.lines) == quote.subtotal.minor
    sent = sum(it.shipping for it in quote.reductions.made)
    parts = [line.paid.minor for line in quote.lines] + [quote.shipping.minor - sent]
    assert min(parts) >= 0
    assert sum(parts) == quote.total.minor
    assert quote.subtotal + quote.shipping - quote.discount == quote.total
    assert sum(it.off for it in quote.reductions.made) == quote.discount.minor
    taxes = [line.tax_included.minor for line in quote.lines]
    assert all(0 <= tax <= line.paid.minor for tax, line in zip(taxes, quote.lines, strict=True))


@applied
@settings(max_examples=60, deadline=None)
@given(carts())
def test_the_parts_are_the_whole_whatever_is_promised(cart):
    quote = reckon(*cart)
    adds_up(quote)
    deals = [it.deal.id for it in (*quote.reductions.made, *quote.reductions.refused)]
    assert sorted(deals) == sorted(deal.id for deal in cart[2].deals), "each is said something of"


@applied
@settings(max_examples=40, deadline=None)
@given(carts(), st.randoms(use_true_random=False))
def test_neither_the_order_of_lines_nor_of_promotions_matters(cart, chance):
    lines, rate, around = cart
    shuffled, deals = list(lines), list(around.deals)
    chance.shuffle(shuffled)
    chance.shuffle(deals)
    one = reckon(lines, rate, around)
    other = reckon(tuple(shuffled), rate, structs.replace(around, deals=tuple(deals)))
    assert (one.total, one.discount, one.tax_included) == (other.total, other.discount, other.tax_included)
    assert one.reductions == other.reductions
    assert sorted(map(repr, one.lines)) == sorted(map(repr, other.lines))


@settings(max_examples=40, deadline=None)
@given(carts())
def test_what_was_written_down_is_reckoned_to_the_same(cart):
    lines, rate, around = cart
    again = convert(to_builtins(around), Circumstances)
    assert reckon(lines, rate, again) == reckon(lines, rate, around)


@settings(max_examples=40, deadline=None)
@given(carts())
def test_promotions_never_make_it_dearer(cart):
    lines, rate, around = cart
    bare = reckon(lines, rate, structs.replace(around, deals=()))
    assert reckon(lines, rate, around).total.minor <= bare.total.minor


@applied
@pytest.mark.parametrize("currency", CURRENCIES)
def test_ten_thousand_lines_add_up_in_every_currency(currency):
    lines = tuple(Goods(Sku(f"sku-{n:05}"), n % 7 + 1, Money(n * 37 % 9973 + 1, currency)) for n in range(10_000))
    third = deal(PercentOff(333_333), "third", floor=100_000)
    few = deal(BuyGet(2, 1), "few", chosen=Chosen(products=tuple(f"sku-{n:05}" for n in range(0, 10_000, 9))))
    quote = priced(lines, third, few, deal(FreeShipping(), "ship"), currency=currency)
    adds_up(quote)
    assert off(quote).keys() == {"third", "few", "ship"}
