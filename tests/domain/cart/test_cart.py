"""What may lie in a cart, and how it becomes an order."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest

from store.domain.cart.cart import MOST_LINES, MOST_PIECES, Cart
from store.domain.cart.errors import (
    CartClosed,
    CartEmpty,
    CartFull,
    NotInCart,
    OtherCurrency,
    QuantityOutOfRange,
)
from store.domain.cart.events import CartCheckedOut, CartOpened, CartReopened, LinePut, LineRemoved
from store.domain.shared.ids import CartId, OrderNumber, Sku
from store.domain.shared.money import Money
from tests.harness.scenario import given

ID = CartId(UUID(int=1))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
MUG, HAT = Sku("mug"), Sku("hat")
NINE, TEN = Money(900, "EUR"), Money(1000, "EUR")
NUMBER = OrderNumber("ABCDE-FGHJK")
OPENED = CartOpened(at=NOON, cart_id=ID, currency="EUR")
TWO_MUGS = LinePut(at=NOON, cart_id=ID, sku=MUG, quantity=2, price=NINE)
NO_MUGS = LineRemoved(at=NOON, cart_id=ID, sku=MUG)
BOUGHT = CartCheckedOut(at=NOON, cart_id=ID, number=NUMBER)
BACK = CartReopened(at=NOON, cart_id=ID, number=NUMBER)

empty = given(Cart, ID, OPENED)
filled = given(Cart, ID, OPENED, TWO_MUGS)
bought = given(Cart, ID, OPENED, TWO_MUGS, BOUGHT)

adds = pytest.mark.story("US-3.1", "add products with a quantity")
changes = pytest.mark.story("US-3.1", "update quantities")
removes = pytest.mark.story("US-3.1", "remove items")
recalculates = pytest.mark.story("US-3.2", "recalculate when the cart changes")
refuses_nonsense = pytest.mark.requirement("R3.6")
atomic = pytest.mark.requirement("R3.3")


@adds
def test_a_cart_is_opened_in_one_currency():
    given(Cart, ID).when(Cart.open, "EUR", at=NOON).then(OPENED)


@adds
def test_opening_a_cart_again_is_no_fact():
    empty.when(Cart.open, "EUR", at=NOON).then_nothing()
    empty.when(Cart.open, "JPY", at=NOON).then_nothing()


@adds
def test_goods_are_put_in_at_the_price_they_have_then():
    empty.when(Cart.add, MUG, 2, NINE, at=NOON).then(TWO_MUGS)


@adds
@recalculates
def test_more_of_the_same_goods_join_their_line_at_the_newer_price():
    five = LinePut(at=NOON, cart_id=ID, sku=MUG, quantity=5, price=TEN)
    filled.when(Cart.add, MUG, 3, TEN, at=NOON).then(five)


@changes
def test_a_line_can_be_set_to_a_number():
    seven = LinePut(at=NOON, cart_id=ID, sku=MUG, quantity=7, price=TEN)
    filled.when(Cart.change, MUG, 7, TEN, at=NOON).then(seven)


@changes
def test_the_same_number_again_is_no_fact():
    filled.when(Cart.change, MUG, 2, TEN, at=NOON).then_nothing()


@changes
def test_only_what_is_in_the_cart_can_be_changed():
    filled.when(Cart.change, HAT, 1, NINE, at=NOON).then_raises(NotInCart, sku=HAT)


@removes
def test_goods_can_be_taken_out():
    filled.when(Cart.remove, MUG, at=NOON).then(NO_MUGS)


@removes
def test_only_what_is_in_the_cart_can_be_taken_out():
    filled.when(Cart.remove, HAT, at=NOON).then_raises(NotInCart, sku=HAT)
    given(Cart, ID, OPENED, TWO_MUGS, NO_MUGS).when(Cart.remove, MUG, at=NOON).then_raises(NotInCart)


@adds
@refuses_nonsense
@pytest.mark.parametrize("quantity", [0, -1, -1_000_000_000, MOST_PIECES + 1, 1_000_000_000])
def test_a_quantity_out_of_range_is_refused(quantity):
    refused = partial(dict, error=QuantityOutOfRange, most=MOST_PIECES)
    empty.when(Cart.add, MUG, quantity, NINE, at=NOON).then_raises(**refused())
    filled.when(Cart.add, MUG, quantity, NINE, at=NOON).then_raises(**refused())
    filled.when(Cart.change, MUG, quantity, NINE, at=NOON).then_raises(**refused())


@adds
@refuses_nonsense
def test_many_small_additions_do_not_pass_the_limit_of_a_line():
    nearly = LinePut(at=NOON, cart_id=ID, sku=MUG, quantity=MOST_PIECES - 1, price=NINE)
    full = LinePut(at=NOON, cart_id=ID, sku=MUG, quantity=MOST_PIECES, price=NINE)
    given(Cart, ID, OPENED, nearly).when(Cart.add, MUG, 1, NINE, at=NOON).then(full)
    given(Cart, ID, OPENED, full).when(Cart.add, MUG, 1, NINE, at=NOON).then_raises(QuantityOutOfRange)


@adds
@refuses_nonsense
def test_a_cart_holds_a_bounded_number_of_different_things():
    lines = [
        LinePut(at=NOON, cart_id=ID, sku=Sku(f"thing-{n}"), quantity=1, price=NINE) for n in range(MOST_LINES)
    ]
    full = given(Cart, ID, OPENED, *lines)
    full.when(Cart.add, MUG, 1, NINE, at=NOON).then_raises(CartFull, most=MOST_LINES)
    more = LinePut(at=NOON, cart_id=ID, sku=Sku("thing-0"), quantity=2, price=NINE)
    full.when(Cart.add, Sku("thing-0"), 1, NINE, at=NOON).then(more)


@adds
@pytest.mark.requirement("R12.3")
def test_goods_in_another_currency_need_a_cart_of_their_own():
    empty.when(Cart.add, MUG, 1, Money(900, "JPY"), at=NOON).then_raises(OtherCurrency, currency="EUR")
    filled.when(Cart.change, MUG, 1, Money(900, "JPY"), at=NOON).then_raises(OtherCurrency)


@pytest.mark.story("US-3.4", "nothing happens by halves")
def test_a_cart_with_goods_becomes_an_order():
    filled.when(Cart.check_out, NUMBER, at=NOON).then(BOUGHT)


@pytest.mark.story("US-3.4", "nothing happens by halves")
def test_an_empty_cart_cannot_be_bought():
    empty.when(Cart.check_out, NUMBER, at=NOON).then_raises(CartEmpty)
    given(Cart, ID).when(Cart.check_out, NUMBER, at=NOON).then_raises(CartEmpty)
    given(Cart, ID, OPENED, TWO_MUGS, NO_MUGS).when(Cart.expect_goods).then_raises(CartEmpty)


@atomic
@pytest.mark.story("US-3.4", "nothing happens by halves")
@pytest.mark.parametrize("act", [
    partial(Cart.add, sku=MUG, quantity=1, price=NINE, at=NOON),
    partial(Cart.add, sku=HAT, quantity=1, price=NINE, at=NOON),
    partial(Cart.change, sku=MUG, quantity=1, price=NINE, at=NOON),
    partial(Cart.remove, sku=MUG, at=NOON),
    partial(Cart.check_out, number=OrderNumber("OTHER"), at=NOON),
    Cart.expect_goods,
], ids=["add", "add other", "change", "remove", "buy again", "review"])
def test_a_cart_that_became_an_order_is_closed(act):
    bought.when(act).then_raises(CartClosed, number=NUMBER)


@pytest.mark.story("US-3.5", "handle success and failure")
def test_an_order_that_came_to_nothing_gives_the_goods_back():
    bought.when(Cart.reopen, at=NOON).then(BACK)
    given(Cart, ID, OPENED, TWO_MUGS, BOUGHT, BACK).when(Cart.remove, MUG, at=NOON).then(NO_MUGS)


@pytest.mark.story("US-3.5", "handle success and failure")
def test_reopening_an_open_cart_is_no_fact():
    filled.when(Cart.reopen, at=NOON).then_nothing()
