"""A cart that nobody touches: what lies in it waits beside it, and nothing is lost."""

from datetime import timedelta

import pytest

from store.domain.cart.cart import Cart, CartLine
from store.domain.cart.events import CartExpired, CodeEntered, LineBroughtBack, LineRemoved
from tests.domain.cart.test_cart import BOUGHT, HAT, ID, MUG, NINE, NOON, OPENED, TEN, TWO_MUGS
from tests.domain.cart.test_waiting_goods import WAITING
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.1", "carts expire")]
KEPT = timedelta(days=60)
THEN = NOON + KEPT
EXPIRED = CartExpired(at=THEN, cart_id=ID)
CODE = CodeEntered(at=NOON, cart_id=ID, code="SPRING")


def test_what_lies_in_a_cart_waits_beside_it_once_nobody_touched_it_for_so_long():
    left = given(Cart, ID, OPENED, TWO_MUGS, CODE)
    left.when(Cart.expire, KEPT, at=THEN - timedelta(seconds=1)).then()
    left.when(Cart.expire, KEPT, at=THEN).then(EXPIRED)
    cart = Cart.replay(ID, [OPENED, TWO_MUGS, CODE, EXPIRED])
    assert (cart.lines, cart.aside, cart.codes, cart.expired_at) == ({}, {MUG: CartLine(2, NINE)}, (), THEN)
    assert cart.is_open


def test_what_waited_before_is_kept():
    waiting = Cart.replay(ID, [OPENED, TWO_MUGS, WAITING])
    waiting.add(HAT, 1, TEN, at=NOON)
    waiting.expire(KEPT, at=THEN)
    assert waiting.aside == {HAT: CartLine(1, TEN), MUG: CartLine(2, NINE)}


def test_it_is_no_fact_where_nothing_lies_or_it_was_bought_or_touched_since():
    taken_out = LineRemoved(at=NOON, cart_id=ID, sku=MUG)
    for facts in ((OPENED,), (OPENED, TWO_MUGS, taken_out), (OPENED, TWO_MUGS, BOUGHT), (OPENED, TWO_MUGS, EXPIRED)):
        given(Cart, ID, *facts).when(Cart.expire, KEPT, at=THEN).then()


def test_what_comes_back_makes_it_a_cart_like_any_other():
    back = LineBroughtBack(at=THEN, cart_id=ID, sku=MUG, quantity=2, price=TEN)
    cart = Cart.replay(ID, [OPENED, TWO_MUGS, EXPIRED, back])
    assert (cart.lines, cart.aside, cart.expired_at) == ({MUG: CartLine(2, TEN)}, {}, None)
