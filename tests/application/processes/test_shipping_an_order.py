"""The parcel leaves, and its pieces leave the stock with it."""

import pytest

from store.application.ordering.messages import GetOrder
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.errors import VersionMoved
from store.domain.inventory.events import StockShipped
from store.domain.ordering.errors import NoSuchOrder, OutOfTurn
from store.domain.ordering.events import OrderShipped
from store.domain.shared.ids import OrderNumber, Sku
from tests.application.processes.examples import (
    ANN,
    CART,
    HATS,
    MUG,
    MUGS,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-4.3", "mark an order as shipped"),
]
SHIP = ShipOrder(number=NUMBER, carrier="Post", tracking="T-1")


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    shop.shop.bus().do(buy("success"), SOMEBODY)
    return shop


def test_all_goods_of_an_order_leave_with_its_parcel(shop):
    shop.when(SHIP).then({
        ORDER: [OrderShipped(at=NOON, order_id=ORDER, carrier="Post", tracking="T-1")],
        MUGS: [StockShipped(at=NOON, sku=MUG, order_id=ORDER, quantity=2)],
        HATS: [StockShipped(at=NOON, sku=Sku("HAT"), order_id=ORDER, quantity=1)],
    })
    assert (shop.outcome.status, shop.outcome.version) == ("shipped", 3)
    shop.when(SHIP).then_raises(OutOfTurn, stage="shipped")


@pytest.mark.requirement("R2.2")
def test_whoever_looked_at_an_older_version_looks_again_first(shop):
    seen = shop.ask(GetOrder(number=NUMBER)).version
    late = ShipOrder(number=NUMBER, carrier="Post", tracking="T-1", version=seen - 1)
    shop.when(late).then_raises(VersionMoved, now=seen)


def test_there_must_be_an_order(shop):
    nobody = OrderNumber("ZZZZZ-ZZZZZ")
    shop.when(ShipOrder(number=nobody, carrier="Post", tracking="")).then_raises(NoSuchOrder, number=nobody)
    with pytest.raises(NoSuchOrder):
        shop.ask(GetOrder(number=nobody))


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
@pytest.mark.requirement("R6.2")
def test_an_order_of_somebody_who_was_forgotten_can_still_be_looked_at_and_sent(shop):
    shop.shop.keys().destroy(ANN)
    seen = shop.ask(GetOrder(number=NUMBER))
    assert (seen.email, seen.shipping_address, seen.total.amount) == (None, None, "47.90")
    shop.shop.bus().do(SHIP, SOMEBODY)
    assert shop.ask(GetOrder(number=NUMBER)).status == "shipped"
