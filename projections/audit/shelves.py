"""The law of pieces: arithmetic over the facts of one SKU, which stand in one stream and are checked one by one."""

from typing import Final, assert_never
from uuid import UUID

from msgspec import Struct

from projections.shared.projection import Seen
from store.application.audit.conservation import Law
from store.domain.inventory.events import (
    Claim,
    StockAdjusted,
    StockCounted,
    StockOpened,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
)

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
    StockShipped,
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
    """The pieces of one SKU, as the facts so far leave them."""

    sku: str
    stream: UUID
    received: int = 0
    corrected: int = 0
    on_hand: int = 0
    reserved: int = 0
    sold: int = 0
    returned: int = 0

    def take(self, fact: Seen) -> Broken | None:
        """Take a fact about these pieces; what it breaks, if anything."""
        match fact.event:
            case StockOpened():
                pass
            case StockReceived(quantity=pieces):
                self.received += pieces
                self.on_hand += pieces
            case StockCounted(on_hand=on_hand, was=was) | StockSynced(on_hand=on_hand, was=was):
                self.corrected += on_hand - was
                self.on_hand = on_hand
            case StockAdjusted(change=change):
                self.corrected += change
                self.on_hand += change
            case StockReturned(quantity=pieces, written_off=gone):
                self.returned += pieces
                self.corrected -= gone
                self.on_hand += pieces - gone
            case StockReserved() | StockReleased() | StockShipped():
                self._claim(fact.event)
            case _:
                raise TypeError(type(fact.event))
        words = self._wrong(fact)
        return Broken(Law.STOCK, mark_of(fact), words) if words else None

    def _claim(self, event: Claim) -> None:
        match event:
            case StockReserved(quantity=pieces):
                self.reserved += pieces
            case StockReleased(quantity=pieces):
                self.reserved -= pieces
            case StockShipped(quantity=pieces):
                self.reserved -= pieces
                self.on_hand -= pieces
                self.sold += pieces
            case _:
                assert_never(event)

    def _wrong(self, fact: Seen) -> str:
        came = self.received + self.corrected
        if fact.stream != self.stream:
            return f"{self.sku} is counted in another stream as well"
        if came != self.on_hand + self.sold - self.returned:
            back = f", {self.returned} returned" if self.returned else ""
            return f"{came} pieces came in, but {self.on_hand} are on hand and {self.sold} sold{back}"
        if self.returned > self.sold:
            return f"{self.returned} pieces came back, {self.sold} were sold"
        if self.reserved > self.on_hand:
            return f"{self.reserved} pieces are promised, {self.on_hand} are on hand"
        if self.reserved < 0:
            return f"{-self.reserved} more pieces were given back or sent than were ever put aside"
        return ""
