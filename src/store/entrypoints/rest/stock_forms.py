"""What one may send to ``/api/v1/inventory``."""

from typing import Annotated

from msgspec import Meta, Struct

from store.application.inventory.messages import AdjustStock, CountStock, PutRight, ReceiveStock
from store.application.shared.authority import Scope
from store.application.shared.errors import BadValue
from store.domain.inventory.events import Cause
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import Sku
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.stock_file import MOST_ROWS

_SKU = Annotated[str, Meta(min_length=1, max_length=120, pattern=VISIBLE, examples=["HARBOUR-MUG-SAGE"])]
_Pieces = Annotated[int, Meta(ge=0, le=1_000_000)]
_Change = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]
_Location = Annotated[str, Meta(max_length=20, pattern=PLAIN, examples=["MAIN"])]
"""A place of the shop; without one it is the first. One that isn't there is refused."""
_Sequence = Annotated[int, Meta(ge=1, le=2**53 - 1, examples=[1764324764])]


class ReceiptForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces that came in."""

    quantity: Annotated[int, Meta(ge=1, le=1_000_000, examples=[12])]
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None
    location: _Location | None = None


class CountForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody counted."""

    on_hand: Annotated[int, Meta(ge=0, le=1_000_000, examples=[40])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Yearly count"])]
    location: _Location | None = None


class AdjustmentForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How many pieces more there are, or fewer where it is negative, and why."""

    change: Annotated[int, Meta(ge=-1_000_000, le=1_000_000, examples=[-2])]
    cause: Annotated[Cause, Meta(examples=["damaged"])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Fell off the shelf"])]
    location: _Location | None = None


class ReturnForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces that came back from customers; those written off can't be sold again."""

    quantity: Annotated[int, Meta(ge=1, le=1_000_000, examples=[1])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Did not fit"])]
    written_off: Annotated[int, Meta(ge=0, le=1_000_000, examples=[0])] = 0
    location: _Location | None = None


class TransferForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces that went from one place of the shop to another."""

    quantity: Annotated[int, Meta(ge=1, le=1_000_000, examples=[3])]
    origin: _Location
    destination: Annotated[str, Meta(max_length=20, pattern=PLAIN, examples=["SHED"])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Room for the fair"])]


class ThresholdForm(Struct, frozen=True, forbid_unknown_fields=True):
    """At how few pieces to be told; null leaves it to the shop. With ``location`` of that place by itself."""

    threshold: Annotated[int, Meta(ge=0, le=1_000_000, examples=[5])] | None
    location: _Location | None = None


class StockRow(Struct, frozen=True, forbid_unknown_fields=True):
    """One wish: exactly one of ``receive``, ``change`` and ``set``. ``change`` takes a ``cause``, or is for another."""

    sku: _SKU
    receive: Annotated[int, Meta(ge=1, le=1_000_000, examples=[12])] | None = None
    change: _Change | None = None
    set: _Pieces | None = None
    cause: Cause = Cause.OTHER
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] = "in bulk"
    location: _Location | None = None

    def wish(self, scope: Scope) -> PutRight:
        """What it comes to, for whoever may do so within *scope*.

        :raises BadValue: if it says none of the three, or several.
        """
        sku, place = Sku(self.sku), place_of(self.location)
        match (self.receive, self.change, self.set):
            case (int(quantity), None, None):
                return ReceiveStock(sku=sku, quantity=quantity, scope=scope, location=place)
            case (None, int(change), None):
                return AdjustStock(
                    sku=sku, change=change, cause=self.cause, reason=self.reason, scope=scope, location=place
                )
            case (None, None, int(on_hand)):
                return CountStock(sku=sku, on_hand=on_hand, reason=self.reason, scope=scope, location=place)
            case _:
                raise BadValue(f"rows: {self.sku}", "say one of receive, change and set")


class BulkForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Wishes about stock, done one after the other."""

    rows: Annotated[list[StockRow], Meta(
        min_length=1, max_length=MOST_ROWS, examples=[[{"sku": "HARBOUR-MUG-SAGE", "receive": 12}]],
    )]


class MessageForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What an outside system says: how many there are, or by how many that changed; exactly one of both.

    ``sequence`` is larger than in each message of this system about this SKU before.
    """

    sequence: _Sequence
    on_hand: Annotated[int, Meta(ge=0, le=1_000_000, examples=[40])] | None = None
    change: _Change | None = None
    location: _Location | None = None


class SkuMessage(Struct, frozen=True, forbid_unknown_fields=True):
    """One of several messages."""

    sku: _SKU
    sequence: _Sequence
    on_hand: _Pieces | None = None
    change: _Change | None = None
    location: _Location | None = None


class MessagesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Messages of one system, taken one after the other."""

    messages: Annotated[list[SkuMessage], Meta(min_length=1, max_length=MOST_ROWS, examples=[
        [{"sku": "HARBOUR-MUG-SAGE", "sequence": 1764324765, "on_hand": 1000}],
    ])]


def place_of(location: str | None) -> LocationCode | None:
    """The place that somebody named, if they did."""
    return None if location is None else LocationCode(location)
