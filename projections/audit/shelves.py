"""The law of pieces: arithmetic over the facts of one SKU, which stand in one stream and are checked one by one.

It holds over all places where pieces lie, and at each of them.
"""

from typing import Final
from uuid import UUID

from msgspec import Struct

from projections.audit.spots import Spot
from projections.shared.projection import Seen
from store.application.audit.conservation import Law
from store.domain.inventory.events import (
    StockAdjusted,
    StockCounted,
    StockOpened,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
    StockTransferred,
)
from store.domain.inventory.places import MAIN

_ORDINAL_BITS: Final = 16


class Mark(Struct, frozen=True, array_like=True, order=True):
    """Where a fact stands, and how much it says."""

    position: int
    stream: UUID
    version: int
    tag: str
    pieces: int = 0

    @property
    def transaction(self) -> int:
        """What was written together has this in common."""
        return self.position >> _ORDINAL_BITS


class Broken(Struct, frozen=True):
    """A law, the first fact after which it did not hold, and why."""

    law: Law
    mark: Mark
    words: str


STOCK_FACTS: Final = (
    StockOpened, StockReceived, StockCounted, StockAdjusted, StockReturned, StockSynced, StockReserved, StockReleased,
    StockShipped, StockTransferred,
)


def sku_of(fact: Seen) -> str:
    """The SKU that one of these is about."""
    event = fact.event
    if not isinstance(event, STOCK_FACTS):
        raise TypeError(type(event))
    return event.sku


def mark_of(fact: Seen, pieces: int = 0) -> Mark:
    """Where *fact* stands."""
    return Mark(fact.position, fact.stream, fact.version, str(type(fact.event).__struct_config__.tag), pieces)


class Shelf(Struct):
    """The pieces of one SKU, place by place, as the facts so far leave them."""

    sku: str
    stream: UUID
    spots: dict[str, Spot] = {}

    def take(self, fact: Seen) -> Broken | None:
        """Take a fact about these pieces; what it breaks, if anything."""
        event = fact.event
        match event:
            case StockOpened():
                pass
            case StockReceived() | StockCounted() | StockSynced() | StockAdjusted() | StockReturned():
                self.at(event.location).move(event)
            case StockTransferred(quantity=pieces, origin=origin, destination=destination):
                self.at(origin).come(-pieces)
                self.at(destination).come(pieces)
            case StockReserved() | StockReleased() | StockShipped():
                for place, pieces in (event.locations or {MAIN: event.quantity}).items():
                    self.at(place).claim(event, pieces)
            case _:
                raise TypeError(type(event))
        words = self._wrong(fact)
        return Broken(Law.STOCK, mark_of(fact), words) if words else None

    def at(self, place: str) -> Spot:
        """What lies at *place*."""
        return self.spots.setdefault(place, Spot())

    @property
    def whole(self) -> Spot:
        """All of it."""
        whole = Spot()
        for spot in self.spots.values():
            whole.add(spot)
        return whole

    def _wrong(self, fact: Seen) -> str:
        if fact.stream != self.stream:
            return f"{self.sku} is counted in another stream as well"
        whole = self.whole
        if whole.returned > whole.sold:
            return f"{whole.returned} pieces came back, {whole.sold} were sold"
        if said := getattr(fact.event, "locations", None):
            pieces = getattr(fact.event, "quantity", 0)
            if sum(said.values()) != pieces:
                return f"{pieces} pieces are {sum(said.values())} by the places it names"
        if words := whole.wrong():
            return words
        wrong = ((place, spot.wrong()) for place, spot in self.spots.items())
        return next((f"at {place} {words}" for place, words in wrong if words), "")
