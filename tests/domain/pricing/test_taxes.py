"""Which rates are in force where and since when, as staff say it."""

from datetime import UTC, date, datetime

import pytest

from store.domain.pricing.rate_book import Place, RateBook
from store.domain.pricing.tax_errors import NoSuchRate, RateInForce, RateUnsound, TooManyRates
from store.domain.pricing.tax_events import (
    DatedRate,
    TaxClass,
    TaxRatesSaid,
    TaxRateTakenBack,
    TaxRules,
    TaxRulesChanged,
)
from store.domain.pricing.taxes import MOST_RATES, Taxes
from store.domain.pricing.taxing import Rounding, ShippingTaxed
from store.domain.pricing.terms import Chosen, Traits
from store.domain.shared.ids import Sku, taxes
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2"),
    pytest.mark.story("US-3.2", "tax rates by location"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
TODAY, TOMORROW, JULY = date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 1)
REDUCED, SUPER = TaxClass.REDUCED, TaxClass.SUPER_REDUCED
GERMANY = Place("DE")
KNOWN = RateBook([DatedRate("DE", date(2021, 1, 1), 190_000), DatedRate("FR", date(2021, 1, 1), 200_000)])
LESS = DatedRate("DE", JULY, 160_000)
BOOKS = DatedRate("DE", TODAY, 70_000, REDUCED)
nothing = given(Taxes, taxes())


def said(*rates, source=""):
    return TaxRatesSaid(at=NOON, rates=rates, source=source)


def after(*events):
    return Taxes.replay(taxes(), events)


def test_a_rate_is_in_force_from_its_day_on_and_what_is_generally_known_until_then():
    nothing.when(Taxes.say, [LESS], today=TODAY, at=NOON).then(said(LESS))
    it = after(said(LESS))
    assert it.standard(GERMANY, date(2026, 6, 30), KNOWN).ppm == 190_000
    assert it.standard(GERMANY, JULY, KNOWN).ppm == 160_000
    assert (it.standard(Place("FR"), JULY, KNOWN).ppm, it.standard(Place("US"), JULY, KNOWN).ppm) == (200_000, 0)
    assert it.standard(GERMANY, date(2020, 1, 1), KNOWN).ppm == 0
    same_day = after(said(DatedRate("FR", date(2021, 1, 1), 210_000)))
    assert same_day.standard(Place("FR"), TODAY, KNOWN).ppm == 210_000, "what was said goes before what is known"


def test_saying_the_same_again_is_no_fact_and_of_several_only_what_is_news_is():
    knows = given(Taxes, taxes(), said(LESS))
    knows.when(Taxes.say, [LESS], today=TODAY, at=NOON).then()
    knows.when(Taxes.say, [LESS, BOOKS], today=TODAY, at=NOON, source="a.csv").then(said(BOOKS, source="a.csv"))


def test_what_is_not_in_force_yet_is_corrected_or_taken_back():
    knows = given(Taxes, taxes(), said(LESS))
    other = DatedRate("DE", JULY, 165_000)
    knows.when(Taxes.say, [other], today=TODAY, at=NOON).then(said(other))
    knows.when(Taxes.take_back, LESS, today=TODAY, at=NOON).then(TaxRateTakenBack(at=NOON, rate=LESS))
    assert after(said(LESS), TaxRateTakenBack(at=NOON, rate=LESS)).standard(GERMANY, JULY, KNOWN).ppm == 190_000
    knows.when(Taxes.take_back, BOOKS, today=TODAY, at=NOON).then_raises(NoSuchRate)


def test_what_is_in_force_stays_as_it_is():
    knows = given(Taxes, taxes(), said(LESS))
    other = DatedRate("DE", JULY, 165_000)
    knows.when(Taxes.say, [other], today=JULY, at=NOON).then_raises(RateInForce, country="DE", since=JULY)
    knows.when(Taxes.say, [other], today=JULY, at=NOON, past=True).then_raises(RateInForce)
    knows.when(Taxes.take_back, LESS, today=JULY, at=NOON).then_raises(RateInForce)


def test_a_rate_begins_today_at_the_earliest_but_for_files_which_know_the_past():
    old = DatedRate("AT", date(2016, 1, 1), 200_000)
    nothing.when(Taxes.say, [old], today=TODAY, at=NOON).then_raises(RateInForce)
    nothing.when(Taxes.say, [old], today=TODAY, at=NOON, past=True).then(said(old))


@pytest.mark.parametrize(("rate", "field"), [
    (DatedRate("Germany", JULY, 1), "country"), (DatedRate("DE", JULY, 1_000_001), "percent"),
    (DatedRate("DE", JULY, -1), "percent"), (DatedRate("DE", JULY, 1, TaxClass.ZERO), "tax_class"),
    (DatedRate("US", JULY, 1, region=" NY"), "region"), (DatedRate("US", JULY, 1, region="N" * 41), "region"),
])
def test_what_makes_no_sense_is_refused(rate, field):
    nothing.when(Taxes.say, [rate], today=TODAY, at=NOON).then_raises(RateUnsound, field=field)


def test_there_is_an_end_to_how_many_can_be_said():
    many = [DatedRate("US", JULY, 1, region=f"R{n}") for n in range(MOST_RATES + 1)]
    nothing.when(Taxes.say, many, today=TODAY, at=NOON).then_raises(TooManyRates)


def test_a_region_has_a_rate_of_its_own_however_its_name_is_written():
    it = after(said(DatedRate("US", TODAY, 0), DatedRate("US", TODAY, 88_750, region="NY")))
    assert it.standard(Place("US", "ny "), TODAY, KNOWN).place == "US-NY"
    assert [it.standard(Place("US", r), TODAY, KNOWN).ppm for r in ("NY", "ny", "CA", "")] == [88_750, 88_750, 0, 0]


def test_goods_of_a_class_have_its_rate_or_the_next_higher_one_there():
    it = after(said(BOOKS))
    assert [it.ppm_of(c, GERMANY, TODAY, KNOWN) for c in TaxClass] == [190_000, 70_000, 70_000, 0, 0]
    assert [it.ppm_of(c, Place("FR"), TODAY, KNOWN) for c in (REDUCED, SUPER)] == [200_000, 200_000]


def test_goods_are_of_the_class_that_names_them_before_that_of_their_brand_and_category():
    rules = TaxRules(classes={
        REDUCED: Chosen(categories=("books",), brands=("Press",)), SUPER: Chosen(products=("daily", "LEAF")),
        TaxClass.EXEMPT: Chosen(brands=("Press", "Clinic"), categories=("books",)),
    })
    it = after(TaxRulesChanged(at=NOON, rules=rules))
    assert it.class_of(Sku("A"), Traits("a", "", ("kitchen",))) is TaxClass.STANDARD
    assert it.class_of(Sku("A"), Traits("a", "", ("kitchen", "books"))) is REDUCED, "the one that is taxed most"
    assert it.class_of(Sku("A"), Traits("daily", "Press", ("books",))) is SUPER
    assert it.class_of(Sku("LEAF"), Traits()) is SUPER
    assert it.class_of(Sku("A"), Traits("a", "Clinic", ("books",))) is TaxClass.EXEMPT


def test_how_the_shop_taxes_is_changed_once_and_makes_sense():
    press = {REDUCED: Chosen(brands=("Press",))}
    rules = TaxRules(Rounding.HALF_EVEN_PER_ORDER, ShippingTaxed.AS_GOODS, ("US",), press)
    nothing.when(Taxes.rule, rules, at=NOON).then(TaxRulesChanged(at=NOON, rules=rules))
    given(Taxes, taxes(), TaxRulesChanged(at=NOON, rules=rules)).when(Taxes.rule, rules, at=NOON).then()
    for wrong in (
        TaxRules(net_places=("usa",)), TaxRules(classes={TaxClass.STANDARD: Chosen()}),
        TaxRules(classes={REDUCED: Chosen(products=("x",) * 501)}),
    ):
        nothing.when(Taxes.rule, wrong, at=NOON).then_raises(RateUnsound)


def test_a_picture_says_what_is_in_force_when():
    assert after(said(LESS)).picture() == {"rates": [LESS], "rules": TaxRules()}
