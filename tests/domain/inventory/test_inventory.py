"""How pieces come, who has a claim on them, how they go."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.domain.inventory.errors import (
    BelowReserved,
    CountNegative,
    NotEnoughStock,
    NothingReserved,
    QuantityNotPositive,
    SkuTaken,
)
from store.domain.inventory.events import (
    StockCounted,
    StockOpened,
    StockReceived,
    StockReleased,
    StockReserved,
    StockShipped,
)
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import OrderId, Sku, product_of, stock_of
from tests.harness.scenario import given

MUG = Sku("mug")
ID = stock_of(MUG)
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANNS, BENS = OrderId(UUID(int=1)), OrderId(UUID(int=2))
PRODUCT, OTHER_PRODUCT = product_of("test", "mug"), product_of("test", "cup")
OPENED = StockOpened(at=NOON, sku=MUG, product_id=PRODUCT)
FIVE = StockReceived(at=NOON, sku=MUG, quantity=5)
TWO_FOR_ANN = StockReserved(at=NOON, sku=MUG, order_id=ANNS, quantity=2)
THREE_FOR_BEN = StockReserved(at=NOON, sku=MUG, order_id=BENS, quantity=3)
ANNS_SHIPPED = StockShipped(at=NOON, sku=MUG, order_id=ANNS, quantity=2)
ANNS_FREE = StockReleased(at=NOON, sku=MUG, order_id=ANNS, quantity=2)

nothing = given(Inventory, ID)
opened = given(Inventory, ID, OPENED)
five = given(Inventory, ID, FIVE)
promised = given(Inventory, ID, FIVE, TWO_FOR_ANN)
sold_out = given(Inventory, ID, FIVE, TWO_FOR_ANN, THREE_FOR_BEN)

tracks = pytest.mark.story("US-2.6", "real-time stock tracking")
keeps_history = pytest.mark.story("US-2.6", "stock history log")
never_oversells = pytest.mark.story("US-2.6", "prevent orders when out of stock")
reserves = pytest.mark.requirement("R2.6")


def counted(on_hand, was):
    return StockCounted(at=NOON, sku=MUG, on_hand=on_hand, was=was, reason="inventory day")


@tracks
def test_a_sku_stands_for_one_product_and_no_other():
    nothing.when(Inventory.open, MUG, PRODUCT, at=NOON).then(OPENED)
    opened.when(Inventory.open, MUG, PRODUCT, at=NOON).then_nothing()
    opened.when(Inventory.open, MUG, OTHER_PRODUCT, at=NOON).then_raises(SkuTaken, sku=MUG)


@tracks
def test_pieces_come_in():
    nothing.when(Inventory.receive, MUG, 5, at=NOON).then(FIVE)


@tracks
@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_or_less_cannot_come_in(quantity):
    five.when(Inventory.receive, MUG, quantity, at=NOON).then_raises(QuantityNotPositive)


@keeps_history
def test_a_count_says_what_the_books_said_before():
    five.when(Inventory.count, MUG, 4, reason="inventory day", at=NOON).then(counted(4, was=5))


@keeps_history
def test_counting_what_the_books_say_is_no_fact():
    five.when(Inventory.count, MUG, 5, reason="inventory day", at=NOON).then_nothing()


@keeps_history
def test_finding_nothing_where_nothing_should_be_is_no_fact():
    opened.when(Inventory.count, MUG, 0, reason="inventory day", at=NOON).then_nothing()
    opened.when(Inventory.count, MUG, 3, reason="inventory day", at=NOON).then(counted(3, was=0))


@keeps_history
def test_a_count_is_never_negative():
    five.when(Inventory.count, MUG, -1, reason="inventory day", at=NOON).then_raises(CountNegative)


@never_oversells
def test_a_count_cannot_take_away_what_is_promised():
    promised.when(Inventory.count, MUG, 1, reason="lost", at=NOON).then_raises(BelowReserved, sku=MUG, reserved=2)
    promised.when(Inventory.count, MUG, 2, reason="inventory day", at=NOON).then(counted(2, was=5))


@reserves
@never_oversells
def test_pieces_are_put_aside_for_an_order():
    five.when(Inventory.reserve, MUG, ANNS, 2, at=NOON).then(TWO_FOR_ANN)


@reserves
@never_oversells
def test_the_last_pieces_can_be_put_aside():
    promised.when(Inventory.reserve, MUG, BENS, 3, at=NOON).then(THREE_FOR_BEN)


@reserves
@never_oversells
def test_what_is_promised_is_not_promised_again():
    promised.when(Inventory.reserve, MUG, BENS, 4, at=NOON).then_raises(
        NotEnoughStock, sku=MUG, wanted=4, available=3
    )
    sold_out.when(Inventory.reserve, MUG, OrderId(UUID(int=3)), 1, at=NOON).then_raises(
        NotEnoughStock, available=0
    )
    nothing.when(Inventory.reserve, MUG, ANNS, 1, at=NOON).then_raises(NotEnoughStock, available=0)


@reserves
@pytest.mark.parametrize("quantity", [0, -2])
def test_nothing_or_less_cannot_be_put_aside(quantity):
    five.when(Inventory.reserve, MUG, ANNS, quantity, at=NOON).then_raises(QuantityNotPositive)


@reserves
def test_an_order_may_be_given_more_of_the_same():
    one_more = StockReserved(at=NOON, sku=MUG, order_id=ANNS, quantity=1)
    promised.when(Inventory.reserve, MUG, ANNS, 1, at=NOON).then(one_more)
    all_three = StockShipped(at=NOON, sku=MUG, order_id=ANNS, quantity=3)
    given(Inventory, ID, FIVE, TWO_FOR_ANN, one_more).when(Inventory.ship, MUG, ANNS, at=NOON).then(all_three)


@reserves
def test_what_was_put_aside_can_be_set_free_and_sold_again():
    promised.when(Inventory.release, MUG, ANNS, at=NOON).then(ANNS_FREE)
    everything = StockReserved(at=NOON, sku=MUG, order_id=BENS, quantity=5)
    given(Inventory, ID, FIVE, TWO_FOR_ANN, ANNS_FREE).when(Inventory.reserve, MUG, BENS, 5, at=NOON).then(everything)


@reserves
def test_setting_free_what_is_not_put_aside_is_no_fact():
    five.when(Inventory.release, MUG, ANNS, at=NOON).then_nothing()
    given(Inventory, ID, FIVE, TWO_FOR_ANN, ANNS_SHIPPED).when(Inventory.release, MUG, ANNS, at=NOON).then_nothing()


@tracks
def test_what_was_put_aside_leaves_the_shop():
    promised.when(Inventory.ship, MUG, ANNS, at=NOON).then(ANNS_SHIPPED)


@tracks
@pytest.mark.requirement("R4.2")
def test_the_goods_of_an_order_leave_only_once():
    given(Inventory, ID, FIVE, TWO_FOR_ANN, ANNS_SHIPPED).when(Inventory.ship, MUG, ANNS, at=NOON).then_raises(
        NothingReserved, sku=MUG
    )
    promised.when(Inventory.ship, MUG, BENS, at=NOON).then_raises(NothingReserved)


@tracks
def test_on_hand_is_what_is_there_and_available_what_may_still_be_bought():
    stock = Inventory.replay(ID, [FIVE, TWO_FOR_ANN, THREE_FOR_BEN, ANNS_SHIPPED])
    assert (stock.on_hand, stock.reserved, stock.available) == (3, 3, 0)
