"""What is put aside leaves piece by piece: from the places it is said of, and no more than is put aside."""

from datetime import UTC, datetime

import pytest

from store.domain.inventory.errors import NothingReserved
from store.domain.inventory.events import StockReceived, StockReleased, StockReserved, StockShipped
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import Sku, order_of, stock_of
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-4.3", "mark an order as shipped")]
NOON, MUG, ANN = datetime(2026, 5, 31, 12, tzinfo=UTC), Sku("MUG"), order_of("A")
SHED, LOFT = LocationCode("SHED"), LocationCode("LOFT")
AT = {"at": NOON, "sku": MUG}
HERS = {**AT, "order_id": ANN}
split = given(
    Inventory, stock_of(MUG), StockReceived(**AT, quantity=4), StockReceived(**AT, quantity=3, location=SHED),
    StockReserved(**HERS, quantity=6, locations={MAIN: 4, SHED: 2}),
)
plain = given(Inventory, stock_of(MUG), StockReceived(**AT, quantity=4), StockReserved(**HERS, quantity=3))


@pytest.mark.parametrize(("pieces", "said", "places"), [
    (1, {SHED: 1}, {SHED: 1}), (2, {MAIN: 2}, {}), (3, {MAIN: 2, SHED: 1}, {MAIN: 2, SHED: 1}),
    (3, {SHED: 3}, {}), (1, {LOFT: 1}, {}), (2, None, {}), (6, {MAIN: 6}, {MAIN: 4, SHED: 2}),
])
def test_pieces_leave_from_where_it_is_said_if_so_many_are_aside_there(pieces, said, places):
    split.when(Inventory.ship, MUG, ANN, pieces, at=NOON, places=said).then(
        StockShipped(**HERS, quantity=pieces, locations=places)
    )
    split.when(Inventory.release, MUG, ANN, pieces, at=NOON, places=said).then(
        StockReleased(**HERS, quantity=pieces, locations=places)
    )


def test_what_left_is_put_aside_no_more_and_the_rest_still_is():
    it = Inventory.replay(stock_of(MUG), (*split.history, StockShipped(**HERS, quantity=1, locations={SHED: 1})))
    assert (it.aside_for(ANN), it.on_hand, it.reserved, it.sold) == ({MAIN: 4, SHED: 1}, 6, 5, 1)
    it = Inventory.replay(stock_of(MUG), (*plain.history, StockShipped(**HERS, quantity=1)))
    assert (it.aside_for(ANN), it.on_hand, it.reserved) == ({MAIN: 2}, 3, 2)


@pytest.mark.parametrize("pieces", [0, -1, 4])
def test_no_more_leaves_than_was_put_aside(pieces):
    plain.when(Inventory.ship, MUG, ANN, pieces, at=NOON).then_raises(NothingReserved)
