"""Two processes that remember, over one log, in any order of commands."""

import re
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec import structs

from store.application.cart.messages import AddToCart, ChangeLine, RemoveLine
from store.application.inventory.messages import CountStock, ReceiveStock
from store.application.processes.placing_an_order import PlaceOrder
from store.application.processes.shipping_an_order import ShipOrder
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId
from tests.application.processes.examples import (
    CART,
    HAT,
    HATS,
    MUG,
    MUGS,
    NINE,
    OPENED,
    PLACE,
    TWENTY_FIVE,
    goods,
    shop_selling,
)
from tests.application.shared.one_process import OneProcess
from tests.harness.machine import QUICK

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.requirement("R9.3"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
OTHER = CartId(UUID(int=903))
NUMBER = re.compile(r"AAAAA-[0-9]+")
"""Whoever decides twice draws two numbers."""
CARTS = [CART, OTHER]
SKUS = [MUG, HAT]


class Remembering(RuleBasedStateMachine):
    """Two processes that remember, over one log, say just what one says that remembers nothing."""

    def __init__(self):
        super().__init__()
        self.shops = [
            shop_selling(goods("mug", NINE, 4), goods("hat", TWENTY_FIVE, 2)).happened({
                cart: [structs.replace(OPENED, cart_id=cart)] for cart in CARTS
            }) for _ in range(2)
        ]
        self.remembering = [OneProcess(self.shops[0]), OneProcess(self.shops[0], most=2)]
        self.forgetful = OneProcess(self.shops[1], most=0)
        self.orders = []

    @initialize()
    def begin(self):
        assert self.facts(self.shops[0]) == self.facts(self.shops[1])

    who, carts, skus = st.sampled_from([0, 1]), st.sampled_from(CARTS), st.sampled_from(SKUS)

    @rule(who=who, cart=carts, sku=skus, quantity=st.integers(1, 2))
    def add(self, who, cart, sku, quantity):
        self.both(who, AddToCart(cart_id=cart, sku=sku, quantity=quantity))

    @rule(who=who, cart=carts, sku=skus, quantity=st.integers(1, 3))
    def change(self, who, cart, sku, quantity):
        self.both(who, ChangeLine(cart_id=cart, sku=sku, quantity=quantity))

    @rule(who=who, cart=carts, sku=skus)
    def remove(self, who, cart, sku):
        self.both(who, RemoveLine(cart_id=cart, sku=sku))

    @rule(who=who, sku=skus, quantity=st.integers(1, 2))
    def receive(self, who, sku, quantity):
        self.both(who, ReceiveStock(sku=sku, quantity=quantity))

    @rule(who=who, sku=skus, quantity=st.integers(0, 6))
    def count(self, who, sku, quantity):
        self.both(who, CountStock(sku=sku, on_hand=quantity, reason="counted"))

    @rule(who=who, cart=carts)
    def place(self, who, cart):
        placed = self.both(who, structs.replace(PLACE, cart_id=cart))
        if placed:
            self.orders.append(placed)

    @rule(who=who, pick=st.integers(0, 9))
    def ship(self, who, pick):
        if self.orders:
            numbers = [order.number for order in self.orders[pick % len(self.orders)]]
            self.both(who, *(ShipOrder(number=number, carrier="DHL", tracking="1") for number in numbers))

    @invariant()
    def the_log_is_the_same(self):
        assert self.facts(self.shops[0]) == self.facts(self.shops[1])

    def both(self, who, command, same=None):
        said = [attempt(self.remembering[who], command), attempt(self.forgetful, same or command)]
        remembered, known = (NUMBER.sub("", str(error)) for _, error in said)
        assert remembered == known
        return [outcome for outcome, _ in said] if isinstance(command, PlaceOrder) and not said[0][1] else None

    def facts(self, process):
        found = process.streams()
        return [
            [(type(fact).__name__, getattr(fact, "quantity", None), getattr(fact, "on_hand", None))
             for fact in found.get(stream, ())]
            for stream in (MUGS, HATS, *CARTS)
        ]


def attempt(process, command):
    try:
        return process.do(command), None
    except StoreError as refused:
        return None, refused


TestRemembering = Remembering.TestCase
TestRemembering.settings = QUICK
