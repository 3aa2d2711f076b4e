"""What is promised to orders, and at which places it is put aside for them."""

from store.domain.inventory.places import MAIN, LocationCode, more
from store.domain.inventory.watching import Watched
from store.domain.shared.ids import OrderId, StockId


class Claimed(Watched):
    """The part of the stock of a SKU that knows who has a claim on it."""

    def __init__(self, id: StockId) -> None:
        super().__init__(id)
        self.reservations: dict[OrderId, int] = {}
        self._reserved = 0
        self._aside: dict[OrderId, dict[LocationCode, int]] = {}
        """From where orders are served that are not served from the first place alone."""
        self._reserved_elsewhere: dict[LocationCode, int] = {}

    def reserved_at(self, location: LocationCode) -> int:
        """Pieces that are put aside for orders there."""
        if location == MAIN:
            return self._reserved - sum(self._reserved_elsewhere.values())
        return self._reserved_elsewhere.get(location, 0)

    def aside_for(self, order_id: OrderId) -> dict[LocationCode, int]:
        """How many are put aside for an order at each place."""
        return self._aside.get(order_id) or {MAIN: self.reservations.get(order_id, 0)}

    def _put_aside(self, order_id: OrderId, quantity: int, locations: dict[LocationCode, int]) -> None:
        known = self.aside_for(order_id)
        self.reservations[order_id] = self.reservations.get(order_id, 0) + quantity
        self._reserved += quantity
        if locations or order_id in self._aside:
            aside = {place: pieces for place, pieces in known.items() if pieces}
            more(aside, locations or {MAIN: quantity})
            self._aside[order_id] = aside
            more(self._reserved_elsewhere, _elsewhere(locations))

    def _free(self, order_id: OrderId, quantity: int, locations: dict[LocationCode, int]) -> None:
        """Some of what was put aside is not any more."""
        if quantity >= self.reservations.get(order_id, 0):
            self._forget(order_id)
            return
        self.reservations[order_id] -= quantity
        self._reserved -= quantity
        if order_id in self._aside:
            freed = locations or {MAIN: quantity}
            more(self._aside[order_id], freed, -1)
            more(self._reserved_elsewhere, _elsewhere(freed), -1)

    def _forget(self, order_id: OrderId) -> None:
        self._reserved -= self.reservations.pop(order_id, 0)
        more(self._reserved_elsewhere, _elsewhere(self._aside.pop(order_id, {})), -1)


def _elsewhere(places: dict[LocationCode, int]) -> dict[LocationCode, int]:
    return {place: pieces for place, pieces in places.items() if place != MAIN}
