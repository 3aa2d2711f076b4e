"""What waits beside a cart for later."""

import pytest

from store.domain.cart.cart import MOST_LINES, MOST_PIECES, Cart, CartLine
from store.domain.cart.errors import CartClosed, CartFull, NotInCart
from store.domain.cart.events import AsideRemoved, LineBroughtBack, LinePut, LineSetAside
from store.domain.shared.ids import Sku
from tests.domain.cart.test_cart import BOUGHT, HAT, ID, MUG, NINE, NOON, OPENED, TEN, TWO_MUGS
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.1", "goods wait for later")]
WAITING = LineSetAside(at=NOON, cart_id=ID, sku=MUG, quantity=2, price=NINE)
BACK = LineBroughtBack(at=NOON, cart_id=ID, sku=MUG, quantity=2, price=TEN)
GONE = AsideRemoved(at=NOON, cart_id=ID, sku=MUG)

filled, waiting = given(Cart, ID, OPENED, TWO_MUGS), given(Cart, ID, OPENED, TWO_MUGS, WAITING)


def test_a_line_waits_beside_the_cart_and_comes_back_at_the_price_of_then():
    filled.when(Cart.set_aside, MUG, at=NOON).then(WAITING)
    waiting.when(Cart.bring_back, MUG, TEN, at=NOON).then(BACK)
    waiting.when(Cart.drop_aside, MUG, at=NOON).then(GONE)
    cart = Cart.replay(ID, [OPENED, TWO_MUGS, WAITING])
    assert (cart.lines, cart.aside) == ({}, {MUG: CartLine(2, NINE)})


def test_what_waits_and_what_lies_there_add_up_and_never_beyond_the_limit():
    again = LineSetAside(at=NOON, cart_id=ID, sku=MUG, quantity=4, price=NINE)
    given(Cart, ID, OPENED, TWO_MUGS, WAITING, TWO_MUGS).when(Cart.set_aside, MUG, at=NOON).then(again)
    most = LinePut(at=NOON, cart_id=ID, sku=MUG, quantity=MOST_PIECES, price=NINE)
    all_of_them = LineBroughtBack(at=NOON, cart_id=ID, sku=MUG, quantity=MOST_PIECES, price=NINE)
    given(Cart, ID, OPENED, TWO_MUGS, WAITING, most).when(Cart.bring_back, MUG, NINE, at=NOON).then(all_of_them)


def test_only_what_is_there_waits_and_only_what_waits_comes_back():
    filled.when(Cart.set_aside, HAT, at=NOON).then_raises(NotInCart, sku=HAT)
    waiting.when(Cart.bring_back, HAT, NINE, at=NOON).then_raises(NotInCart, sku=HAT)
    waiting.when(Cart.drop_aside, HAT, at=NOON).then_raises(NotInCart, sku=HAT)
    bought = given(Cart, ID, OPENED, TWO_MUGS, WAITING, TWO_MUGS, BOUGHT)
    for act in (Cart.set_aside, Cart.drop_aside):
        bought.when(act, MUG, at=NOON).then_raises(CartClosed)
    bought.when(Cart.bring_back, MUG, NINE, at=NOON).then_raises(CartClosed)


def test_what_waits_is_not_bought_and_waits_beside_the_next_cart():
    hat = CartLine(1, TEN)
    following = Cart.replay(ID, [OPENED, TWO_MUGS])
    following.wait_for({MUG: CartLine(9, NINE), HAT: hat}, at=NOON)
    assert following.aside == {HAT: hat}, "what lies in it already stays as it is"
    following.wait_for({HAT: CartLine(7, NINE)}, at=NOON)
    assert following.aside == {HAT: hat}


def test_a_bounded_number_of_things_waits():
    many = [LineSetAside(at=NOON, cart_id=ID, sku=Sku(f"thing-{n}"), quantity=1, price=NINE) for n in range(MOST_LINES)]
    given(Cart, ID, OPENED, TWO_MUGS, *many).when(Cart.set_aside, MUG, at=NOON).then_raises(CartFull, most=MOST_LINES)
    full = Cart.replay(ID, [OPENED, *many])
    full.wait_for({MUG: CartLine(1, NINE)}, at=NOON)
    assert MUG not in full.aside
