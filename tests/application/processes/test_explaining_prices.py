"""Why this price: reckoned again from what was recorded, whatever changed since; and what tampering with it shows."""

from datetime import date
from functools import partial

import pytest
from msgspec import convert, structs

from store.application.catalogue.messages import RepriceVariant
from store.application.pricing.messages import ChangeCoupon, CreateCoupon, WithdrawCoupon
from store.application.processes.placing_an_order import BuyCart
from store.application.processes.price_receipts import ExplainPrice
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import OrderPlaced
from store.domain.payments.events import PaymentRequested
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.quote import reckon
from store.domain.pricing.reckoning import Circumstances
from store.domain.pricing.terms import AmountOff, PercentOff, Terms
from store.domain.shared.ids import OrderNumber, ProductId
from store.domain.shared.money import Money
from tests.application.processes.examples import CART, MUG, NUMBER, OPENED, PLACE, TWO_MUGS, product, shop_selling
from tests.application.processes.test_redeeming_coupons import SPRING, do, placed
from tests.domain.pricing.deals import GERMANY, goods
from tests.harness.processes import given_facts

pytestmark = [
    pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2"),
    pytest.mark.story("US-3.2", "itemised breakdown"),
]
TENTH = Terms(PercentOff(100_000), minimum={"EUR": 1000}, last_day=date(2026, 12, 31))


def eur(minor):
    return Money(minor, "EUR")


@pytest.fixture
def shop():
    """Somebody bought two mugs with a code."""
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, CreateCoupon(code="SPRING", name="Spring", terms=TENTH))
    shop.happened({CART: [SPRING]})
    do(shop, BuyCart(order=PLACE, token="success"))
    return shop


def explained(shop):
    return shop.ask(ExplainPrice(number=NUMBER))


def test_it_comes_to_what_was_charged_step_by_step(shop):
    it = explained(shop)
    assert (it.matches, it.complete, it.differences) == (True, True, [])
    assert (it.total.amount, it.charged.amount) == ("21.10", "21.10")
    (line,) = it.lines
    assert (line.total.amount, line.discount.amount, line.paid.amount, line.tax_included.amount) == (
        "18.00", "1.80", "16.20", "2.59",
    )
    (spring,) = it.promotions
    assert (spring.applied, spring.code, spring.amount.amount) == (True, "SPRING", "1.80")
    assert [(share.sku, share.amount.amount) for share in spring.shares] == [(MUG, "1.80")]
    assert (it.shipping_price.amount, it.shipping_free_from.amount, it.shipping_tax.amount) == ("4.90", "60.00", "0.78")
    assert (it.tax_place, it.tax_ppm, it.rounding, it.day) == ("DE", 190_000, "half-up-per-line", date(2026, 5, 31))


def test_what_changes_afterwards_changes_nothing(shop):
    before = explained(shop)
    do(shop, RepriceVariant(product_id=ProductId(product("mug")), sku=MUG, price=eur(9900)))
    do(shop, ChangeCoupon(code="SPRING", name="x", terms=Terms(AmountOff({"EUR": 1})), limits=Limits()))
    do(shop, WithdrawCoupon(code="SPRING", reason="over"))
    assert explained(shop) == before


@pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
def test_a_code_that_took_nothing_off_says_why():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, CreateCoupon(code="SPRING", name="Spring", terms=structs.replace(TENTH, minimum={"EUR": 5000})))
    shop.happened({CART: [SPRING]})
    seen = _quote(shop)
    do(shop, BuyCart(order=structs.replace(PLACE, quote=seen), token="timeout"))
    it = explained(shop)
    assert (it.matches, it.charged, it.discount.amount) == (True, None, "0.00")
    assert [(p.applied, p.why_not) for p in it.promotions] == [(False, "It is for goods worth EUR 50.00 or more.")]


def _quote(shop):
    from store.application.processes.cart_views import GetCart

    return shop.ask(GetCart(cart_id=CART, country="DE", shipping_method="standard")).quote


def _with(event, path, value):
    """*event* with something else at *path* of what it was reckoned from."""
    reckoned = structs.asdict(event)["reckoned"]
    inner = reckoned
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return structs.replace(event, reckoned=reckoned)


TAMPERED = {
    "a promotion's percentage": partial(_with, path=["deals", 0, "terms", "effect", "ppm"], value=200_000),
    "its last day": partial(_with, path=["deals", 0, "terms", "last_day"], value="2026-05-30"),
    "the day": partial(_with, path=["day"], value="2027-05-30"),
    "the price of delivery": partial(_with, path=["carriage", "price", "minor"], value=390),
    "what nobody can read": partial(_with, path=["deals", 0, "terms", "effect", "kind"], value="gift"),
    "a line's price": lambda e: structs.replace(e, lines=(structs.replace(e.lines[0], unit_price=eur(800)),)),
    "a line's discount": lambda e: structs.replace(e, lines=(structs.replace(e.lines[0], discount=eur(170)),)),
    "a line's tax": lambda e: structs.replace(e, lines=(structs.replace(e.lines[0], tax_included=eur(258)),)),
    "the rate": lambda e: structs.replace(e, totals=structs.replace(e.totals, tax_ppm=200_000)),
    "the total": lambda e: structs.replace(e, totals=structs.replace(e.totals, total=eur(2111))),
    "the rounding": lambda e: structs.replace(e, totals=structs.replace(e.totals, rounding="by feeling")),
    "the discounts": lambda e: structs.replace(e, totals=structs.replace(e.totals, discounts=())),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whoever_tampers_with_one_input_is_told_of(shop, what):
    forged = TAMPERED[what](placed(shop))
    elsewhere = given_facts({
        stream: [forged if isinstance(event, OrderPlaced) else event for event in events]
        for stream, events in shop.streams().items()
    })
    it = explained(elsewhere)
    assert not it.matches, what
    assert it.differences


def test_that_something_else_was_asked_for_is_told_though_the_order_holds(shop):
    it = explained(given_facts({
        stream: [
            structs.replace(event, amount=eur(2109)) if isinstance(event, PaymentRequested) else event
            for event in events
        ] for stream, events in shop.streams().items()
    }))
    assert (it.matches, it.total, it.recorded_total.amount) == (False, it.recorded_total, "21.10")
    assert it.differences == ["What was asked for was EUR 21.09, and is EUR 21.10 when reckoned again."]


def test_orders_from_before_are_explained_as_far_as_they_say(shop):
    old = structs.replace(
        placed(shop), reckoned=None, coupon=None,
        lines=(structs.replace(placed(shop).lines[0], discount=None, tax_included=eur(287)),),
        totals=structs.replace(placed(shop).totals, discounts=(), total=eur(2290), tax_included=eur(365)),
    )
    facts = {
        stream: [old if isinstance(event, OrderPlaced) else event for event in events]
        for stream, events in shop.streams().items() if old.payment_id != stream
    }
    it = explained(given_facts(facts))
    assert (it.matches, it.complete, it.promotions) == (True, False, [])


def test_of_an_order_that_is_not_there_nothing_is_explained(shop):
    with pytest.raises(NoSuchOrder):
        shop.ask(ExplainPrice(number=OrderNumber("GHOST-00001")))


STORED = {
    "currency": "EUR", "day": "2026-05-31", "traits": {"A": {"slug": "a", "brand": "Kiln", "categories": ["c"]}},
    "carriage": {"price": {"minor": 490, "currency": "EUR"}, "free_from": {"minor": 6000, "currency": "EUR"}},
    "stacking": {"order": "stacked"},
    "deals": [
        {"id": "1", "name": "p", "terms": {"effect": {"kind": "percent", "ppm": 100_000}, "priority": 1}},
        {"id": "2", "name": "a", "code": "A", "terms": {"effect": {"kind": "amount", "amounts": {"EUR": 100}}}},
        {"id": "3", "name": "s", "terms": {"effect": {"kind": "free-shipping"}, "floor": 1}},
        {"id": "4", "name": "g", "terms": {"effect": {"kind": "buy-get", "buy": 1, "get": 1, "ppm": 500_000},
                                          "chosen": {"brands": ["Kiln"]}}},
        {"id": "5", "name": "t", "terms": {"effect": {"kind": "tiers", "steps": [{"pieces": 2, "ppm": 50_000}]},
                                          "chosen": {"products": ["B"]}}},
        {"id": "6", "name": "b", "terms": {"effect": {"kind": "bundle", "skus": ["C", "D"], "ppm": 100_000}}},
        {"id": "7", "name": "x", "barred": "used up", "terms": {
            "effect": {"kind": "percent", "ppm": 1}, "minimum": {"EUR": 1}, "first_day": "2026-01-01",
            "last_day": "2026-12-31", "alone": True}},
    ],
}
"""Written once and kept: what orders have as ``reckoned`` must be read, and come to the same, for ever."""


@pytest.mark.requirement("R11.2")
def test_what_was_recorded_once_comes_to_the_same_for_ever():
    quote = reckon(
        goods(("A", 2, 1000), ("B", 2, 300), ("C", 1, 500), ("D", 1, 700)), GERMANY, convert(STORED, Circumstances),
    )
    assert {it.deal.id: it.off for it in quote.reductions.made} == {
        "4": 500, "5": 30, "6": 120, "1": 315, "2": 100, "3": 490,
    }
    assert {it.deal.id: str(it.why) for it in quote.reductions.refused} == {"7": "used up"}
    assert quote.total == eur(3800 - 650 - 315 - 100)
