"""Whatever one tries with a cart, in any order."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from store.domain.cart.cart import MOST_PIECES, Cart
from store.domain.cart.events import CartCheckedOut, CartReopened, LinePut
from store.domain.shared.ids import OrderNumber, Sku
from store.domain.shared.money import Money
from tests.domain.cart.test_cart import ID, NOON
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.1", "update quantities")]

SKUS = st.sampled_from([Sku("mug"), Sku("hat"), Sku("pen")])
QUANTITIES = st.integers(-2, 4) | st.integers(MOST_PIECES - 2, MOST_PIECES + 2)
PRICES = st.builds(Money, st.integers(1, 10**9), st.sampled_from(["EUR", "EUR", "EUR", "JPY"]))


class CartMachine(AggregateMachine):
    it: Cart

    def __init__(self):
        super().__init__()
        self.it = Cart(ID)

    @rule()
    def open(self):
        self.attempt(Cart.open, "EUR", at=NOON)

    @rule(sku=SKUS, quantity=QUANTITIES, price=PRICES)
    def add(self, sku, quantity, price):
        before = self.it.lines[sku].quantity if sku in self.it.lines else 0
        if self.attempt(Cart.add, sku, quantity, price, at=NOON):
            assert self.it.lines[sku].quantity == before + quantity

    @rule(sku=SKUS, quantity=QUANTITIES, price=PRICES)
    def change(self, sku, quantity, price):
        if self.attempt(Cart.change, sku, quantity, price, at=NOON):
            assert self.it.lines[sku].quantity == quantity

    @rule(sku=SKUS)
    def remove(self, sku):
        if self.attempt(Cart.remove, sku, at=NOON):
            assert sku not in self.it.lines

    @rule(after=st.sampled_from([timedelta(0), timedelta(days=1)]))
    def expire(self, after):
        goods = {*self.it.lines, *self.it.aside}
        if self.attempt(Cart.expire, after, at=NOON):
            assert {*self.it.lines, *self.it.aside} == goods

    @rule(number=st.sampled_from([OrderNumber("A"), OrderNumber("B")]))
    def check_out(self, number):
        self.attempt(Cart.check_out, number, at=NOON)

    @precondition(lambda self: self.it.order)
    @rule()
    def reopen(self):
        lines = dict(self.it.lines)
        assert self.attempt(Cart.reopen, at=NOON)
        assert self.it.lines == lines

    @invariant()
    def every_line_holds_a_number_of_pieces_one_may_buy(self):
        assert all(1 <= line.quantity <= MOST_PIECES for line in self.it.lines.values())

    @invariant()
    def all_goods_are_in_the_currency_of_the_cart(self):
        assert {line.price.currency for line in self.it.lines.values()} <= {self.it.currency}

    @invariant()
    def it_is_closed_only_between_buying_and_getting_the_goods_back(self):
        turns = [fact for fact in self.history if isinstance(fact, CartCheckedOut | CartReopened)]
        assert all(a is not b for a, b in zip(map(type, turns), map(type, turns[1:]), strict=False))
        assert bool(self.it.order) == bool(turns and isinstance(turns[-1], CartCheckedOut))

    @invariant()
    def nothing_lies_in_it_that_was_never_put_there(self):
        assert set(self.it.lines) <= {fact.sku for fact in self.facts(LinePut)}


TestCart = CartMachine.TestCase
TestCart.settings = QUICK
