"""The pieces of one SKU: how they came, who has a claim on them, how they went."""

from enum import StrEnum
from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId, ProductId, Sku


class Cause(StrEnum):
    """Why there are more pieces or fewer than the books say. The values are stored."""

    FOUND = "found"
    LOST = "lost"
    DAMAGED = "damaged"
    OTHER = "other"


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


class StockAdjusted(Event, frozen=True, tag="inventory/adjusted-1"):
    """There are more pieces or fewer by *change*, and why: *cause* for figures, *reason* for whoever reads it."""

    sku: Sku
    change: int
    cause: Cause
    reason: str


class StockReturned(Event, frozen=True, tag="inventory/returned-1"):
    """Pieces came back from customers. *written_off* of them can't be sold again, and went no further."""

    sku: Sku
    quantity: int
    written_off: int
    reason: str


class StockSynced(Event, frozen=True, tag="inventory/synced-1"):
    """An outside system said how many there are; with *change*, by how many that changed. *was* is what the books said.

    *source* is the system, *sequence* the number of its message.
    """

    sku: Sku
    source: str
    sequence: int
    on_hand: int
    was: int
    change: int | None


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


class ThresholdSet(Event, frozen=True, tag="inventory/threshold-set-1"):
    """From now on it is told when no more than *threshold* pieces can be bought; null means the shop's own number."""

    sku: Sku
    threshold: int | None


class StockRanLow(Event, frozen=True, tag="inventory/ran-low-1"):
    """What can be bought fell to *threshold* or below it: told once, until it rose above it and fell again."""

    sku: Sku
    available: int
    threshold: int


Claim: TypeAlias = StockReserved | StockReleased | StockShipped
"""What orders do to pieces."""
Move: TypeAlias = StockReceived | StockCounted | StockAdjusted | StockReturned | StockSynced
"""What is there changes, whatever orders do."""
Watch: TypeAlias = ThresholdSet | StockRanLow
"""When few are few."""

InventoryEvent: TypeAlias = StockOpened | Claim | Move | Watch
