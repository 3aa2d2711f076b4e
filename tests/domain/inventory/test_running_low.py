"""Somebody is told once when few are left, and again only after there were enough."""

from uuid import UUID

import pytest

from store.domain.inventory.errors import ThresholdNegative
from store.domain.inventory.events import (
    Cause,
    StockAdjusted,
    StockCounted,
    StockRanLow,
    StockReceived,
    StockReleased,
    StockReserved,
    ThresholdSet,
)
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import OrderId
from tests.domain.inventory.test_inventory import FIVE, ID, MUG, NOON
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "an alert when stock is low")]

AT_TWO = ThresholdSet(at=NOON, sku=MUG, threshold=2)
ORDER, OTHER = OrderId(UUID(int=7)), OrderId(UUID(int=8))

five = given(Inventory, ID, FIVE)
watched = given(Inventory, ID, FIVE, AT_TWO)


def reserved(quantity, order=ORDER):
    return StockReserved(at=NOON, sku=MUG, order_id=order, quantity=quantity)


def low(available, threshold=2):
    return StockRanLow(at=NOON, sku=MUG, available=available, threshold=threshold)


def test_reaching_the_number_is_told():
    watched.when(Inventory.reserve, MUG, ORDER, 2, at=NOON).then(reserved(2))
    watched.when(Inventory.reserve, MUG, ORDER, 3, at=NOON).then(reserved(3), low(2))
    watched.when(Inventory.reserve, MUG, ORDER, 5, at=NOON).then(reserved(5), low(0))


def test_it_is_told_once_however_far_it_falls():
    given(Inventory, ID, FIVE, AT_TWO, reserved(3), low(2)).when(Inventory.reserve, MUG, OTHER, 1, at=NOON).then(
        reserved(1, OTHER)
    )


def test_only_rising_above_makes_it_worth_telling_again():
    free = StockReleased(at=NOON, sku=MUG, order_id=ORDER, quantity=3)
    given(Inventory, ID, FIVE, AT_TWO, reserved(3), low(2), free).when(Inventory.reserve, MUG, OTHER, 4, at=NOON).then(
        reserved(4, OTHER), low(1)
    )
    one = StockReceived(at=NOON, sku=MUG, quantity=1)
    given(Inventory, ID, FIVE, AT_TWO, reserved(4), low(1), one).when(Inventory.reserve, MUG, OTHER, 1, at=NOON).then(
        reserved(1, OTHER)
    )


def test_a_count_and_an_adjustment_are_told_alike():
    watched.when(Inventory.count, MUG, 1, reason="looked", at=NOON).then(
        StockCounted(at=NOON, sku=MUG, on_hand=1, was=5, reason="looked"), low(1)
    )
    watched.when(Inventory.adjust, MUG, -5, cause=Cause.LOST, reason="gone", at=NOON).then(
        StockAdjusted(at=NOON, sku=MUG, change=-5, cause=Cause.LOST, reason="gone"), low(0)
    )


def test_the_shop_has_a_number_for_what_has_none_of_its_own():
    five.when(Inventory.reserve, MUG, ORDER, 1, at=NOON, low_at=4).then(reserved(1), low(4, 4))
    five.when(Inventory.reserve, MUG, ORDER, 1, at=NOON).then(reserved(1))
    watched.when(Inventory.reserve, MUG, ORDER, 1, at=NOON, low_at=4).then(reserved(1))


def test_what_never_was_above_is_not_told():
    given(Inventory, ID).when(Inventory.receive, MUG, 1, at=NOON).then(StockReceived(at=NOON, sku=MUG, quantity=1))


def test_a_number_can_be_set_and_left_to_the_shop_again():
    five.when(Inventory.tell_at, MUG, 2, at=NOON).then(AT_TWO)
    watched.when(Inventory.tell_at, MUG, 2, at=NOON).then_nothing()
    watched.when(Inventory.tell_at, MUG, None, at=NOON).then(ThresholdSet(at=NOON, sku=MUG, threshold=None))
    five.when(Inventory.tell_at, MUG, -1, at=NOON).then_raises(ThresholdNegative)


def test_a_number_that_makes_it_low_is_told_at_once_and_no_other():
    at_nine = ThresholdSet(at=NOON, sku=MUG, threshold=9)
    five.when(Inventory.tell_at, MUG, 9, at=NOON).then(at_nine, low(5, 9))
    five.when(Inventory.tell_at, MUG, 9, at=NOON, low_at=6).then(at_nine)
