"""Being told that few are left: of each SKU, at a number of its own or at that of the shop, and at single places."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from store.domain.inventory.errors import ThresholdNegative
from store.domain.inventory.events import InventoryEvent, StockRanLow, ThresholdSet, Watch
from store.domain.inventory.places import LocationCode
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import Sku, StockId

Seen: TypeAlias = Mapping[LocationCode | None, int]
"""What can be bought at a moment: over all places, which is ``None``, and at each that is watched by itself."""


class Watched(Aggregate[InventoryEvent]):
    """The part of the stock of a SKU that knows when few are few."""

    id: StockId

    def __init__(self, id: StockId) -> None:
        super().__init__(id)
        self.threshold: int | None = None
        self.told_at: int | None = None
        """The number at which it was last told that few are left."""
        self.thresholds: dict[LocationCode, int] = {}
        """At how few pieces to tell of single places."""
        self._told_of: dict[LocationCode, int] = {}

    @property
    def available(self) -> int:
        """Pieces somebody may still buy."""
        raise NotImplementedError

    def free_at(self, location: LocationCode) -> int:
        """Those of them that lie there."""
        raise NotImplementedError

    def tell_at(
        self, sku: Sku, threshold: int | None, *, at: datetime, low_at: int | None = None,
        location: LocationCode | None = None,
    ) -> None:
        """Tell when no more than *threshold* pieces can be bought; ``None`` leaves it to the shop. Again is no fact.

        A SKU that is low by this number and was not by the one before is told at once. With *location* it is told of
        that place by itself, where the shop has no number.
        """
        if threshold is not None and threshold < 0:
            raise ThresholdNegative
        if threshold == (self.threshold if location is None else self.thresholds.get(location)):
            return
        was_low = self.is_low(low_at) if location is None else self.is_low_at(location)
        self._record(ThresholdSet(at=at, sku=sku, threshold=threshold, location=location))
        if not was_low:
            self._tell(sku, location, low_at, at)

    def is_low(self, low_at: int | None) -> bool:
        """Whether so few can be bought that somebody wants to know."""
        limit = self._limit(None, low_at)
        return limit is not None and self.available <= limit

    def is_low_at(self, location: LocationCode) -> bool:
        """Whether so few can be bought from there that somebody wants to know."""
        return location in self.thresholds and self.free_at(location) <= self.thresholds[location]

    @property
    def told_low(self) -> dict[LocationCode, int]:
        """Places of which it was told that few are left and still are, and how many can be bought from there."""
        return {it: self.free_at(it) for it, told in self._told_of.items() if self.free_at(it) <= told}

    def _limit(self, location: LocationCode | None, low_at: int | None) -> int | None:
        if location is not None:
            return self.thresholds.get(location)
        return low_at if self.threshold is None else self.threshold

    def _seen(self) -> Seen:
        return {None: self.available, **{it: self.free_at(it) for it in self.thresholds}}

    def _watch(self, sku: Sku, before: Seen, low_at: int | None, at: datetime) -> None:
        """Tell of what was above its number *before*, and isn't any more."""
        for location, pieces in before.items():
            limit = self._limit(location, low_at)
            if limit is not None and pieces > limit:
                self._tell(sku, location, low_at, at)

    def _tell(self, sku: Sku, location: LocationCode | None, low_at: int | None, at: datetime) -> None:
        limit, left = self._limit(location, low_at), self.available if location is None else self.free_at(location)
        if limit is not None and left <= limit:
            self._record(StockRanLow(at=at, sku=sku, available=left, threshold=limit, location=location))

    def _heed(self, event: Watch) -> None:
        place, number = event.location, event.threshold
        if isinstance(event, StockRanLow):
            if place is None:
                self.told_at = number
            else:
                self._told_of[place] = event.threshold
        elif place is None:
            self.threshold = number
        else:
            others = {it: few for it, few in self.thresholds.items() if it != place}
            self.thresholds = others if number is None else {**others, place: number}
