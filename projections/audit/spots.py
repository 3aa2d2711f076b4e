"""The pieces of one SKU at one place of the shop, and the sums that must be right there."""

from typing import assert_never

from msgspec import Struct

from store.domain.inventory.events import (
    Claim,
    Move,
    StockAdjusted,
    StockCounted,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
)


class Spot(Struct):
    """What lies there, and how it came: ``received + corrected + moved = on_hand + sold - returned``.

    ``moved`` are pieces that came from other places of the shop, less those that went there.
    """

    received: int = 0
    corrected: int = 0
    moved: int = 0
    on_hand: int = 0
    reserved: int = 0
    sold: int = 0
    returned: int = 0

    def move(self, event: Move) -> None:
        """Take a fact about these pieces that is no order's."""
        match event:
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
            case _:
                assert_never(event)

    def come(self, pieces: int) -> None:
        """Take in pieces of another place; give them there, where it is negative."""
        self.moved += pieces
        self.on_hand += pieces

    def claim(self, event: Claim, pieces: int) -> None:
        """Take what an order does to *pieces* of these."""
        match event:
            case StockReserved():
                self.reserved += pieces
            case StockReleased():
                self.reserved -= pieces
            case StockShipped():
                self.reserved -= pieces
                self.on_hand -= pieces
                self.sold += pieces
            case _:
                assert_never(event)

    def add(self, other: "Spot") -> None:
        """Be both together."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def wrong(self) -> str:
        """What does not add up, in words; nothing if all does."""
        came = self.received + self.corrected + self.moved
        if came != self.on_hand + self.sold - self.returned:
            back = f", {self.returned} returned" if self.returned else ""
            return f"{came} pieces came in, but {self.on_hand} are on hand and {self.sold} sold{back}"
        if self.reserved > self.on_hand:
            return f"{self.reserved} pieces are promised, {self.on_hand} are on hand"
        if self.reserved < 0:
            return f"{-self.reserved} more pieces were given back or sent than were ever put aside"
        return ""
