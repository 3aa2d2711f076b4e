"""Being told that few are left: of each SKU, at a number of its own or at that of the shop."""

from datetime import datetime

from store.domain.inventory.errors import ThresholdNegative
from store.domain.inventory.events import InventoryEvent, StockRanLow, ThresholdSet
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import Sku, StockId


class Watched(Aggregate[InventoryEvent]):
    """The part of the stock of a SKU that knows when few are few."""

    id: StockId

    def __init__(self, id: StockId) -> None:
        super().__init__(id)
        self.threshold: int | None = None
        self.told_at: int | None = None
        """The number at which it was last told that few are left."""

    @property
    def available(self) -> int:
        """Pieces somebody may still buy."""
        raise NotImplementedError

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
