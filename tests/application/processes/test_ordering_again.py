"""Ordering again: what is still sold goes into the cart; what is gone, dearer or sold out is said."""

from uuid import UUID

import pytest
from msgspec import structs

from store.application.cart.messages import OpenCart, RemoveLine
from store.application.catalogue.messages import RepriceVariant, WithdrawProduct
from store.application.inventory.messages import CountStock
from store.application.processes.ordering_again import OrderAgain, QuoteAgain, Still
from store.domain.cart.errors import CartClosed
from store.domain.cart.events import CartOpened
from store.domain.ordering.errors import NoSuchOrder
from store.domain.payments.errors import CardDeclined
from store.domain.shared.errors import NoSuch
from store.domain.shared.ids import AccountId, CartId, OrderNumber, order_of
from store.domain.shared.money import Money
from tests.application.processes.examples import (
    CART,
    HAT,
    MUG,
    NUMBER,
    ONE_HAT,
    OPENED,
    TWO_MUGS,
    buy,
    product,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "order the same again")]
NEW = CartId(UUID(int=950))
AGAIN = OrderAgain(number=NUMBER, cart_id=NEW)


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    shop.shop.bus().do(buy("success"), SOMEBODY)
    return shop


def quoted(shop):
    return {line.sku: (line.state, line.pieces) for line in shop.ask(QuoteAgain(number=NUMBER, currency="EUR")).lines}


def put(shop):
    shop.shop.bus().do(OpenCart(cart_id=NEW, currency="EUR"), SOMEBODY)
    shop.shop.bus().do(AGAIN, SOMEBODY)
    return [(fact.sku, fact.quantity, fact.price.minor) for fact in shop.streams()[NEW][1:]]


def test_what_is_still_there_goes_into_a_cart_at_the_price_of_today(shop):
    shop.shop.bus().do(CountStock(sku=HAT, on_hand=3, reason="found"), SOMEBODY)
    assert quoted(shop) == {MUG: (Still.SAME, 2), HAT: (Still.SAME, 1)}
    assert shop.ask(QuoteAgain(number=NUMBER, currency="EUR")).all_there
    assert sorted(put(shop)) == [(HAT, 1, 2500), (MUG, 2, 900)]


@pytest.mark.parametrize(("price", "state"), [(1000, Still.DEARER), (800, Still.CHEAPER)])
def test_what_costs_something_else_is_said(shop, price, state):
    reprice = RepriceVariant(product_id=product("mug"), sku=MUG, price=Money(price, "EUR"))
    shop.shop.bus().do(reprice, SOMEBODY)
    assert quoted(shop)[MUG] == (state, 2)
    assert (MUG, 2, price) in put(shop)


def test_what_is_sold_out_is_left_out_and_of_what_is_few_as_many_as_there_are(shop):
    shop.shop.bus().do(CountStock(sku=MUG, on_hand=3, reason="broken"), SOMEBODY)
    assert quoted(shop) == {MUG: (Still.SAME, 1), HAT: (Still.SOLD_OUT, 0)}
    assert put(shop) == [(MUG, 1, 900)]


def test_what_is_no_longer_sold_is_said_by_the_name_it_had(shop):
    shop.shop.bus().do(WithdrawProduct(product_id=product("mug"), reason="x"), SOMEBODY)
    view = shop.ask(QuoteAgain(number=NUMBER, currency="EUR"))
    [mug] = [line for line in view.lines if line.sku == MUG]
    assert (mug.name, mug.state, mug.price) == ("mug", Still.GONE, None)
    assert not view.something
    assert put(shop) == []


@pytest.mark.requirement("R12.3")
def test_what_was_paid_for_in_another_currency_is_never_said_to_cost_the_same(shop):
    was = shop.streams()[order_of(NUMBER)][0]
    abroad = OrderNumber("AAAAA-ABROAD")
    lines = tuple(structs.replace(it, unit_price=Money(it.unit_price.minor, "USD")) for it in was.lines)
    bought = structs.replace(was, order_id=order_of(abroad), number=abroad, lines=lines)
    shop.happened({bought.order_id: [bought]})
    shop.shop.bus().do(CountStock(sku=HAT, on_hand=3, reason="found"), SOMEBODY)
    view = shop.ask(QuoteAgain(number=abroad, currency="EUR"))
    assert {line.state for line in view.lines} == {Still.OTHER_CURRENCY}
    assert [(line.price.currency, line.price_then.currency) for line in view.lines] == [("EUR", "USD")] * 2
    assert (view.something, view.all_there) == (True, False)


def test_goods_in_another_currency_are_gone(shop):
    assert {state for state, _ in (
        (line.state, 0) for line in shop.ask(QuoteAgain(number=NUMBER, currency="USD")).lines
    )} == {Still.GONE}


def test_there_must_be_an_order_and_an_open_cart(shop):
    nobody = OrderNumber("ZZZZZ-ZZZZZ")
    shop.when(OrderAgain(number=nobody, cart_id=NEW)).then_raises(NoSuchOrder)
    with pytest.raises(NoSuchOrder):
        shop.ask(QuoteAgain(number=nobody, currency="EUR"))
    shop.when(OrderAgain(number=NUMBER, cart_id=CART)).then_raises(CartClosed)
    shop.when(AGAIN).then_raises(NoSuch)
    shop.happened({NEW: [CartOpened(at=NOON, cart_id=NEW, currency="EUR", account_id=AccountId(UUID(int=951)))]})
    shop.when(AGAIN).then_raises(NoSuch)


@pytest.mark.requirement("R3.4")
def test_what_nobody_paid_for_goes_into_the_cart_that_was_begun_meanwhile():
    """At the bank somebody began another cart; where they didn't, the goods lie in the one they had."""
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    with pytest.raises(CardDeclined):
        shop.shop.bus().do(buy("decline"), SOMEBODY)
    assert put(shop) == [(MUG, 2, 900), (HAT, 1, 2500)]
    before = len(shop.streams()[CART])
    into_the_old = structs.replace(AGAIN, cart_id=CART)
    shop.when(into_the_old).then_nothing()
    shop.shop.bus().do(RemoveLine(cart_id=CART, sku=HAT), SOMEBODY)
    shop.shop.bus().do(into_the_old, SOMEBODY)
    assert [fact.sku for fact in shop.streams()[CART][before:]] == [HAT, HAT], "what was taken out comes back"
