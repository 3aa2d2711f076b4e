"""How facts leave the pieces of a SKU: on hand and promised, in all and at each place."""

from collections.abc import Mapping
from typing import Any, Final, assert_never

from store.domain.inventory.claims import Claimed
from store.domain.inventory.events import (
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
    StockTransferred,
    ThresholdSet,
)
from store.domain.inventory.places import MAIN, LocationCode, more
from store.domain.shared.ids import ProductId, Sku, StockId

_SHOWN: Final = (
    "product_id", "on_hand", "by_location", "reservations", "threshold", "thresholds", "told_at", "sources",
)


class Shelved(Claimed):
    """The state of an :class:`~store.domain.inventory.inventory.Inventory`, and what can be asked of it."""

    def __init__(self, id: StockId) -> None:
        super().__init__(id)
        self.product_id: ProductId | None = None
        self.on_hand = 0
        self.by_location: dict[LocationCode, int] = {}
        """How many of them lie at each place; where there are none it is left out."""
        self.sources: dict[str, int] = {}
        """Of each outside system the number of the last message that was taken."""
        self._sku: Sku | None = None
        self._sold = 0

    def pieces_of(self) -> Sku | None:
        """What these are pieces of; none before anything happened."""
        return self._sku

    @property
    def is_elsewhere(self) -> bool:
        """Whether pieces lie at another place than the first: then it matters from where an order is served."""
        return len(self.by_location) > (MAIN in self.by_location)

    @property
    def free(self) -> dict[LocationCode, int]:
        """Pieces that somebody may still buy, at each place."""
        return {place: self.free_at(place) for place in self.by_location}

    def picture(self) -> Mapping[str, Any]:
        """As ever where all pieces lie at the first place: nobody has to know of others before there are."""
        hidden = {"by_location": not self.is_elsewhere, "thresholds": not self.thresholds}
        return {name: getattr(self, name) for name in _SHOWN if not hidden.get(name)}

    def on_hand_at(self, location: LocationCode) -> int:
        """Pieces that lie there."""
        return self.by_location.get(location, 0)

    def free_at(self, location: LocationCode) -> int:
        """Pieces there that nobody has a claim on."""
        return self.on_hand_at(location) - self.reserved_at(location)

    def _evolve(self, event: InventoryEvent) -> None:
        self._sku = event.sku
        match event:
            case StockOpened(product_id=product_id):
                self.product_id = product_id
            case StockReserved() | StockReleased() | StockShipped():
                self._claim(event)
            case StockReceived() | StockCounted() | StockAdjusted() | StockReturned() | StockSynced():
                self._move(event)
            case StockTransferred(quantity=quantity, origin=origin, destination=destination):
                more(self.by_location, {origin: -quantity})
                more(self.by_location, {destination: quantity})
            case ThresholdSet() | StockRanLow():
                self._heed(event)
            case _:
                assert_never(event)

    def _move(self, event: Move) -> None:
        match event:
            case StockReceived(quantity=quantity):
                self._come(event.location, quantity)
            case StockCounted(on_hand=on_hand):
                self._come(event.location, on_hand - self.on_hand_at(event.location))
            case StockAdjusted(change=change):
                self._come(event.location, change)
            case StockSynced(on_hand=on_hand, source=source, sequence=sequence):
                self._come(event.location, on_hand - self.on_hand_at(event.location))
                self.sources = {**self.sources, source: sequence}
            case StockReturned(quantity=quantity, written_off=written_off):
                self._come(event.location, quantity - written_off)
                self._sold -= quantity
            case _:
                assert_never(event)

    def _come(self, location: LocationCode, pieces: int) -> None:
        self.on_hand += pieces
        more(self.by_location, {location: pieces})

    def _claim(self, event: Claim) -> None:
        match event:
            case StockReserved(order_id=order_id, quantity=quantity, locations=locations):
                self._put_aside(order_id, quantity, locations)
            case StockReleased(order_id=order_id, quantity=quantity, locations=locations):
                self._free(order_id, quantity, locations)
            case StockShipped(order_id=order_id, quantity=quantity, locations=locations):
                self.on_hand -= quantity
                more(self.by_location, locations or {MAIN: quantity}, -1)
                self._sold += quantity
                self._free(order_id, quantity, locations)
            case _:
                assert_never(event)
