"""Pieces lie at several places: each act is about one of them, and an order is served from where enough is."""

from uuid import UUID

import pytest

from store.domain.inventory.errors import (
    BelowReserved,
    FewerOnHand,
    FewerToMove,
    NotEnoughStock,
    NowhereElse,
    QuantityNotPositive,
)
from store.domain.inventory.events import (
    Cause,
    StockAdjusted,
    StockCounted,
    StockRanLow,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
    StockTransferred,
    ThresholdSet,
)
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import MAIN, LocationCode, allocated
from store.domain.shared.ids import OrderId
from tests.domain.inventory.test_inventory import ID, MUG, NOON
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.requirement("R12.2")]
oversold = pytest.mark.story("US-2.6", "prevent orders when out of stock")
SHED, LOFT = LocationCode("SHED"), LocationCode("LOFT")
ANN, BEN = OrderId(UUID(int=1)), OrderId(UUID(int=2))


def came(quantity, **more):
    return StockReceived(at=NOON, sku=MUG, quantity=quantity, **more)


def aside(order, quantity, **more):
    return StockReserved(at=NOON, sku=MUG, order_id=order, quantity=quantity, **more)


three_here_five_there = given(Inventory, ID, came(3), came(5, location=SHED))


@pytest.mark.parametrize(("quantity", "free", "by", "taken"), [
    (2, {MAIN: 3, SHED: 5}, (MAIN, SHED), {MAIN: 2}),
    (2, {MAIN: 3, SHED: 5}, (SHED, MAIN), {SHED: 2}),
    (4, {MAIN: 3, SHED: 5}, (MAIN, SHED), {SHED: 4}),
    (7, {MAIN: 3, SHED: 5}, (MAIN, SHED), {MAIN: 3, SHED: 4}),
    (7, {MAIN: 3, SHED: 5}, (SHED, MAIN), {SHED: 5, MAIN: 2}),
    (8, {MAIN: 3, LOFT: 0, SHED: 5}, (LOFT, SHED, MAIN), {SHED: 5, MAIN: 3}),
    (2, {SHED: 2, LOFT: 2}, (), {LOFT: 2}),
    (3, {SHED: 2, LOFT: 2}, (SHED,), {SHED: 2, LOFT: 1}),
])
def test_one_place_serves_an_order_if_it_can_and_else_one_after_the_other(quantity, free, by, taken):
    assert allocated(quantity, free, by) == taken


@oversold
def test_what_is_promised_over_all_places_is_never_more_than_there_is():
    three_here_five_there.when(Inventory.reserve, MUG, ANN, 8, at=NOON, by=(SHED, MAIN)).then(
        aside(ANN, 8, locations={SHED: 5, MAIN: 3})
    )
    three_here_five_there.when(Inventory.reserve, MUG, ANN, 9, at=NOON).then_raises(NotEnoughStock, available=8)
    last = given(Inventory, ID, came(1, location=SHED), aside(ANN, 1, locations={SHED: 1}))
    last.when(Inventory.reserve, MUG, BEN, 1, at=NOON).then_raises(NotEnoughStock, available=0)


def test_what_is_all_at_the_first_place_is_said_as_it_always_was():
    given(Inventory, ID, came(3)).when(Inventory.reserve, MUG, ANN, 2, at=NOON, by=(SHED, MAIN)).then(aside(ANN, 2))
    three_here_five_there.when(Inventory.reserve, MUG, ANN, 2, at=NOON, by=(MAIN, SHED)).then(aside(ANN, 2))


def test_an_order_leaves_from_where_it_was_put_aside_whatever_came_meanwhile():
    split = given(
        Inventory, ID, came(3), came(5, location=SHED), aside(ANN, 7, locations={SHED: 5, MAIN: 2}), came(9)
    )
    split.when(Inventory.ship, MUG, ANN, at=NOON).then(
        StockShipped(at=NOON, sku=MUG, order_id=ANN, quantity=7, locations={SHED: 5, MAIN: 2})
    )
    split.when(Inventory.release, MUG, ANN, at=NOON).then(
        StockReleased(at=NOON, sku=MUG, order_id=ANN, quantity=7, locations={SHED: 5, MAIN: 2})
    )


def test_an_order_that_put_aside_before_there_were_places_leaves_from_the_first():
    old = given(Inventory, ID, came(3), aside(ANN, 2), came(5, location=SHED))
    old.when(Inventory.ship, MUG, ANN, at=NOON).then(StockShipped(at=NOON, sku=MUG, order_id=ANN, quantity=2))
    it = Inventory.replay(ID, old.history)
    assert (it.free_at(MAIN), it.free_at(SHED), it.available) == (1, 5, 6)


def test_what_is_put_aside_twice_for_one_order_is_known_place_by_place():
    it = Inventory.replay(ID, [came(3), came(5, location=SHED), aside(ANN, 2), aside(ANN, 4, locations={SHED: 4})])
    assert (it.aside_for(ANN), it.reserved_at(MAIN), it.reserved_at(SHED)) == ({MAIN: 2, SHED: 4}, 2, 4)
    it.ship(MUG, ANN, at=NOON)
    assert (it.by_location, it.reserved_at(MAIN), it.reserved_at(SHED)) == ({MAIN: 1, SHED: 1}, 0, 0)


def test_a_count_is_about_one_place_and_not_below_what_is_promised_from_there():
    past = given(Inventory, ID, came(3), came(5, location=SHED), aside(ANN, 4, locations={SHED: 4}))
    past.when(Inventory.count, MUG, 4, reason="", at=NOON, location=SHED).then(
        StockCounted(at=NOON, sku=MUG, on_hand=4, was=5, reason="", location=SHED)
    )
    past.when(Inventory.count, MUG, 3, reason="", at=NOON, location=SHED).then_raises(BelowReserved, reserved=4)
    past.when(Inventory.count, MUG, 0, reason="", at=NOON).then(
        StockCounted(at=NOON, sku=MUG, on_hand=0, was=3, reason="")
    )
    past.when(Inventory.count, MUG, 2, reason="", at=NOON, location=LOFT).then(
        StockCounted(at=NOON, sku=MUG, on_hand=2, was=0, reason="", location=LOFT)
    )


def test_an_adjustment_and_a_message_are_about_one_place():
    past = three_here_five_there
    lost = {"cause": Cause.LOST, "reason": "", "at": NOON}
    past.when(Inventory.adjust, MUG, -4, **lost, location=SHED).then(
        StockAdjusted(at=NOON, sku=MUG, change=-4, cause=Cause.LOST, reason="", location=SHED)
    )
    past.when(Inventory.adjust, MUG, -4, **lost).then_raises(FewerOnHand, on_hand=3)
    past.when(Inventory.sync, MUG, "till", 1, change=-2, at=NOON, location=SHED).then(StockSynced(
        at=NOON, sku=MUG, source="till", sequence=1, on_hand=3, was=5, change=-2, location=SHED
    ))
    past.when(Inventory.sync, MUG, "till", 1, change=-1, at=NOON, location=LOFT).then_raises(FewerOnHand, on_hand=0)


def test_pieces_that_come_back_lie_where_they_were_put():
    sold = given(
        Inventory, ID, came(2, location=SHED), aside(ANN, 2, locations={SHED: 2}),
        StockShipped(at=NOON, sku=MUG, order_id=ANN, quantity=2, locations={SHED: 2}),
    )
    back = StockReturned(at=NOON, sku=MUG, quantity=2, written_off=1, reason="", location=LOFT)
    sold.when(Inventory.take_back, MUG, 2, written_off=1, reason="", at=NOON, location=LOFT).then(back)
    it = Inventory.replay(ID, [*sold.history, back])
    assert (it.by_location, it.on_hand, it.sold) == ({LOFT: 1}, 1, 0)


def test_pieces_are_moved_unless_somebody_has_a_claim_on_them():
    past = given(Inventory, ID, came(3), came(5, location=SHED), aside(ANN, 4, locations={SHED: 4}))
    moved = StockTransferred(at=NOON, sku=MUG, quantity=1, origin=SHED, destination=LOFT, reason="room")
    to_the_loft = {"destination": LOFT, "reason": "room", "at": NOON}
    past.when(Inventory.transfer, MUG, 1, origin=SHED, **to_the_loft).then(moved)
    past.when(Inventory.transfer, MUG, 2, origin=SHED, **to_the_loft).then_raises(FewerToMove, location=SHED, free=1)
    past.when(Inventory.transfer, MUG, 0, origin=SHED, **to_the_loft).then_raises(QuantityNotPositive)
    past.when(Inventory.transfer, MUG, 1, origin=LOFT, **to_the_loft).then_raises(NowhereElse)
    it = Inventory.replay(ID, [*past.history, moved])
    assert (it.by_location, it.on_hand, it.available) == ({MAIN: 3, SHED: 4, LOFT: 1}, 8, 4)


@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_that_few_are_left_at_one_place_is_told_once_whatever_there_is_elsewhere():
    few = ThresholdSet(at=NOON, sku=MUG, threshold=2, location=SHED)
    past = given(Inventory, ID, came(30), came(5, location=SHED))
    past.when(Inventory.tell_at, MUG, 2, at=NOON, location=SHED).then(few)
    watched = given(Inventory, ID, *past.history, few)
    watched.when(Inventory.tell_at, MUG, 2, at=NOON, location=SHED).then_nothing()
    moved = StockTransferred(at=NOON, sku=MUG, quantity=3, origin=SHED, destination=MAIN, reason="")
    low = StockRanLow(at=NOON, sku=MUG, available=2, threshold=2, location=SHED)
    move = {"origin": SHED, "destination": MAIN, "reason": "", "at": NOON}
    watched.when(Inventory.transfer, MUG, 3, **move).then(moved, low)
    it = Inventory.replay(ID, [*watched.history, moved, low])
    assert (it.told_low, it.told_at, it.is_low(5), it.is_low_at(SHED)) == ({SHED: 2}, None, False, True)
    told = given(Inventory, ID, *watched.history, moved, low)
    one = aside(ANN, 1, locations={SHED: 1})
    told.when(Inventory.reserve, MUG, ANN, 1, at=NOON, low_at=5, by=(SHED, MAIN)).then(one)
    told.when(Inventory.tell_at, MUG, None, at=NOON, location=SHED).then(
        ThresholdSet(at=NOON, sku=MUG, threshold=None, location=SHED)
    )
    assert it.picture()["thresholds"] == {SHED: 2}
