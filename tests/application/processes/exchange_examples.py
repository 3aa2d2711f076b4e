"""A shirt in three sizes, of which the large one costs more, and Ann, who has one that doesn't fit."""

from msgspec import structs

from store.application.processes.import_rows import ProductRow, VariantRow
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RequestReturn
from store.domain.cart.events import LinePut
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.events import ParcelDelivered
from store.domain.ordering.order import Order
from store.domain.returns.events import InspectedLine
from store.domain.shared.ids import OrderNumber, Sku, last_parcel_of, order_of, stock_of
from store.domain.shared.money import Money
from tests.application.processes.examples import CART, NINE, NUMBER, OPENED, ORDER, buy, goods, shop_selling
from tests.application.processes.return_examples import PART, R1, WHY, do, inspect
from tests.harness.processes import NOON

SMALL, MEDIUM, LARGE, CHEAP, MUG = Sku("S"), Sku("M"), Sku("L"), Sku("XS"), Sku("MUG")
TWENTY = Money(2000, "EUR")


def shirts(stock=3):
    """What a shop of shirts takes in."""
    sizes = ((SMALL, "S", 2000), (MEDIUM, "M", 2000), (LARGE, "L", 2500), (CHEAP, "XS", 1500))
    return ProductRow(
        key="shirt", name="Shirt", brand="Kiln", category=("Clothes",), slug="shirt", variants=tuple(
            VariantRow(sku, Money(price, "EUR"), stock, options={"size": size}) for sku, size, price in sizes
        ),
    )


def wearing(small=2, *, stock=3, mugs=1, card="success", before=None, register=None, **more):
    """So many small shirts and a mug, that were bought, sent and have arrived."""
    shop = shop_selling(shirts(stock), goods("mug", NINE, 5), register=register).happened({CART: [
        OPENED, LinePut(at=NOON, cart_id=CART, sku=SMALL, quantity=small, price=TWENTY),
        *([LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=mugs, price=NINE)] if mugs else []),
    ]})
    if before and all(before.values()):
        shop.happened(before)
    buying = buy(card)
    do(shop, structs.replace(buying, order=structs.replace(buying.order, **more)) if more else buying)
    return delivered(shop)


def delivered(shop):
    do(shop, ShipOrder(number=NUMBER, carrier="Post", tracking="1"))
    return shop.happened({ORDER: [ParcelDelivered(
        at=NOON, order_id=ORDER, part_id=PART, parcel_id=last_parcel_of(PART),
    )]})


def swap(pieces=None, instead=None, number=NUMBER, **more):
    return RequestReturn(
        number=number, pieces=pieces or {SMALL: 1}, reason=WHY, instead=instead or {SMALL: MEDIUM}, **more
    )


def here(shop, wish, number=R1):
    """It was asked for, may come and has arrived."""
    do(shop, wish, ApproveReturn(number=number), ReceiveReturn(number=number))
    return shop


def good(sku=SMALL, count=1):
    return InspectedLine(sku, count, count, 0)


def exchanged(shop, wish, *found, number=R1):
    """What became of the return."""
    here(shop, wish, number)
    return do(shop, inspect(*(found or (good(),)), number=number))


def free(shop, sku):
    return Inventory.replay(stock_of(sku), shop.streams()[stock_of(sku)]).available


def order(shop, number):
    id = order_of(OrderNumber(number))
    return Order.replay(id, shop.streams()[id])
