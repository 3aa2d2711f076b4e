"""A draft promotion is tried on sales that were priced without it."""

import pytest
from hypothesis import given

from store.domain.pricing.quote import reckon
from store.domain.pricing.reckoning import Carriage, Circumstances
from store.domain.pricing.taxing import Taxing
from store.domain.pricing.terms import Chosen, Deal, FreeShipping, PercentOff, Terms, Traits
from store.domain.pricing.trying import MOST_CASES, BelowCost, Sale, Trial, with_and_without
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from tests.domain.pricing.deals import DAY, GERMANY, TERMS, carts, deal, goods

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "a promotion is tried on past orders")]
MUG, HAT = Sku("MUG"), Sku("HAT")
HALF, TENTH = Terms(PercentOff(500_000)), Terms(PercentOff(100_000))


def eur(minor):
    return Money(minor, "EUR")


def sale(*lines, deals=(), costs=None, name="A", currency="EUR", traits=None, net=False):
    around = Circumstances(
        currency, DAY, Carriage(Money(490, currency)), deals, traits or {}, taxing=Taxing(net=net),
    )
    return Sale(name, goods(*lines, currency=currency), GERMANY, around, costs or {})


def tried(terms, *sales):
    trial = Trial(terms)
    for it in sales:
        trial.look_at(it)
    return trial


def test_what_shoppers_paid_and_would_have_paid_and_the_tax_in_it():
    sums = tried(HALF, sale(("MUG", 2, 1190))).sums["EUR"]
    assert (sums.sales, sums.cheaper, sums.dearer, sums.pieces) == (1, 1, 0, 2)
    assert (sums.paid, sums.would_pay, sums.given) == (2870, 1680, 1190)
    assert (sums.tax, sums.would_tax) == (458, 268)


def test_the_margin_is_of_the_pieces_whose_cost_is_known_in_that_currency():
    costs = {MUG: eur(400), HAT: Money(1, "USD")}
    sums = tried(TENTH, sale(("MUG", 2, 1190), ("HAT", 3, 100), costs=costs)).sums["EUR"]
    assert (sums.pieces, sums.known) == (5, 2)
    assert (sums.margin, sums.would_margin) == (2000 - 800, 1800 - 800)
    net = tried(TENTH, sale(("MUG", 2, 1000), costs=costs, net=True)).sums["EUR"]
    assert (net.margin, net.would_margin) == (2000 - 800, 1800 - 800)


def test_pieces_below_their_cost_are_named_and_those_that_are_so_by_the_draft_first():
    dear, cheap = {MUG: eur(2000)}, {MUG: eur(700)}
    trial = tried(HALF, sale(("MUG", 1, 1190), costs=dear), sale(("MUG", 3, 1190), costs=cheap, name="B"))
    assert trial.cases == (
        BelowCost("B", MUG, 3, eur(500), eur(700), new=True), BelowCost("A", MUG, 1, eur(500), eur(2000), new=False),
    )
    sums = trial.sums["EUR"]
    assert (sums.was_below, sums.below, sums.new_below) == (1, 2, 1)
    at_cost = tried(HALF, sale(("MUG", 1, 1190), costs={MUG: eur(500)}))
    assert at_cost.cases == ()


def test_no_more_than_so_many_are_named_and_all_are_counted():
    many = [sale(("MUG", 1, 1190), costs={MUG: eur(900)}, name=str(n)) for n in range(MOST_CASES + 5)]
    trial = tried(HALF, *many)
    assert (len(trial.cases), trial.sums["EUR"].below) == (MOST_CASES, MOST_CASES + 5)


def test_it_joins_the_deals_that_were_there_and_may_keep_a_better_one_away():
    there = (deal(PercentOff(500_000), id="there"),)
    worse = tried(Terms(PercentOff(100_000), priority=1), sale(("MUG", 1, 1000), deals=there)).sums["EUR"]
    assert (worse.cheaper, worse.dearer, worse.given) == (0, 1, -400)
    late = tried(Terms(PercentOff(100_000), priority=999), sale(("MUG", 1, 1000), deals=there)).sums["EUR"]
    assert (late.cheaper, late.dearer, late.given) == (0, 0, 0)


def test_its_days_are_left_aside_and_each_currency_stands_for_itself():
    never = Terms(FreeShipping(), first_day=DAY.replace(year=2999))
    trial = tried(never, sale(("MUG", 1, 1000)), sale(("MUG", 1, 1000), currency="JPY"))
    assert {it.currency: it.given for it in trial.sums.values()} == {"EUR": 490, "JPY": 490}


def test_goods_are_chosen_by_what_was_known_of_them():
    kiln = Terms(PercentOff(500_000), Chosen(brands=("Kiln",)))
    known = sale(("MUG", 1, 1000), ("HAT", 1, 1000), traits={MUG: Traits(brand="Kiln")})
    assert tried(kiln, known).sums["EUR"].given == 500


def test_a_draft_that_gives_nothing_may_still_have_kept_better_ones_away():
    lone, half = deal(PercentOff(400_000), alone=True, id="lone"), deal(PercentOff(500_000), priority=2, id="half")
    little = Terms(PercentOff(100_000), priority=1)
    sums = tried(little, sale(("MUG", 1, 1000), deals=(lone, half))).sums["EUR"]
    assert (sums.paid, sums.would_pay, sums.given) == (990, 1090, -100), "a tenth in place of half, and then two fifths"


@given(carts(), TERMS)
def test_a_sale_that_the_draft_gives_nothing_costs_what_it_cost(cart, terms):
    lines, rate, around = cart
    draft = Deal("draft", "draft", terms)
    before, after = with_and_without(Sale("A", lines, rate, around), draft)
    plain = reckon(lines, rate, around)
    assert (before.total, before.tax_included) == (plain.total, plain.tax_included)
    assert [line.paid for line in before.lines] == [line.paid for line in plain.lines]
    assert after.total.minor >= 0
