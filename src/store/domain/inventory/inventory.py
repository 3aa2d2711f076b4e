"""Inventory: the pieces of one SKU. What is promised is never more than what is there."""

from datetime import datetime
from typing import assert_never

from store.domain.inventory.errors import (
    BelowReserved,
    CountNegative,
    NotEnoughStock,
    NothingReserved,
    QuantityNotPositive,
    SkuTaken,
)
from store.domain.inventory.events import (
    InventoryEvent,
    StockCounted,
    StockOpened,
    StockReceived,
    StockReleased,
    StockReserved,
    StockShipped,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, ProductId, Sku, StockId


class Inventory(Aggregate[InventoryEvent]):
    kind = "inventory"
    kept = True
    contended = True
    id: StockId

    def __init__(self, id: StockId) -> None:
        super().__init__(id)
        self.product_id: ProductId | None = None
        self.on_hand = 0
        self.reservations: dict[OrderId, int] = {}
        self._reserved = 0

    @property
    def reserved(self) -> int:
        """Pieces put aside for orders that have not left yet."""
        return self._reserved

    @property
    def available(self) -> int:
        """Pieces somebody may still buy."""
        return self.on_hand - self.reserved

    def open(self, sku: Sku, product_id: ProductId, *, at: datetime) -> None:
        """Begin to count the pieces of a product's variant. Doing so again is no fact."""
        if self.product_id is None:
            self._record(StockOpened(at=at, sku=sku, product_id=product_id))
        elif self.product_id != product_id:
            raise SkuTaken(sku)

    def receive(self, sku: Sku, quantity: int, *, at: datetime) -> None:
        """Take *quantity* pieces in."""
        if quantity < 1:
            raise QuantityNotPositive
        self._record(StockReceived(at=at, sku=sku, quantity=quantity))

    def count(self, sku: Sku, on_hand: int, *, reason: str, at: datetime) -> None:
        """Set right what is on hand. The same number again is no fact."""
        if on_hand < 0:
            raise CountNegative
        if on_hand < self.reserved:
            raise BelowReserved(sku, self.reserved)
        if on_hand != self.on_hand:
            self._record(StockCounted(at=at, sku=sku, on_hand=on_hand, was=self.on_hand, reason=reason))

    def reserve(self, sku: Sku, order_id: OrderId, quantity: int, *, at: datetime) -> None:
        """Put *quantity* pieces aside for an order."""
        if quantity < 1:
            raise QuantityNotPositive
        if quantity > self.available:
            raise NotEnoughStock(sku, quantity, self.available)
        self._record(StockReserved(at=at, sku=sku, order_id=order_id, quantity=quantity))

    def release(self, sku: Sku, order_id: OrderId, *, at: datetime) -> None:
        """Free what was put aside for an order. Nothing put aside is no fact."""
        if quantity := self.reservations.get(order_id):
            self._record(StockReleased(at=at, sku=sku, order_id=order_id, quantity=quantity))

    def ship(self, sku: Sku, order_id: OrderId, *, at: datetime) -> None:
        """Let what was put aside for an order leave the shop."""
        if order_id not in self.reservations:
            raise NothingReserved(sku)
        quantity = self.reservations[order_id]
        self._record(StockShipped(at=at, sku=sku, order_id=order_id, quantity=quantity))

    def _evolve(self, event: InventoryEvent) -> None:
        match event:
            case StockOpened(product_id=product_id):
                self.product_id = product_id
            case StockReceived(quantity=quantity):
                self.on_hand += quantity
            case StockCounted(on_hand=on_hand):
                self.on_hand = on_hand
            case StockReserved(order_id=order_id, quantity=quantity):
                self.reservations[order_id] = self.reservations.get(order_id, 0) + quantity
                self._reserved += quantity
            case StockReleased(order_id=order_id):
                self._forget(order_id)
            case StockShipped(order_id=order_id, quantity=quantity):
                self.on_hand -= quantity
                self._forget(order_id)
            case _:
                assert_never(event)

    def _forget(self, order_id: OrderId) -> None:
        self._reserved -= self.reservations.pop(order_id, 0)
