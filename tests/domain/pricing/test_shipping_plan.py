"""Where parcels go, what that costs, and when they arrive."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as tried
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from store.domain.pricing.delivery import Arrival, Calendar, WorkingDays
from store.domain.pricing.rate_book import Place
from store.domain.pricing.shipping_events import ShippingPlanned
from store.domain.pricing.shipping_plan import ANY_CURRENCY, Area, ShippingPlan, Tariff, Way, Zone
from store.domain.pricing.shipping_rules import Shipping
from store.domain.pricing.tax_errors import PlanUnsound
from store.domain.shared.ids import Sku, shipping
from store.domain.shared.money import Money
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.4", "select a shipping method")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
FIRST, LAST = datetime(2026, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001 - on the shop's wall
SLOW, FAST = WorkingDays(2, 4), WorkingDays(1, 1)
PLAN = ShippingPlan(
    (
        Zone("home", "Germany", (Area("DE"),)), Zone("islands", "Islands", (Area("DE", "25 9"), Area("FR", "20"))),
        Zone("union", "Union", (Area("FR"), Area("AT"))), Zone("world", "Everywhere else"),
    ),
    (
        Way("express", "Express", FAST, (Tariff("home", {"EUR": 1290}),)),
        Way("standard", "Standard", SLOW, (
            Tariff("home", {"EUR": 490}, 2000, {"EUR": 6000}), Tariff("home", {"EUR": 990}, 30_000),
            Tariff("union", {"EUR": 1490}, days=WorkingDays(3, 6)),
        )),
    ),
    grams={Sku("ANVIL"): 20_000},
)
nothing = given(Shipping, shipping())


def offered(country, grams=500, postal="", currency="EUR"):
    return {it.id: it.price.minor for it in PLAN.methods(Place(country, "", postal), grams, currency, "EUR")}


def test_what_is_offered_depends_on_the_country_and_the_cheapest_comes_first():
    assert list(offered("DE").items()) == [("standard", 490), ("express", 1290)]
    assert offered("AT") == {"standard": 1490}
    assert offered("US") == {}, "a zone without a tariff is one that nothing goes to"
    assert offered("DE", currency="USD") == {}
    (to_austria,) = PLAN.methods(Place("AT"), 1, "EUR", "EUR")
    assert (to_austria.promise, to_austria.free_from) == ("3 to 6 working days", None)


def test_heavier_parcels_cost_more_until_they_are_too_heavy():
    assert [offered("DE", grams).get("standard") for grams in (2000, 2001, 30_000, 30_001)] == [490, 990, 990, None]
    assert PLAN.weight({Sku("ANVIL"): 2, Sku("MUG"): 3}) == 41_500


def test_the_longest_piece_of_a_postal_code_says_more_than_a_country():
    assert [PLAN.zone(Place(*it)).id for it in (
        ("DE", "", "25938"), ("DE", "", "25-946"), ("DE", "", "10115"), ("FR", "", "20000"), ("FR", "", ""), ("JP",),
    )] == ["islands", "islands", "home", "islands", "union", "world"]
    without = structs.replace(PLAN, zones=PLAN.zones[:1])
    assert without.zone(Place("JP")) is None
    assert without.methods(Place("JP"), 1, "EUR", "EUR") == ()


def test_free_from_a_value_of_goods():
    standard = PLAN.methods(Place("DE"), 500, "EUR", "EUR")[0]
    assert [standard.cost(Money(goods, "EUR")).minor for goods in (5999, 6000)] == [490, 0]


def test_a_price_for_any_currency_is_in_hundredths_of_it():
    way = Way("w", "W", SLOW, (Tariff("world", {ANY_CURRENCY: 490, "USD": 550}),))
    plan = ShippingPlan((Zone("world", "World"),), (way,))
    prices = [
        plan.methods(Place("DE"), 1, own, own)[0].price.amount for own in ("EUR", "USD", "JPY", "KWD")
    ]
    assert prices == ["4.90", "5.50", "490", "4.900"]


def bought_at(*when):
    return datetime(*when)  # noqa: DTZ001 - on the shop's wall


XMAS = Calendar(14, (date(2026, 12, 25), date(2026, 12, 26)))


@pytest.mark.parametrize(("bought", "days", "arrives"), [
    (bought_at(2026, 12, 1, 13, 59), SLOW, (3, 7)), (bought_at(2026, 12, 1, 14, 0), SLOW, (4, 8)),
    (bought_at(2026, 12, 4, 15, 0), FAST, (8, 8)), (bought_at(2026, 12, 5, 9, 0), FAST, (8, 8)),
    (bought_at(2026, 12, 24, 9, 0), FAST, (28, 28)), (bought_at(2026, 12, 23, 15, 0), SLOW, (29, 31)),
    (bought_at(2026, 12, 1, 9, 0), WorkingDays(0, 0), (1, 1)),
])
def test_a_parcel_arrives_so_many_working_days_after_it_left(bought, days, arrives):
    assert XMAS.arrival(bought, days) == Arrival(*(date(2026, 12, day) for day in arrives))


@settings(max_examples=80, deadline=None)
@tried(st.datetimes(FIRST, LAST), st.integers(1, 20), st.integers(0, 20))
def test_parcels_arrive_on_days_on_which_they_travel_and_never_before_they_were_bought(bought, least, more):
    found = XMAS.arrival(bought, WorkingDays(least, least + more))
    assert bought.date() < found.first <= found.last
    assert XMAS.works(found.first)
    assert XMAS.works(found.last)


def test_days_in_words():
    assert [it.in_words for it in (FAST, SLOW, WorkingDays(3, 3))] == [
        "Next working day", "2 to 4 working days", "3 working days",
    ]


def test_staff_say_how_parcels_are_sent_and_the_same_again_is_no_fact():
    nothing.when(Shipping.arrange, PLAN, at=NOON).then(ShippingPlanned(at=NOON, plan=PLAN))
    given(Shipping, shipping(), ShippingPlanned(at=NOON, plan=PLAN)).when(Shipping.arrange, PLAN, at=NOON).then()


def changed(**parts):
    return structs.replace(PLAN, **parts)


def one_way(*tariffs, **more):
    return changed(ways=(Way(**({"id": "w", "name": "W", "days": SLOW, "tariffs": tariffs} | more)),))


@pytest.mark.parametrize(("plan", "field"), [
    (changed(zones=()), "zones"), (changed(zones=PLAN.zones * 2), "zones"),
    (changed(zones=(*PLAN.zones, Zone("rest", "Rest"))), "zones"), (changed(ways=PLAN.ways * 2), "ways"),
    (changed(zones=(Zone("Home!", "x"),), ways=()), "id"), (changed(zones=(Zone("home", " "),), ways=()), "name"),
    (changed(zones=(Zone("home", "x", (Area("Germany"),)),), ways=()), "areas"),
    (changed(zones=(Zone("home", "x", (Area("DE", "1*"),)),), ways=()), "areas"),
    (one_way(days=WorkingDays(4, 2)), "days"), (one_way(Tariff("moon", {"EUR": 1})), "tariffs"),
    (one_way(Tariff("home", {"EUR": 1}), Tariff("home", {"EUR": 2})), "tariffs"),
    (one_way(Tariff("home", {})), "tariffs"), (one_way(Tariff("home", {"euro": 1})), "tariffs"),
    (one_way(Tariff("home", {"XYZ": 1})), "tariffs"),
    (one_way(Tariff("home", {"EUR": 1}, 0)), "tariffs"), (changed(calendar=Calendar(25)), "cutoff"),
    (changed(calendar=Calendar(14, tuple(FIRST.date() + timedelta(days=n) for n in range(201)))), "holidays"),
    (changed(piece=-1), "piece"), (changed(grams={Sku(f"S{n}"): 1 for n in range(2001)}), "grams"),
])
def test_a_plan_that_makes_no_sense_is_refused(plan, field):
    nothing.when(Shipping.arrange, plan, at=NOON).then_raises(PlanUnsound, field=field)
