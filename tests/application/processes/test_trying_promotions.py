"""A draft promotion is tried on what was sold and on what lies in carts, and nothing follows from it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from store.application.inventory.messages import TellCost
from store.application.pricing.messages import CreateCoupon
from store.application.pricing.promotions import BeginPromotion
from store.application.pricing.segments import NameSegment
from store.application.pricing.trying import TryPromotion
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.placing_an_order import BuyCart
from store.application.shared.errors import BadValue
from store.domain.cart.events import CartOpened, LinePut
from store.domain.ordering.events import Canceller
from store.domain.pricing.audience import Audience, Channel
from store.domain.pricing.errors import TermsUnsound
from store.domain.pricing.segment_events import OrdersFrom
from store.domain.pricing.terms import Chosen, FreeShipping, PercentOff, Terms
from store.domain.shared.ids import AccountId, CartId
from store.domain.shared.money import Money
from store.entrypoints.wiring.trying import memory_trying
from tests.application.processes.examples import CART, HAT, MUG, NUMBER, OPENED, PLACE, TWO_MUGS, shop_selling
from tests.application.processes.test_redeeming_coupons import SPRING, do
from tests.harness.processes import NOON

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.requirement("R3.2"),
    pytest.mark.story("US-3.3", "a promotion is tried on past orders"),
]
HALF, OTHER = Terms(PercentOff(500_000)), CartId(UUID(int=911))


@pytest.fixture
def shop():
    return shop_selling().happened({CART: [OPENED, TWO_MUGS]})


def bought(shop):
    do(shop, BuyCart(order=PLACE, token="success"))


def cost(shop, sku, minor):
    do(shop, TellCost(sku=sku, cost=None if minor is None else Money(minor, "EUR")))


def tried(shop, terms=HALF, days=30):
    return shop.ask(TryPromotion(terms=terms, days=days))


def fills(shop, id=OTHER, sku=HAT, price=2500):
    line = LinePut(at=NOON, cart_id=id, sku=sku, quantity=1, price=Money(price, "EUR"))
    shop.happened({id: [CartOpened(at=NOON, cart_id=id, currency="EUR"), line]})


def test_orders_are_reckoned_as_they_were_placed_and_nothing_follows(shop):
    bought(shop)
    before = shop.streams()
    (sums,) = tried(shop).orders.sums
    assert (sums.sales, sums.cheaper, sums.pieces) == (1, 1, 2)
    assert (sums.paid.amount, sums.would_pay.amount, sums.given.amount) == ("22.90", "13.90", "9.00")
    assert (sums.tax_given.amount, sums.known, sums.margin) == ("1.43", 0, None)
    assert shop.streams() == before
    assert tried(shop).carts.sums == [], "a cart that became an order is no open one"


def test_the_draft_joins_the_deals_that_were_there_not_those_that_are(shop):
    do(shop, BeginPromotion(promotion_id=UUID(int=1), name="x", terms=Terms(PercentOff(200_000), priority=1)))
    bought(shop)
    do(shop, BeginPromotion(promotion_id=UUID(int=2), name="y", terms=Terms(PercentOff(900_000), priority=0)))
    (sums,) = tried(shop, Terms(FreeShipping())).orders.sums
    assert (sums.paid.amount, sums.would_pay.amount) == ("19.30", "14.40")
    assert tried(shop).orders.sums[0].cheaper == 0, "what was reduced once stays as it was"


def test_goods_of_orders_without_recorded_traits_are_known_by_those_of_today(shop):
    bought(shop)
    assert tried(shop, Terms(PercentOff(500_000), Chosen(brands=("Kiln",)))).orders.sums[0].cheaper == 1
    assert tried(shop, Terms(PercentOff(500_000), Chosen(brands=("Loom",)))).orders.sums[0].cheaper == 0


def test_an_order_is_judged_by_the_cost_of_its_day(shop):
    cost(shop, MUG, 400)
    shop.clock.advance(timedelta(hours=1))
    bought(shop)
    shop.clock.advance(timedelta(hours=1))
    cost(shop, MUG, 1)
    (sums,) = tried(shop).orders.sums
    assert (sums.known, sums.margin.amount, sums.would_margin.amount) == (2, "7.13", "-0.44")
    (case,) = tried(shop).orders.below_cost
    assert (case.order, case.sku, case.quantity, case.new) == (NUMBER, MUG, 2, True)
    assert (case.paid.amount, case.cost.amount) == ("3.78", "4.00")


@pytest.mark.parametrize("told", [None, "later"])
def test_where_the_cost_was_not_known_then_no_margin_is_said(shop, told):
    cost(shop, MUG, 400)
    cost(shop, MUG, None)
    shop.clock.advance(timedelta(hours=1))
    bought(shop)
    if told:
        shop.clock.advance(timedelta(hours=1))
        cost(shop, MUG, 400)
    assert tried(shop).orders.sums[0].known == 0


def test_cancelled_orders_and_older_ones_do_not_count(shop):
    bought(shop)
    shop.clock.advance(timedelta(days=8))
    assert tried(shop, days=7).orders.sums == []
    assert tried(shop, days=9).orders.sums[0].sales == 1
    do(shop, CancelOrder(call_off=CallOff(number=NUMBER, reason="no", by=Canceller.STAFF)))
    assert tried(shop, days=9).orders.sums == []


def test_open_carts_are_priced_as_of_now_with_their_code(shop):
    do(shop, CreateCoupon(code="SPRING", name="Spring", terms=Terms(PercentOff(100_000), priority=1)))
    shop.happened({CART: [SPRING]})
    fills(shop)
    cost(shop, HAT, 2000)
    found = tried(shop).carts
    (sums,) = found.sums
    assert (sums.sales, sums.pieces, sums.cheaper) == (2, 3, 1)
    assert (sums.paid.amount, sums.would_pay.amount) == ("41.20", "28.70")
    (case,) = found.below_cost
    assert (case.order, case.cart, case.sku) == (None, OTHER, HAT)


def test_only_so_many_are_looked_at_and_it_is_said_that_there_were_more(shop):
    it = shop.shop
    one = replace(memory_trying(
        it.log(), it.codec(), it.offers(), it.prices(), it.coupons().shown, it.journal(), it.async_journal(),
        it.known_buyers(), shop.clock,
    ), most_orders=1, most_carts=1)
    bought(shop)
    found = asyncio.run(one.try_out(TryPromotion(terms=HALF)))
    assert (found.orders.more, found.carts.more) == (False, False)
    fills(shop)
    do(shop, BuyCart(order=structs.replace(PLACE, cart_id=OTHER), token="success"))
    fills(shop, CartId(UUID(int=912)))
    fills(shop, CartId(UUID(int=913)))
    found = asyncio.run(one.try_out(TryPromotion(terms=HALF)))
    assert (found.orders.more, found.orders.sums[0].pieces) == (True, 1)
    assert (found.carts.more, found.carts.sums[0].sales) == (True, 1)


def test_what_makes_no_sense_is_refused(shop):
    with pytest.raises(TermsUnsound):
        tried(shop, Terms(PercentOff(0)))
    for days in (0, 366):
        with pytest.raises(BadValue):
            tried(shop, days=days)


def test_a_draft_for_some_looks_at_who_bought_then_and_where(shop):
    """Of Ann's two orders one was her first; both are through the API, and she has ordered twice by now."""
    ann = AccountId(UUID(int=701))
    mine = structs.replace(PLACE, account_id=ann, channel=Channel.API)
    do(shop, BuyCart(order=mine, token="success"))
    shop.clock.set(NOON + timedelta(hours=1))
    fills(shop)
    do(shop, BuyCart(order=structs.replace(mine, cart_id=OTHER, email="other@example.org"), token="success"))
    do(shop, NameSegment(segment_id=UUID(int=601), name="Twice", rule=OrdersFrom(2)))
    do(shop, NameSegment(segment_id=UUID(int=602), name="Thrice", rule=OrdersFrom(3)))
    cheaper = {
        audience: tried(shop, structs.replace(HALF, audience=audience)).orders.sums[0].cheaper
        for audience in (
            Audience(first_order=True), Audience(channels=(Channel.API,)), Audience(channels=(Channel.STOREFRONT,)),
            Audience(segments=(str(UUID(int=601)),)), Audience(segments=(str(UUID(int=602)),)),
        )
    }
    assert list(cheaper.values()) == [1, 2, 0, 2, 0]


def test_a_draft_for_some_knows_whose_carts_lie_open(shop):
    fills(shop)
    shop.happened({CartId(UUID(int=913)): [
        CartOpened(at=NOON, cart_id=CartId(UUID(int=913)), currency="EUR", account_id=AccountId(UUID(int=701))),
        LinePut(at=NOON, cart_id=CartId(UUID(int=913)), sku=HAT, quantity=1, price=Money(2500, "EUR")),
    ]})
    first = structs.replace(HALF, audience=Audience(first_order=True))
    assert tried(shop, first).carts.sums[0].cheaper == 3, "guests are taken at their word"
    do(shop, BuyCart(order=structs.replace(PLACE, account_id=AccountId(UUID(int=701))), token="success"))
    assert tried(shop, first).carts.sums[0].cheaper == 1
