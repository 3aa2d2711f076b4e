"""The pieces of one SKU: how they came, who has a claim on them, how they went."""

from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId, ProductId, Sku


class StockOpened(Event, frozen=True, tag="inventory/opened-1"):
    """From now on the pieces of this SKU are counted, and the SKU stands for this product and no other."""

    sku: Sku
    product_id: ProductId


class StockReceived(Event, frozen=True, tag="inventory/received-1"):
    """Pieces came into the shop."""

    sku: Sku
    quantity: int


class StockCounted(Event, frozen=True, tag="inventory/counted-1"):
    """Somebody counted, whatever the books said.

    *was* is what they said.
    """

    sku: Sku
    on_hand: int
    was: int
    reason: str


class StockReserved(Event, frozen=True, tag="inventory/reserved-1"):
    """Pieces were put aside for an order."""

    sku: Sku
    order_id: OrderId
    quantity: int


class StockReleased(Event, frozen=True, tag="inventory/released-1"):
    """What was put aside for an order is free again."""

    sku: Sku
    order_id: OrderId
    quantity: int


class StockShipped(Event, frozen=True, tag="inventory/shipped-1"):
    """What was put aside for an order left the shop."""

    sku: Sku
    order_id: OrderId
    quantity: int


InventoryEvent: TypeAlias = (
    StockOpened | StockReceived | StockCounted | StockReserved | StockReleased | StockShipped
)
