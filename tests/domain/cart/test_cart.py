"""What may lie in a cart, and how it becomes an order."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest

from store.domain.cart.cart import MOST_LINES, MOST_PIECES, MOST_UNDONE, Cart, CartLine
from store.domain.cart.errors import (
    CartClosed,
    CartEmpty,
    CartFull,
    CartMovedOn,
    NotInCart,
    OtherCurrency,
    QuantityOutOfRange,
)
from store.domain.cart.events import CartCheckedOut, CartMerged, CartOpened, CartReopened, LinePut, LineRemoved
from store.domain.shared.ids import AccountId, CartId, OrderNumber, Sku
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


ANN, BEN = AccountId(UUID(int=11)), AccountId(UUID(int=12))
OTHER = CartId(UUID(int=2))
ANNS = CartOpened(at=NOON, cart_id=ID, currency="EUR", account_id=ANN)
joins = pytest.mark.story("US-3.1", "a guest's cart joins the account's")


@pytest.mark.requirement("R10.1")
@pytest.mark.story("US-3.1", "the cart persists")
def test_a_cart_of_an_account_is_for_nobody_else():
    given(Cart, ID).when(Cart.open, "EUR", ANN, at=NOON).then(ANNS)
    theirs, guests = Cart.replay(ID, [ANNS]), Cart.replay(ID, [OPENED])
    assert [theirs.is_for(who) for who in (ANN, BEN, None)] == [True, False, False]
    assert [guests.is_for(who) for who in (ANN, BEN, None)] == [True, True, True]


@joins
@refuses_nonsense
@pytest.mark.parametrize(("lay_there", "there_are", "comes_to", "left_out"), [
    (3, 10, 5, 0), (3, 4, 4, 1), (3, 1, None, 3), (3, 0, None, 3), (MOST_PIECES, 5000, MOST_PIECES, 2),
])
def test_what_lay_in_another_cart_adds_up_as_far_as_there_is_enough(lay_there, there_are, comes_to, left_out):
    cart = Cart.replay(ID, [OPENED, TWO_MUGS])
    found = cart.take_in({MUG: CartLine(lay_there, TEN)}, {MUG: there_are}, at=NOON)
    assert found == ({MUG: left_out} if left_out else {})
    put = LinePut(at=NOON, cart_id=ID, sku=MUG, quantity=comes_to or 0, price=TEN)
    assert cart.fresh == ((put,) if comes_to else ()), "what is here already is never lowered"


@joins
def test_what_is_no_longer_sold_or_costs_other_money_or_finds_no_room_stays_out():
    lines = [LinePut(at=NOON, cart_id=ID, sku=Sku(f"thing-{n}"), quantity=1, price=NINE) for n in range(MOST_LINES)]
    full, cart = Cart.replay(ID, [OPENED, *lines]), Cart.replay(ID, [OPENED])
    assert full.take_in({HAT: CartLine(2, NINE)}, {HAT: 9}, at=NOON) == {HAT: 2}
    assert cart.take_in({HAT: CartLine(2, NINE)}, {}, at=NOON) == {HAT: 2}
    assert cart.take_in({HAT: CartLine(2, Money(9, "JPY"))}, {HAT: 9}, at=NOON) == {HAT: 2}
    assert full.fresh == cart.fresh == ()


@joins
@pytest.mark.parametrize("act", [
    partial(Cart.add, sku=MUG, quantity=1, price=NINE, at=NOON), partial(Cart.remove, sku=MUG, at=NOON),
    partial(Cart.check_out, number=NUMBER, at=NOON), partial(Cart.merge_into, other=OTHER, at=NOON),
], ids=["add", "remove", "buy", "merge again"])
def test_a_cart_is_merged_once_and_closed_by_it(act):
    gone = CartMerged(at=NOON, cart_id=ID, into=OTHER)
    filled.when(Cart.merge_into, OTHER, at=NOON).then(gone)
    given(Cart, ID, OPENED, TWO_MUGS, gone).when(act).then_raises(CartMovedOn)
    assert not Cart.replay(ID, [OPENED, TWO_MUGS, gone]).is_open


def test_what_became_an_order_is_not_merged():
    bought.when(Cart.merge_into, OTHER, at=NOON).then_raises(CartClosed)


@removes
def test_a_removal_can_be_taken_back_and_everything_lies_where_it_lay():
    hat = LinePut(at=NOON, cart_id=ID, sku=HAT, quantity=1, price=TEN)
    given(Cart, ID, OPENED, TWO_MUGS, hat, NO_MUGS).when(Cart.restore, MUG, at=NOON).then(TWO_MUGS)
    assert list(Cart.replay(ID, [OPENED, TWO_MUGS, hat, NO_MUGS, TWO_MUGS]).lines) == [MUG, HAT]


@removes
def test_only_a_removal_that_is_not_long_past_is_taken_back():
    given(Cart, ID, OPENED, TWO_MUGS).when(Cart.restore, HAT, at=NOON).then_raises(NotInCart, sku=HAT)
    filled.when(Cart.restore, MUG, at=NOON).then_nothing()
    taken = [
        fact for n in range(MOST_UNDONE) for sku in [Sku(f"thing-{n}")]
        for fact in (LinePut(at=NOON, cart_id=ID, sku=sku, quantity=1, price=NINE),
                     LineRemoved(at=NOON, cart_id=ID, sku=sku))
    ]
    given(Cart, ID, OPENED, TWO_MUGS, NO_MUGS, *taken).when(Cart.restore, MUG, at=NOON).then_raises(NotInCart, sku=MUG)
