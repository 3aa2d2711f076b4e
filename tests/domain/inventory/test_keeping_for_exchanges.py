"""Pieces that are kept for an exchange become those of its order where they lie, and the rest is free."""

import pytest

from store.domain.inventory.errors import NothingReserved
from store.domain.inventory.events import StockReleased, StockReserved, StockTransferred
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import LocationCode
from tests.domain.inventory.test_inventory import ANNS, BENS, FIVE, ID, MUG, NOON
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
SHED = LocationCode("SHED")
MOVED = StockTransferred(at=NOON, sku=MUG, quantity=4, origin="MAIN", destination=SHED, reason="x")
KEPT = StockReserved(at=NOON, sku=MUG, order_id=ANNS, quantity=2, exchange=True)


def test_what_is_kept_says_that_it_is_no_orders_yet():
    given(Inventory, ID, FIVE).when(Inventory.reserve, MUG, ANNS, 2, at=NOON, exchange=True).then(KEPT)


def test_all_of_it_goes_over_or_some_and_the_rest_is_free():
    kept = given(Inventory, ID, FIVE, KEPT)
    kept.when(Inventory.hand_over, MUG, ANNS, BENS, 2, at=NOON).then(
        StockReleased(at=NOON, sku=MUG, order_id=ANNS, quantity=2, exchange=True),
        StockReserved(at=NOON, sku=MUG, order_id=BENS, quantity=2),
    )
    kept.when(Inventory.hand_over, MUG, ANNS, BENS, 1, at=NOON).then(
        StockReleased(at=NOON, sku=MUG, order_id=ANNS, quantity=1, exchange=True),
        StockReserved(at=NOON, sku=MUG, order_id=BENS, quantity=1),
        StockReleased(at=NOON, sku=MUG, order_id=ANNS, quantity=1, exchange=True),
    )


def test_it_stays_where_it_lies():
    elsewhere = StockReserved(at=NOON, sku=MUG, order_id=ANNS, quantity=3, locations={SHED: 3}, exchange=True)
    given(Inventory, ID, FIVE, MOVED, elsewhere).when(Inventory.hand_over, MUG, ANNS, BENS, 2, at=NOON).then(
        StockReleased(at=NOON, sku=MUG, order_id=ANNS, quantity=2, locations={SHED: 2}, exchange=True),
        StockReserved(at=NOON, sku=MUG, order_id=BENS, quantity=2, locations={SHED: 2}),
        StockReleased(at=NOON, sku=MUG, order_id=ANNS, quantity=1, locations={SHED: 1}, exchange=True),
    )


@pytest.mark.parametrize("pieces", [0, 3])
def test_no_more_goes_over_than_was_kept(pieces):
    given(Inventory, ID, FIVE, KEPT).when(Inventory.hand_over, MUG, ANNS, BENS, pieces, at=NOON).then_raises(
        NothingReserved,
    )
