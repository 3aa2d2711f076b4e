"""What the facts of stock say."""

from typing import assert_never

from projections.audit.sentences.telling import goods, order, said, thing
from store.application.audit.messages import Sentence
from store.domain.inventory.events import (
    InventoryEvent,
    StockCounted,
    StockOpened,
    StockReceived,
    StockReleased,
    StockReserved,
    StockShipped,
)


def say(event: InventoryEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case StockOpened(sku=sku, product_id=product):
            return said("From now on {goods} is counted, as a variant of {product}",
                        goods=goods(sku), product=thing("product", product))
        case StockReceived(sku=sku, quantity=quantity):
            return said("{who} took in {quantity} × {goods}", quantity=quantity, goods=goods(sku))
        case StockCounted(sku=sku, on_hand=on_hand, was=was):
            return said("{who} counted {goods}: {on_hand} on hand, where the books said {was}",
                        goods=goods(sku), on_hand=on_hand, was=was)
        case StockReserved(sku=sku, quantity=quantity, order_id=id):
            return said("{quantity} × {goods} were put aside for order {order}",
                        quantity=quantity, goods=goods(sku), order=order(id))
        case StockReleased(sku=sku, quantity=quantity, order_id=id):
            return said("{quantity} × {goods} that were put aside for order {order} are free again",
                        quantity=quantity, goods=goods(sku), order=order(id))
        case StockShipped(sku=sku, quantity=quantity, order_id=id):
            return said("{quantity} × {goods} left the shop for order {order}",
                        quantity=quantity, goods=goods(sku), order=order(id))
        case _:
            assert_never(event)
