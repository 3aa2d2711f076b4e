"""Whatever one tries with an order, in any order."""

import pytest
from hypothesis.stateful import invariant, rule

from store.domain.ordering.events import OrderCancelled, OrderConfirmed, OrderPlaced, OrderShipped
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from tests.domain.ordering.test_order import ID, cancel, confirm, place, ship
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-3.4", "nothing happens by halves"),
]


class OrderMachine(AggregateMachine):
    it: Order

    def __init__(self):
        super().__init__()
        self.it = Order(ID)

    @rule()
    def place(self):
        self.attempt(place)

    @rule()
    def confirm(self):
        self.attempt(confirm)

    @rule()
    def cancel(self):
        self.attempt(cancel)

    @rule()
    def ship(self):
        self.attempt(ship)

    @invariant()
    def each_step_is_taken_at_most_once(self):
        steps = [type(fact) for fact in self.history]
        assert len(set(steps)) == len(steps)

    @invariant()
    def nothing_comes_before_the_placing(self):
        assert not self.history or isinstance(self.history[0], OrderPlaced)

    @invariant()
    def what_is_not_paid_never_ships(self):
        if self.facts(OrderShipped):
            assert self.facts(OrderConfirmed)

    @invariant()
    def what_is_paid_is_never_silently_cancelled(self):
        assert not (self.facts(OrderConfirmed) and self.facts(OrderCancelled))

    @invariant()
    def it_is_cancelled_if_and_only_if_a_fact_says_so(self):
        assert (self.it.stage is Stage.CANCELLED) == bool(self.facts(OrderCancelled))


TestOrder = OrderMachine.TestCase
TestOrder.settings = QUICK
