"""Inventory: the pieces of one SKU. What is promised is never more than what is there."""

from datetime import datetime
from typing import assert_never

from store.domain.inventory.errors import (
    BelowReserved,
    CauseContradicts,
    ChangeOfNothing,
    CountNegative,
    FewerOnHand,
    FewerSold,
    MoreWrittenOff,
    NotEnoughStock,
    NothingReserved,
    QuantityNotPositive,
    SayOneOfBoth,
    SkuTaken,
    ThresholdNegative,
)
from store.domain.inventory.events import (
    Cause,
    Claim,
    InventoryEvent,
    Move,
    StockAdjusted,
    StockCounted,
    StockOpened,
    StockRanLow,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
    ThresholdSet,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, ProductId, Sku, StockId


class Inventory(Aggregate[InventoryEvent]):
    """The pieces of one SKU.

    Behaviours after which fewer pieces may be bought take *low_at*: the number at which the shop wants to be told,
    where the SKU has none of its own. Nothing is told where there is neither.
    """

    kind = "inventory"
    kept = True
    contended = True
    id: StockId

    def __init__(self, id: StockId) -> None:
        super().__init__(id)
        self.product_id: ProductId | None = None
        self.on_hand = 0
        self.reservations: dict[OrderId, int] = {}
        self._sku: Sku | None = None
        self._sold = 0
        self.threshold: int | None = None
        self.told_at: int | None = None
        """The number at which it was last told that few are left."""
        self.sources: dict[str, int] = {}
        """Of each outside system the number of the last message that was taken."""
        self._reserved = 0

    def pieces_of(self) -> Sku | None:
        """What these are pieces of; none before anything happened."""
        return self._sku

    @property
    def sold(self) -> int:
        """Pieces that left for customers, less those that came back."""
        return self._sold

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

    def count(self, sku: Sku, on_hand: int, *, reason: str, at: datetime, low_at: int | None = None) -> None:
        """Set right what is on hand. The same number again is no fact."""
        if on_hand < 0:
            raise CountNegative
        if on_hand < self.reserved:
            raise BelowReserved(sku, self.reserved)
        if on_hand != self.on_hand:
            before = self.available
            self._record(StockCounted(at=at, sku=sku, on_hand=on_hand, was=self.on_hand, reason=reason))
            self._watch(sku, before, low_at, at)

    def adjust(
        self, sku: Sku, change: int, *, cause: Cause, reason: str, at: datetime, low_at: int | None = None
    ) -> None:
        """Make it *change* pieces more, or fewer where it is negative."""
        if not change:
            raise ChangeOfNothing
        if (cause is Cause.FOUND and change < 0) or (cause in {Cause.LOST, Cause.DAMAGED} and change > 0):
            raise CauseContradicts
        if self.on_hand + change < 0:
            raise FewerOnHand(sku, self.on_hand)
        if self.on_hand + change < self.reserved:
            raise BelowReserved(sku, self.reserved)
        before = self.available
        self._record(StockAdjusted(at=at, sku=sku, change=change, cause=cause, reason=reason))
        self._watch(sku, before, low_at, at)

    def sync(
        self, sku: Sku, source: str, sequence: int, *, on_hand: int | None = None, change: int | None = None,
        at: datetime, low_at: int | None = None,
    ) -> bool:
        """Take what an outside system says: how many there are, or by how many that changed. Whether it was news.

        Its messages are numbered. One that is not newer than the last that was taken is superseded: it changes nothing.
        What says what the books say is a fact nevertheless: whatever is older than it must not win any more.
        """
        if sequence <= self.sources.get(source, 0):
            return False
        if (on_hand is None) == (change is None):
            raise SayOneOfBoth
        now = self.on_hand + change if on_hand is None and change is not None else on_hand or 0
        if now < 0:
            raise FewerOnHand(sku, self.on_hand)
        if now < self.reserved:
            raise BelowReserved(sku, self.reserved)
        before = self.available
        self._record(StockSynced(
            at=at, sku=sku, source=source, sequence=sequence, on_hand=now, was=self.on_hand, change=change,
        ))
        self._watch(sku, before, low_at, at)
        return True

    def take_back(self, sku: Sku, quantity: int, *, written_off: int, reason: str, at: datetime) -> None:
        """Take *quantity* pieces back from customers, of which *written_off* can't be sold again."""
        if quantity < 1:
            raise QuantityNotPositive
        if not 0 <= written_off <= quantity:
            raise MoreWrittenOff
        if quantity > self.sold:
            raise FewerSold(sku, self.sold)
        self._record(StockReturned(at=at, sku=sku, quantity=quantity, written_off=written_off, reason=reason))

    def tell_at(self, sku: Sku, threshold: int | None, *, at: datetime, low_at: int | None = None) -> None:
        """Tell when no more than *threshold* pieces can be bought; ``None`` leaves it to the shop. Again is no fact.

        A SKU that is low by this number and was not by the one before is told at once.
        """
        if threshold is not None and threshold < 0:
            raise ThresholdNegative
        if threshold == self.threshold:
            return
        was_low = self.is_low(low_at)
        self._record(ThresholdSet(at=at, sku=sku, threshold=threshold))
        if not was_low:
            self._tell(sku, low_at, at)

    def is_low(self, low_at: int | None) -> bool:
        """Whether so few can be bought that somebody wants to know."""
        limit = self._limit(low_at)
        return limit is not None and self.available <= limit

    def reserve(
        self, sku: Sku, order_id: OrderId, quantity: int, *, at: datetime, low_at: int | None = None
    ) -> None:
        """Put *quantity* pieces aside for an order."""
        if quantity < 1:
            raise QuantityNotPositive
        if quantity > self.available:
            raise NotEnoughStock(sku, quantity, self.available)
        before = self.available
        self._record(StockReserved(at=at, sku=sku, order_id=order_id, quantity=quantity))
        self._watch(sku, before, low_at, at)

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

    def _limit(self, low_at: int | None) -> int | None:
        return low_at if self.threshold is None else self.threshold

    def _watch(self, sku: Sku, before: int, low_at: int | None, at: datetime) -> None:
        """Tell if what can be bought was above the number *before*, and isn't any more."""
        limit = self._limit(low_at)
        if limit is not None and before > limit:
            self._tell(sku, low_at, at)

    def _tell(self, sku: Sku, low_at: int | None, at: datetime) -> None:
        limit = self._limit(low_at)
        if limit is not None and self.available <= limit:
            self._record(StockRanLow(at=at, sku=sku, available=self.available, threshold=limit))

    def _evolve(self, event: InventoryEvent) -> None:
        self._sku = event.sku
        match event:
            case StockOpened(product_id=product_id):
                self.product_id = product_id
            case StockReserved() | StockReleased() | StockShipped():
                self._claim(event)
            case StockReceived() | StockCounted() | StockAdjusted() | StockReturned() | StockSynced():
                self._move(event)
            case ThresholdSet(threshold=threshold):
                self.threshold = threshold
            case StockRanLow(threshold=threshold):
                self.told_at = threshold
            case _:
                assert_never(event)

    def _move(self, event: Move) -> None:
        match event:
            case StockReceived(quantity=quantity):
                self.on_hand += quantity
            case StockCounted(on_hand=on_hand):
                self.on_hand = on_hand
            case StockAdjusted(change=change):
                self.on_hand += change
            case StockSynced(on_hand=on_hand, source=source, sequence=sequence):
                self.on_hand = on_hand
                self.sources = {**self.sources, source: sequence}
            case StockReturned(quantity=quantity, written_off=written_off):
                self.on_hand += quantity - written_off
                self._sold -= quantity
            case _:
                assert_never(event)

    def _claim(self, event: Claim) -> None:
        match event:
            case StockReserved(order_id=order_id, quantity=quantity):
                self.reservations[order_id] = self.reservations.get(order_id, 0) + quantity
                self._reserved += quantity
            case StockReleased(order_id=order_id):
                self._forget(order_id)
            case StockShipped(order_id=order_id, quantity=quantity):
                self.on_hand -= quantity
                self._sold += quantity
                self._forget(order_id)
            case _:
                assert_never(event)

    def _forget(self, order_id: OrderId) -> None:
        self._reserved -= self.reservations.pop(order_id, 0)
