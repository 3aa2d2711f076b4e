"""Orders as they were placed, in a shop in memory, by looking at all there are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from projections.ordering.past_orders import PLACED, sold_of
from store.adapters.drivers.eventlog.codec import tag_of
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.application.pricing.trying import PastOrder
from store.domain.ordering.events import OrderCancelled

_CANCELLED = tag_of(OrderCancelled)


class MemoryPastOrders:
    """Twin of :class:`~projections.ordering.past_orders.PostgresPastOrders`."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def newest(self, since: datetime, most: int) -> Sequence[UUID]:
        """Those that no cancellation follows."""
        found: dict[UUID, datetime] = {}
        for row in self._log.select_notifications(1, self._log.newest(), topics=(PLACED, _CANCELLED)):
            id = row.originator_id
            if isinstance(id, UUID) and row.topic == PLACED and sold_of(row.state).replaces is None:
                found[id] = sold_of(row.state).at
            elif isinstance(id, UUID):
                found.pop(id, None)
        ordered = sorted((-at.timestamp(), id) for id, at in found.items() if at >= since)
        return [id for _, id in ordered[:most]]

    def sold(self, orders: Sequence[UUID]) -> Sequence[PastOrder]:
        """In the order that was asked for."""
        return [sold_of(row.state) for row in self._log.select_streams(orders) if row.topic == PLACED]
