"""What staff say of taxes and shipping is in the next price, and no order's price moves for it."""

from datetime import date

import pytest
from msgspec import structs

from store.application.pricing.shipping import GetShippingPlan, PlanShipping
from store.application.pricing.taxes import (
    ChangeTaxRules,
    GetTaxes,
    RowRead,
    SayRate,
    TakeBackRate,
    TakeRates,
)
from store.application.processes.cart_views import GetCart, ListShippingMethods
from store.application.processes.explaining_prices import ExplainPrice
from store.application.processes.relieving import VatNumberElsewhere, VatNumberWrong
from store.application.shared.errors import VersionMoved
from store.domain.ordering.business_events import BusinessDeclared
from store.domain.ordering.events import Expected
from store.domain.ordering.order import Order
from store.domain.ordering.shares import share_of
from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.shipping import NotSentThere, QuoteChanged, UnknownShippingMethod
from store.domain.pricing.shipping_plan import Area, ShippingPlan, Tariff, Way, Zone
from store.domain.pricing.tax_errors import PlanUnsound, RateInForce
from store.domain.pricing.tax_events import DatedRate, TaxClass, TaxRules
from store.domain.pricing.taxing import Rounding, ShippingTaxed
from store.domain.pricing.terms import Chosen
from store.domain.shared.ids import Sku
from store.domain.shared.personal import Personal
from tests.application.processes.examples import (
    ANN,
    CART,
    HOME,
    MUG,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PLACE,
    TWO_MUGS,
    shop_selling,
)
from tests.application.processes.test_redeeming_coupons import do, eur, placed
from tests.harness.processes import NOON

rates = pytest.mark.story("US-3.2", "tax rates by location")
itemised = pytest.mark.story("US-3.2", "itemised breakdown")
ways = pytest.mark.story("US-3.4", "select a shipping method")
pytestmark = [pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2")]
TODAY = date(2026, 5, 31)
BOOKS = DatedRate("DE", TODAY, 70_000, TaxClass.REDUCED)
HATS_ARE_BOOKS = TaxRules(classes={TaxClass.REDUCED: Chosen(products=("HAT",))})
NEW_YORK = structs.replace(HOME, city="New York", postal_code="10001", country="US", region="NY")
PARIS = structs.replace(HOME, city="Paris", postal_code="75001", country="FR")
PLAN = ShippingPlan(
    (Zone("home", "Home", (Area("DE"),)), Zone("world", "World")),
    (
        Way("standard", "Standard", WorkingDays(2, 3), (
            Tariff("home", {"EUR": 300}, 1500), Tariff("home", {"EUR": 800}), Tariff("world", {"EUR": 1500}),
        )),
        Way("express", "Express", WorkingDays(1, 1), (Tariff("home", {"EUR": 900}),)),
    ),
)


@pytest.fixture
def shop():
    return shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})


def says(shop, *rates, rules=None):
    for rate in rates:
        do(shop, SayRate(rate=rate))
    if rules:
        do(shop, ChangeTaxRules(rules=rules))


def seen(shop, country="DE", method="standard", **more):
    return shop.ask(GetCart(cart_id=CART, country=country, shipping_method=method, **more))


@rates
@itemised
def test_goods_of_a_class_are_taxed_at_its_rate_and_the_order_says_which(shop):
    says(shop, BOOKS, rules=HATS_ARE_BOOKS)
    shown = seen(shop)
    assert [(it.percent, it.tax.amount) for it in shown.taxes] == [("19", "3.65"), ("7", "1.64")]
    do(shop, structs.replace(PLACE, quote=shown.quote))
    order = placed(shop)
    assert [(line.sku, line.tax_ppm, line.tax_included) for line in order.lines] == [
        (MUG, None, eur(287)), ("HAT", 70_000, eur(164)),
    ]
    assert [(it.ppm, it.paid, it.tax) for it in order.totals.taxes] == [
        (190_000, eur(2290), eur(365)), (70_000, eur(2500), eur(164)),
    ]
    assert sum(it.paid.minor for it in order.totals.taxes) == order.totals.total.minor


@itemised
def test_what_was_charged_is_explained_by_the_rates_of_that_day_whatever_is_said_later(shop):
    says(shop, BOOKS, rules=structs.replace(HATS_ARE_BOOKS, rounding=Rounding.HALF_EVEN_PER_UNIT))
    do(shop, PLACE)
    before = shop.ask(ExplainPrice(number=NUMBER))
    assert (before.matches, before.rounding) == (True, "half-even-per-unit")
    assert [(line.sku, line.tax_ppm) for line in before.lines] == [(MUG, 190_000), ("HAT", 70_000)]
    says(shop, DatedRate("DE", date(2026, 6, 1), 10_000), rules=TaxRules(shipping=ShippingTaxed.AS_GOODS))
    assert shop.ask(ExplainPrice(number=NUMBER)) == before


def forged(shop, **changes):
    """The receipt of an order whose first fact somebody altered."""
    first = shop.streams()[ORDER][0]
    other = shop_selling().happened({ORDER: [structs.replace(first, **changes)]})
    return other.ask(ExplainPrice(number=NUMBER))


def test_whoever_alters_a_rate_a_rule_or_a_reason_is_found_out(shop):
    says(shop, BOOKS, rules=HATS_ARE_BOOKS)
    do(shop, PLACE)
    order = shop.streams()[ORDER][0]
    mug, hat = order.lines
    for changes in (
        {"lines": (mug, structs.replace(hat, tax_ppm=190_000))},
        {"lines": (structs.replace(mug, tax_added=eur(1)), hat)},
        {"totals": structs.replace(order.totals, rounding="half-even-per-line")},
        {"totals": structs.replace(order.totals, exempt="reverse-charge")},
        {"totals": structs.replace(order.totals, taxes=order.totals.taxes[:1])},
    ):
        assert not forged(shop, **changes).matches, changes


@rates
def test_where_prices_are_without_tax_it_comes_on_top_by_the_region(shop):
    says(shop, DatedRate("US", TODAY, 88_750, region="NY"), rules=TaxRules(net_places=("US",)))
    shown = seen(shop, "US", region="ny")
    assert (shown.tax_added.amount, shown.total.amount) == ("4.25", "52.15")
    do(shop, structs.replace(PLACE, address=NEW_YORK, quote=shown.quote))
    order = placed(shop)
    assert (order.totals.tax_place, order.totals.tax_added, order.totals.shipping_paid) == ("US-NY", eur(425), eur(533))
    assert [line.paid for line in order.lines] == [eur(1960), eur(2722)]
    assert shop.ask(ExplainPrice(number=NUMBER)).matches
    back = share_of({MUG: 2, Sku("HAT"): 1}, {}, order.lines, order.totals)
    assert (back.total, back.tax_included) == (order.totals.total, eur(425)), "all of it is given back, tax and all"


@pytest.mark.requirement("R3.6")
def test_a_tax_on_top_that_moved_is_never_charged_silently(shop):
    says(shop, rules=TaxRules(net_places=("US",)))
    quote = seen(shop, "US").quote
    says(shop, DatedRate("US", TODAY, 50_000))
    shop.when(structs.replace(PLACE, address=NEW_YORK, quote=quote)).then_raises(QuoteChanged, now=eur(5030))


@rates
def test_a_business_of_another_member_state_pays_no_tax_here_and_the_order_says_why(shop):
    shown = seen(shop, "FR", vat_number="FR40303265045")
    assert (shown.total.amount, shown.tax_included.amount, shown.tax_exempt) == ("39.91", "0.00", "reverse-charge")
    do(shop, structs.replace(PLACE, address=PARIS, quote=shown.quote, vat_number="fr 40 303 265 045"))
    order = placed(shop)
    assert (order.totals.exempt, order.totals.tax_ppm) == ("reverse-charge", 0)
    assert shop.streams()[ORDER][1] == BusinessDeclared(
        at=NOON, order_id=ORDER, vat_number=Personal(ANN, "FR40303265045"),
    )
    told = shop.ask(ExplainPrice(number=NUMBER))
    assert (told.matches, told.tax_exempt) == (True, "reverse-charge")


@rates
def test_where_prices_are_without_tax_a_business_pays_just_these(shop):
    """Nothing is taken out of a price that has no tax in it."""
    says(shop, rules=TaxRules(net_places=("FR",)))
    assert seen(shop, "FR").total.amount == "57.48", "47.90 and 20 % of that"
    without = seen(shop, "FR", vat_number="FR40303265045")
    assert without.total.amount == "47.90"
    assert (without.tax_included.amount, without.tax_exempt) == ("0.00", "reverse-charge")
    do(shop, structs.replace(PLACE, address=PARIS, quote=without.quote, vat_number="FR40303265045"))
    assert shop.ask(ExplainPrice(number=NUMBER)).matches


@rates
def test_a_number_that_is_none_or_elsewhere_is_refused_and_one_from_here_changes_nothing(shop):
    for number, error in (("FR41303265045", VatNumberWrong), ("DE136695976", VatNumberElsewhere)):
        shop.when(structs.replace(PLACE, address=PARIS, vat_number=number)).then_raises(error)
    assert seen(shop, relieved=True).tax_exempt is None, "nobody at home is relieved"
    do(shop, structs.replace(PLACE, vat_number="DE136695976", quote=seen(shop).quote))
    assert placed(shop).totals.exempt == ""
    assert Order.replay(ORDER, shop.streams()[ORDER]).vat_number.value == "DE136695976"


@ways
def test_the_way_costs_what_the_zone_and_the_weight_say_and_the_order_keeps_when_it_arrives(shop):
    do(shop, PlanShipping(plan=PLAN))
    pieces = ((MUG, 2), (Sku("HAT"), 1))
    assert [it.price.amount for it in shop.ask(ListShippingMethods(currency="EUR", country="DE", pieces=pieces))] == [
        "3.00", "9.00",
    ]
    heavier = structs.replace(PLAN, grams={MUG: 800})
    do(shop, PlanShipping(plan=heavier))
    shown = seen(shop)
    assert (shown.shipping.amount, shown.estimate.earliest) == ("8.00", date(2026, 6, 3))
    do(shop, structs.replace(PLACE, quote=shown.quote))
    do(shop, PlanShipping(plan=structs.replace(PLAN, ways=())))
    assert placed(shop).expected == Expected(date(2026, 6, 3), date(2026, 6, 4), 2, 3)


@ways
def test_what_does_not_go_there_is_refused_in_words(shop):
    do(shop, PlanShipping(plan=PLAN))
    express = structs.replace(PLACE, shipping_method="express")
    shop.when(structs.replace(express, address=PARIS)).then_raises(NotSentThere, country="FR", method="express")
    shop.when(structs.replace(PLACE, shipping_method="pigeon")).then_raises(UnknownShippingMethod)
    assert [it.id for it in shop.ask(ListShippingMethods(currency="EUR", country="FR"))] == ["standard"]


@pytest.mark.requirement("R3.6")
def test_a_way_that_became_dearer_is_never_charged_silently(shop):
    quote = seen(shop).quote
    do(shop, PlanShipping(plan=PLAN))
    shop.when(structs.replace(PLACE, quote=quote)).then_raises(QuoteChanged, now=eur(4600))


def test_staff_see_and_change_as_they_saw(shop):
    says(shop, BOOKS, DatedRate("DE", date(2026, 7, 1), 80_000, TaxClass.REDUCED))
    do(shop, TakeRates(rows=(RowRead(2, DatedRate("DE", date(2020, 1, 1), 50_000, TaxClass.REDUCED)),), source="x"))
    view = shop.ask(GetTaxes())
    assert [(it.rate.ppm, it.stands) for it in view.rates] == [
        (80_000, "to come"), (70_000, "in force"), (50_000, "over"),
    ]
    shop.when(SayRate(rate=BOOKS, version=1)).then_raises(VersionMoved)
    shop.when(ChangeTaxRules(rules=TaxRules(), version=1)).then_raises(VersionMoved)
    shop.when(TakeBackRate(rate=BOOKS)).then_raises(RateInForce)
    shop.when(TakeBackRate(rate=BOOKS, version=1)).then_raises(VersionMoved)
    assert shop.ask(GetShippingPlan()).version == 0
    do(shop, PlanShipping(plan=PLAN, version=0))
    assert shop.ask(GetShippingPlan()).plan == PLAN
    shop.when(PlanShipping(plan=PLAN, version=0)).then_raises(VersionMoved)
    shop.when(PlanShipping(plan=structs.replace(PLAN, zones=()))).then_raises(PlanUnsound)


def test_a_file_is_tried_out_and_taken_and_says_what_came_of_each_row(shop):
    says(shop, BOOKS)
    rows = (
        RowRead(2, DatedRate("AT", date(2016, 1, 1), 200_000)), RowRead(3, BOOKS), RowRead(4, problem="It is no rate."),
        RowRead(5, structs.replace(BOOKS, ppm=1)), RowRead(6, DatedRate("Austria", TODAY, 1)),
    )
    tried = do(shop, TakeRates(rows=rows, source="rates.csv", dry=True))
    assert [(it.said, bool(it.problem)) for it in tried.rows] == [
        (True, False), (False, False), (False, True), (False, True), (False, True),
    ]
    assert (tried.news, tried.version) == (1, 1)
    taken = do(shop, TakeRates(rows=rows, source="rates.csv"))
    assert (taken.news, taken.version) == (1, 2)
    again = do(shop, TakeRates(rows=rows, source="rates.csv"))
    assert (again.news, again.version) == (0, 2)


def test_an_order_looks_as_ever_where_nothing_of_this_was_said(shop):
    do(shop, PLACE)
    first = shop.streams()[ORDER][0]
    assert "taxing" not in first.reckoned
    assert (first.totals.taxes, first.totals.tax_added, first.totals.exempt) == ((), None, "")
    assert "vat_number" not in Order.replay(ORDER, shop.streams()[ORDER]).picture()
