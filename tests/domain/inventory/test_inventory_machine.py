"""Whatever happens to the pieces of one SKU, at any place of the shop, in any order."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.inventory.events import (
    Cause,
    StockAdjusted,
    StockCounted,
    StockOpened,
    StockRanLow,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
    StockTransferred,
)
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import MAIN
from store.domain.shared.ids import OrderId
from tests.domain.inventory.test_inventory import ID, MUG, NOON, OTHER_PRODUCT, PRODUCT
from tests.domain.inventory.test_several_places import LOFT, SHED
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.story("US-2.6", "prevent orders when out of stock"),
]

ORDERS = st.integers(1, 4).map(lambda n: OrderId(UUID(int=n)))
QUANTITIES = st.integers(-1, 12)
PLACES = (MAIN, SHED, LOFT)
ANYWHERE = st.sampled_from(PLACES)
ORDER_OF_PLACES = st.permutations(PLACES).map(tuple) | st.just(())
LOW_AT = 3
"""The number of the shop."""


class InventoryMachine(AggregateMachine):
    it: Inventory

    def __init__(self):
        super().__init__()
        self.it = Inventory(ID)

    @rule(product=st.sampled_from([PRODUCT, OTHER_PRODUCT]))
    def open(self, product):
        if self.attempt(Inventory.open, MUG, product, at=NOON):
            assert self.it.product_id == product

    @rule(quantity=QUANTITIES, place=ANYWHERE)
    def receive(self, quantity, place):
        self.attempt(Inventory.receive, MUG, quantity, at=NOON, location=place)

    @rule(on_hand=QUANTITIES, place=ANYWHERE)
    def count(self, on_hand, place):
        promised = self.it.reserved_at(place)
        done = self.attempt(Inventory.count, MUG, on_hand, reason="a count", at=NOON, low_at=LOW_AT, location=place)
        assert done == (on_hand >= max(promised, 0)), "refused if and only if more is promised from there"

    @rule(change=st.integers(-6, 6), cause=st.sampled_from(Cause), place=ANYWHERE)
    def adjust(self, change, cause, place):
        self.attempt(
            Inventory.adjust, MUG, change, cause=cause, reason="a look", at=NOON, low_at=LOW_AT, location=place
        )

    @rule(quantity=QUANTITIES, origin=ANYWHERE, destination=ANYWHERE)
    def transfer(self, quantity, origin, destination):
        free, in_all = self.it.free_at(origin), (self.it.on_hand, self.it.available)
        done = self.attempt(
            Inventory.transfer, MUG, quantity, origin=origin, destination=destination, reason="room", at=NOON
        )
        assert done == (1 <= quantity <= free and origin != destination)
        assert (self.it.on_hand, self.it.available) == in_all, "what moves is neither more nor fewer"

    @rule(quantity=QUANTITIES, written_off=st.integers(-1, 3), place=ANYWHERE)
    def take_back(self, quantity, written_off, place):
        sold = self.it.sold
        done = self.attempt(
            Inventory.take_back, MUG, quantity, written_off=written_off, reason="did not fit", at=NOON, location=place
        )
        assert done == (1 <= quantity <= sold and 0 <= written_off <= quantity)

    @rule(source=st.sampled_from(["till", "shed"]), sequence=st.integers(1, 5), on_hand=QUANTITIES, place=ANYWHERE)
    def sync(self, source, sequence, on_hand, place):
        last, before = self.it.sources.get(source, 0), self.it.version
        self.attempt(
            Inventory.sync, MUG, source, sequence, on_hand=on_hand, at=NOON, low_at=LOW_AT, location=place
        )
        if self.it.version > before:
            assert sequence > last, "an older message never wins"
            assert (self.it.on_hand_at(place), self.it.sources[source]) == (on_hand, sequence)

    @rule(threshold=st.none() | st.integers(-1, 6), place=st.none() | ANYWHERE)
    def tell_at(self, threshold, place):
        self.attempt(Inventory.tell_at, MUG, threshold, at=NOON, low_at=LOW_AT, location=place)

    @rule(order=ORDERS, quantity=QUANTITIES, by=ORDER_OF_PLACES)
    def reserve(self, order, quantity, by):
        available, free = self.it.available, self.it.free
        done = self.attempt(Inventory.reserve, MUG, order, quantity, at=NOON, low_at=LOW_AT, by=by)
        assert done == (1 <= quantity <= available), "refused if and only if there is not enough"
        if done:
            taken = self.facts(StockReserved)[-1].locations or {MAIN: quantity}
            assert all(0 < pieces <= free[place] for place, pieces in taken.items())
            assert sum(taken.values()) == quantity
            assert len(taken) == 1 or max(free.values()) < quantity, "split only where no place has enough"

    @rule(order=ORDERS)
    def release(self, order):
        assert self.attempt(Inventory.release, MUG, order, at=NOON)
        assert order not in self.it.reservations

    @rule(order=ORDERS)
    def ship(self, order):
        held, on_hand = self.it.reservations.get(order, 0), self.it.on_hand
        there = {place: self.it.on_hand_at(place) for place in PLACES}
        aside = self.it.aside_for(order)
        assert self.attempt(Inventory.ship, MUG, order, at=NOON) == bool(held)
        assert self.it.on_hand == on_hand - held
        assert {place: there[place] - self.it.on_hand_at(place) for place in PLACES} == {
            place: aside.get(place, 0) for place in PLACES
        }, "it leaves from where it was put aside"

    @invariant()
    def no_number_is_ever_negative(self):
        assert self.it.on_hand >= 0
        assert self.it.available >= 0
        assert all(pieces > 0 for pieces in self.it.reservations.values())

    @invariant()
    def no_place_promises_what_is_not_there(self):
        for place in PLACES:
            assert 0 <= self.it.reserved_at(place) <= self.it.on_hand_at(place)
        assert sum(map(self.it.on_hand_at, PLACES)) == self.it.on_hand
        assert sum(map(self.it.reserved_at, PLACES)) == self.it.reserved
        aside = [self.it.aside_for(order) for order in self.it.reservations]
        assert all(sum(each.get(place, 0) for each in aside) == self.it.reserved_at(place) for place in PLACES)

    @invariant()
    def pieces_neither_appear_nor_vanish_at_any_place(self):
        came = dict.fromkeys(PLACES, 0)
        for fact in self.history:
            for place, pieces in _come_and_gone(fact).items():
                came[place] += pieces
        assert came == {place: self.it.on_hand_at(place) for place in PLACES}

    @invariant()
    def it_is_opened_at_most_once(self):
        assert len(self.facts(StockOpened)) <= 1

    @invariant()
    def no_more_is_promised_than_there_is(self):
        assert self.it.reserved <= self.it.on_hand

    @invariant()
    def pieces_neither_appear_nor_vanish(self):
        came = sum(fact.quantity for fact in self.facts(StockReceived))
        found = sum(fact.on_hand - fact.was for fact in self.facts(StockCounted))
        found += sum(fact.change for fact in self.facts(StockAdjusted))
        found += sum(fact.on_hand - fact.was for fact in self.facts(StockSynced))
        found -= sum(fact.written_off for fact in self.facts(StockReturned))
        left = sum(fact.quantity for fact in self.facts(StockShipped))
        back = sum(fact.quantity for fact in self.facts(StockReturned))
        assert came + found == self.it.on_hand + left - back
        assert self.it.sold == left - back >= 0

    @invariant()
    def every_promise_is_open_or_was_kept_or_given_up(self):
        promised = sum(fact.quantity for fact in self.facts(StockReserved))
        ended = sum(fact.quantity for fact in self.facts(StockReleased) + self.facts(StockShipped))
        assert promised == self.it.reserved + ended

    @invariant()
    def it_is_told_once_for_each_time_that_it_became_low(self):
        pasts = [Inventory.replay(ID, self.history[:n]) for n in range(len(self.history) + 1)]
        for place in (None, *PLACES):
            low = [it.is_low(LOW_AT) if place is None else it.is_low_at(place) for it in pasts]
            fell = sum(now and not before for before, now in pairwise(low))
            assert sum(fact.location == place for fact in self.facts(StockRanLow)) == fell


def _come_and_gone(fact):
    """How many more pieces lie at each place after *fact*."""
    match fact:
        case StockReceived(quantity=change, location=place) | StockAdjusted(change=change, location=place):
            return {place: change}
        case StockCounted(on_hand=now, was=was, location=place) | StockSynced(on_hand=now, was=was, location=place):
            return {place: now - was}
        case StockReturned(quantity=quantity, written_off=gone, location=place):
            return {place: quantity - gone}
        case StockTransferred(quantity=quantity, origin=origin, destination=destination):
            return {origin: -quantity, destination: quantity}
        case StockShipped(quantity=quantity, locations=places):
            return {place: -pieces for place, pieces in (places or {MAIN: quantity}).items()}
        case _:
            return {}


TestInventory = InventoryMachine.TestCase
TestInventory.settings = QUICK
