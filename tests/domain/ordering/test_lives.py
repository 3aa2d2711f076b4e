"""Random lives of an order that is sent in parts: placed, paid, packed, sent, cancelled, delivered, undone."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from store.domain.ordering.cancelling import Leave
from store.domain.ordering.events import Canceller, OrderCancelled, OrderShipped, ParcelSent, PiecesCancelled
from store.domain.ordering.life import LIFE, PART_LIFE, PartStage, Stage, whole
from store.domain.ordering.order import Order
from store.domain.shared.ids import ParcelId
from store.domain.shared.money import Money
from tests.domain.ordering.test_order import ID, NOON, confirm, ship
from tests.domain.ordering.test_parts import HAT, MUG, POT, THREE
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.requirement("R4.1"),
    pytest.mark.story("US-4.3", "mark an order as processing or delivered"),
]

BOUGHT = {line.sku: line.quantity for line in THREE.lines}
some = st.dictionaries(st.sampled_from([MUG, HAT, POT]), st.integers(0, 3), max_size=3)
which = st.integers(0, 2)
_MOVES = {(a, b) for a, steps in PART_LIFE.items() for to in steps.values() for b in to}


class LifeMachine(AggregateMachine):
    it: Order

    def __init__(self):
        super().__init__()
        self.it = Order(ID)
        self.number = 0

    def attempt(self, behaviour, *args, **kwargs):
        """Parts and the order go from one stage to another as the tables say, and no other way."""
        stage, parts = self.it.stage, {part.id: part.stage for part in self.it.parts}
        done = super().attempt(behaviour, *args, **kwargs)
        for part in self.it.parts:
            before = parts.get(part.id, part.stage)
            assert part.stage is before or (before, part.stage) in _MOVES, (before, part.stage)
        if done and hasattr(self.history[-1], "stands"):
            assert self.it.stage is (self.history[-1].stands or stage)
        if done and self.it.stage is Stage.CANCELLED:
            assert any(Stage.CANCELLED in to for to in LIFE[stage].values())
        return done

    @initialize()
    def place(self):
        self.it.place(
            THREE.number, cart_id=THREE.cart_id, payment_id=THREE.payment_id, email=THREE.email, address=THREE.address,
            shipping_method="standard", payment_method="sandbox", lines=THREE.lines, totals=THREE.totals, at=NOON,
        )
        self.history += self.it.fresh
        self.it.stored()

    @rule()
    def pay(self):
        self.attempt(confirm)

    @rule(part=which)
    def process(self, part):
        self.attempt(Order.process, self.it.parts[part].id, at=NOON)

    @rule(part=which)
    def put_back(self, part):
        self.attempt(Order.put_back, self.it.parts[part].id, at=NOON)

    @rule(part=which, pieces=st.none() | some)
    def send(self, part, pieces):
        self.number += 1
        self.attempt(Order.send, self.it.parts[part].id, ParcelId(UUID(int=self.number)), "Post", str(self.number),
                     at=NOON, pieces=pieces)

    @rule()
    def ship_all(self):
        self.attempt(ship)

    @rule(pieces=some)
    def cancel_pieces(self, pieces):
        self.attempt(Order.call_off_pieces, pieces, Canceller.STAFF, "x", at=NOON, leave=Leave(timedelta(1)))

    @rule()
    def cancel(self):
        self.attempt(Order.call_off, Canceller.STAFF, "x", at=NOON, leave=Leave(timedelta(1)))

    @rule(parcel=st.integers(0, 9), there=st.booleans())
    def deliver(self, parcel, there):
        parcels = [(part.id, it.id) for part in self.it.parts for it in part.parcels]
        if parcels:
            step = Order.deliver if there else Order.take_back
            self.attempt(step, *parcels[parcel % len(parcels)], at=NOON)

    @invariant()
    def every_piece_is_left_cancelled_or_in_one_parcel(self):
        for part in self.it.parts:
            for sku, bought in part.bought.items():
                counts = part.left.get(sku, 0), part.cancelled.get(sku, 0), part.sent.get(sku, 0)
                assert sum(counts) == bought
                assert min(counts) >= 0
        assert not self.it.parts or {
            sku: sum(part.bought.get(sku, 0) for part in self.it.parts) for sku in BOUGHT
        } == BOUGHT

    @invariant()
    def what_was_sent_is_what_facts_say_was_sent(self):
        said = sum(sum(fact.pieces.values()) for fact in self.facts(ParcelSent))
        known = sum(sum(parcel.pieces.values()) for parcel in self.it.parcels)
        assert known == said or (self.facts(OrderShipped) and known > said)

    @invariant()
    def nothing_is_sent_of_what_was_called_off_as_a_whole(self):
        if self.facts(OrderCancelled):
            assert not self.it.parcels
            assert self.it.stage is Stage.CANCELLED

    @invariant()
    def a_paid_order_stands_as_its_parts_do(self):
        if self.it.stage not in {Stage.BLANK, Stage.AWAITING_PAYMENT}:
            assert self.it.stage is whole([part.stage for part in self.it.parts])

    @invariant()
    def what_is_owed_back_is_for_pieces_that_are_cancelled_and_never_more_than_was_paid(self):
        owed = Money.total((share.total for share in self.it.shares), "EUR").minor
        gone = [fact for fact in self.history if isinstance(fact, OrderCancelled | PiecesCancelled)]
        assert len(self.it.shares) == len(gone)
        assert 0 <= owed <= THREE.totals.total.minor
        if all(part.stage is PartStage.CANCELLED for part in self.it.parts) and self.it.parts:
            assert owed == THREE.totals.total.minor


TestLife = LifeMachine.TestCase
TestLife.settings = QUICK
