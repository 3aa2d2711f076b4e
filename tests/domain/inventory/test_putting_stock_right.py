"""What is found or gone, and what comes back from customers."""

import pytest

from store.domain.inventory.errors import (
    BelowReserved,
    CauseContradicts,
    ChangeOfNothing,
    FewerOnHand,
    FewerSold,
    MoreWrittenOff,
    QuantityNotPositive,
)
from store.domain.inventory.events import Cause, StockAdjusted, StockReturned
from store.domain.inventory.inventory import Inventory
from tests.domain.inventory.test_inventory import ANNS_SHIPPED, FIVE, ID, MUG, NOON, TWO_FOR_ANN
from tests.harness.scenario import given

five = given(Inventory, ID, FIVE)
promised = given(Inventory, ID, FIVE, TWO_FOR_ANN)
sent = given(Inventory, ID, FIVE, TWO_FOR_ANN, ANNS_SHIPPED)

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "stock history log")]


def adjusted(change, cause):
    return StockAdjusted(at=NOON, sku=MUG, change=change, cause=cause, reason="the shelf fell")


def returned(quantity, written_off=0):
    return StockReturned(at=NOON, sku=MUG, quantity=quantity, written_off=written_off, reason="did not fit")


def adjusting(of, change, cause):
    return of.when(Inventory.adjust, MUG, change, cause=cause, reason="the shelf fell", at=NOON)


def coming_back(of, quantity, written_off=0):
    return of.when(Inventory.take_back, MUG, quantity, written_off=written_off, reason="did not fit", at=NOON)


@pytest.mark.parametrize(("change", "cause"), [
    (2, Cause.FOUND), (-2, Cause.LOST), (-5, Cause.DAMAGED), (1, Cause.OTHER), (-1, Cause.OTHER),
])
def test_pieces_are_found_or_gone_for_a_reason(change, cause):
    adjusting(five, change, cause).then(adjusted(change, cause))


def test_an_adjustment_of_nothing_is_none():
    adjusting(five, 0, Cause.OTHER).then_raises(ChangeOfNothing)


@pytest.mark.parametrize(("change", "cause"), [(-1, Cause.FOUND), (1, Cause.LOST), (1, Cause.DAMAGED)])
def test_what_is_found_makes_more_and_what_is_lost_makes_fewer(change, cause):
    adjusting(five, change, cause).then_raises(CauseContradicts)


def test_no_more_is_lost_than_was_there():
    adjusting(five, -6, Cause.LOST).then_raises(FewerOnHand, sku=MUG, on_hand=5)


@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_an_adjustment_cannot_take_away_what_is_promised():
    adjusting(promised, -4, Cause.DAMAGED).then_raises(BelowReserved, sku=MUG, reserved=2)
    adjusting(promised, -3, Cause.DAMAGED).then(adjusted(-3, Cause.DAMAGED))


def test_what_comes_back_can_be_sold_again_but_for_what_is_written_off():
    coming_back(sent, 2, 1).then(returned(2, 1))
    stock = Inventory.replay(ID, [FIVE, TWO_FOR_ANN, ANNS_SHIPPED, returned(2, 1)])
    assert (stock.on_hand, stock.available, stock.sold) == (4, 4, 0)


def test_no_more_comes_back_than_left():
    coming_back(sent, 3).then_raises(FewerSold, sku=MUG, sold=2)
    coming_back(promised, 1).then_raises(FewerSold, sold=0)
    given(Inventory, ID, FIVE, TWO_FOR_ANN, ANNS_SHIPPED, returned(2)).when(
        Inventory.take_back, MUG, 1, written_off=0, reason="again", at=NOON
    ).then_raises(FewerSold, sold=0)


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_or_less_cannot_come_back(quantity):
    coming_back(sent, quantity).then_raises(QuantityNotPositive)


@pytest.mark.parametrize("written_off", [-1, 3])
def test_no_more_is_written_off_than_came_back(written_off):
    coming_back(sent, 2, written_off).then_raises(MoreWrittenOff)
