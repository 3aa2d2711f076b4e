"""What pieces cost, in a shop in memory, by looking at all that was told."""

from collections.abc import Mapping, Sequence

from store.adapters.drivers.eventlog.codec import EventCodec, tag_of
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.application.pricing.trying import CostSince
from store.domain.inventory.events import CostTold
from store.domain.shared.ids import Sku, stock_of


class MemoryCosts:
    """Twin of :class:`~projections.inventory.unit_costs.PostgresCosts`."""

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    def of(self, skus: Sequence[Sku]) -> Mapping[Sku, Sequence[CostSince]]:
        """Those of which somebody told."""
        found: dict[Sku, list[CostSince]] = {}
        for sku in dict.fromkeys(skus):
            stream = stock_of(sku)
            for row in self._log.select_streams([stream]):
                if row.topic == tag_of(CostTold):
                    event = self._codec.decode(row.topic, row.state, stream, row.originator_version)
                    if isinstance(event, CostTold):
                        found.setdefault(sku, []).append(CostSince(event.at, event.cost))
        return found
