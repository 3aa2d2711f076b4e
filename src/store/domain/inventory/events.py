"""The pieces of one SKU: how they came, who has a claim on them, how they went.

Facts that name no place are about the first one.
"""

from enum import StrEnum
from typing import TypeAlias

from msgspec import field

from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId, ProductId, Sku
from store.domain.shared.money import Money


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


class StockReceived(Event, frozen=True, omit_defaults=True, tag="inventory/received-1"):
    """Pieces came into the shop."""

    sku: Sku
    quantity: int
    location: LocationCode = MAIN


class StockCounted(Event, frozen=True, omit_defaults=True, tag="inventory/counted-1"):
    """Somebody counted what is at a place, whatever the books said.

    *was* is what they said of that place.
    """

    sku: Sku
    on_hand: int
    was: int
    reason: str
    location: LocationCode = MAIN


class StockAdjusted(Event, frozen=True, omit_defaults=True, tag="inventory/adjusted-1"):
    """There are more pieces or fewer by *change*, and why: *cause* for figures, *reason* for whoever reads it."""

    sku: Sku
    change: int
    cause: Cause
    reason: str
    location: LocationCode = MAIN


class StockReturned(Event, frozen=True, omit_defaults=True, tag="inventory/returned-1"):
    """Pieces came back from customers. *written_off* of them can't be sold again, and went no further."""

    sku: Sku
    quantity: int
    written_off: int
    reason: str
    location: LocationCode = MAIN


class StockSynced(Event, frozen=True, omit_defaults=True, tag="inventory/synced-1"):
    """An outside system said how many are at a place; with *change*, by how many that changed.

    *was* is what the books said of that place. *source* is the system, *sequence* the number of its message.
    """

    sku: Sku
    source: str
    sequence: int
    on_hand: int
    was: int
    change: int | None
    location: LocationCode = MAIN


class StockTransferred(Event, frozen=True, tag="inventory/transferred-1"):
    """Pieces went from one place of the shop to another: there are as many as before."""

    sku: Sku
    quantity: int
    origin: LocationCode
    destination: LocationCode
    reason: str


class StockReserved(Event, frozen=True, omit_defaults=True, tag="inventory/reserved-1"):
    """Pieces were put aside for an order: so many at each of *locations*, or all of them at the first place."""

    sku: Sku
    order_id: OrderId
    quantity: int
    locations: dict[LocationCode, int] = field(default_factory=dict)
    exchange: bool = False
    """They are kept for an exchange that is not an order yet: then *order_id* is its return's."""


class StockReleased(Event, frozen=True, omit_defaults=True, tag="inventory/released-1"):
    """What was put aside for an order is free again."""

    sku: Sku
    order_id: OrderId
    quantity: int
    locations: dict[LocationCode, int] = field(default_factory=dict)
    exchange: bool = False
    """They are kept for an exchange that is not an order yet: then *order_id* is its return's."""


class StockShipped(Event, frozen=True, omit_defaults=True, tag="inventory/shipped-1"):
    """What was put aside for an order left the shop."""

    sku: Sku
    order_id: OrderId
    quantity: int
    locations: dict[LocationCode, int] = field(default_factory=dict)


class ThresholdSet(Event, frozen=True, omit_defaults=True, tag="inventory/threshold-set-1"):
    """From now on it is told when no more than *threshold* can be bought, of one place or over all; null leaves it."""

    sku: Sku
    threshold: int | None
    location: LocationCode | None = None


class StockRanLow(Event, frozen=True, omit_defaults=True, tag="inventory/ran-low-1"):
    """What can be bought fell to *threshold* or below it: told once, until it rose above it and fell again."""

    sku: Sku
    available: int
    threshold: int
    location: LocationCode | None = None


class CostTold(Event, frozen=True, tag="inventory/cost-told-1"):
    """From now on one piece costs the shop so much, without tax; null takes that back: nobody knows."""

    sku: Sku
    cost: Money | None


Claim: TypeAlias = StockReserved | StockReleased | StockShipped
"""What orders do to pieces."""
Move: TypeAlias = StockReceived | StockCounted | StockAdjusted | StockReturned | StockSynced
"""What is there changes, whatever orders do."""
Watch: TypeAlias = ThresholdSet | StockRanLow
"""When few are few."""

InventoryEvent: TypeAlias = StockOpened | Claim | Move | StockTransferred | Watch | CostTold
