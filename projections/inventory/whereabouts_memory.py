"""What lies where without a database: folded from a log in memory whenever somebody asks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.application.inventory.locations import CountPiecesByLocation, PiecesThere
from store.application.shared.bus import answers
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import StockId


class MemoryWhereabouts:
    """Twin of :class:`~projections.inventory.whereabouts.PostgresWhereabouts`."""

    reads = ()

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    def may_lie_at(self, location: LocationCode) -> Sequence[StockId]:
        """Never behind."""
        return [StockId(stock.id) for stock in self._stocks() if stock.on_hand_at(location)]

    @answers(CountPiecesByLocation)
    async def all(self, query: CountPiecesByLocation) -> list[PiecesThere]:
        """Stock by stock."""
        del query
        stocks = self._stocks()
        places = sorted({place for stock in stocks for place in stock.by_location})
        return [
            PiecesThere(
                place, sum(place in stock.by_location for stock in stocks),
                sum(stock.on_hand_at(place) for stock in stocks), sum(stock.reserved_at(place) for stock in stocks),
            )
            for place in places
        ]

    def _stocks(self) -> list[Inventory]:
        streams = dict.fromkeys(
            row.originator_id for row in self._log.select_notifications(1, 10**9)
            if row.topic.startswith("inventory/") and not row.topic.startswith("inventory/location")
        )
        return [
            Inventory.replay(StockId(stream), self._events(stream)) for stream in streams if isinstance(stream, UUID)
        ]

    def _events(self, stream: UUID) -> list[Any]:
        return [
            self._codec.decode(row.topic, row.state, stream, row.originator_version)
            for row in self._log.select_events(stream)
        ]
