"""What may be done about pieces by a form, and the wish behind each."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    ReceiveStock,
    SetThreshold,
    StockLevel,
    TakeBackStock,
    TellCost,
    TransferStock,
)
from store.application.shared.bus import Command
from store.domain.inventory.events import Cause
from store.domain.shared.ids import Sku
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.terms_forms import money_of
from store.entrypoints.shared.terms_shapes import AmountForm

_MOST: Final = 1_000_000
_Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
_Place = Annotated[str, Meta(min_length=1, max_length=20)]
_Pieces = Annotated[int, Meta(ge=1, le=_MOST)]


class CountForm(Struct, frozen=True):
    """What somebody counted, and why; and what the page said was there when they did."""

    on_hand: Annotated[int, Meta(ge=0, le=_MOST)]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
    shown: int | None = None


class ReceiptForm(Struct, frozen=True):
    """What came in, and where from."""

    quantity: Annotated[int, Meta(ge=1, le=_MOST)]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]


WORDS: Final = {
    "on_hand": "Write how many there are: a whole number from 0 to 1,000,000.",
    "quantity": "Write how many came in: a whole number from 1 to 1,000,000.",
    "shown": "Load this page again: it doesn't say how many there were.",
    "reason": "Say why, in at most 200 characters: whoever reads the history will want to know.",
}


class AdjustForm(Struct, frozen=True):
    """How many pieces more or fewer: which of both follows from what became of them."""

    what: Literal["found", "lost", "damaged", "more", "fewer"]
    pieces: _Pieces
    reason: _Reason

    def command(self, sku: Sku) -> AdjustStock:
        """The wish behind it."""
        cause = Cause.OTHER if self.what in {"more", "fewer"} else Cause(self.what)
        change = self.pieces if self.what in {"found", "more"} else -self.pieces
        return AdjustStock(sku=sku, change=change, cause=cause, reason=self.reason)


class ReturnForm(Struct, frozen=True):
    """What came back, and how many of it can't be sold again."""

    quantity: _Pieces
    reason: _Reason
    written_off: Annotated[int, Meta(ge=0, le=_MOST)] = 0


class TransferForm(Struct, frozen=True):
    """How many went from one place to another."""

    quantity: _Pieces
    origin: _Place
    destination: _Place
    reason: _Reason


class ThresholdForm(Struct, frozen=True):
    """At how few to be told; left empty, the shop's own number is good."""

    threshold: Annotated[int, Meta(ge=0, le=_MOST)] | None = None


class CostForm(Struct, frozen=True):
    """What one piece costs the shop, without tax; left empty, nobody knows."""

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    cost: Annotated[str, Meta(pattern=r"^[0-9]{1,10}(\.[0-9]{1,3})?$")] | None = None

    def command(self, sku: Sku) -> TellCost:
        """The wish behind it."""
        cost = money_of("cost", AmountForm(self.cost, self.currency)) if self.cost else None
        return TellCost(sku=sku, cost=cost)


WORDS_OF_ACTS: Final = WORDS | {
    "what": "Choose what became of them.",
    "pieces": "Write how many pieces: a whole number from 1 to 1,000,000.",
    "origin": "Choose where they were.", "destination": "Choose where they are now.",
    "written_off": "Write how many can't be sold again: 0, or up to as many as came back.",
    "threshold": "Write a whole number from 0 to 1,000,000, or nothing for the shop's own.",
    "cost": "Write an amount such as 4.20, or nothing where nobody knows.",
}
ACTS: Final[Mapping[str, tuple[type[Struct], Callable[[Any, Sku], Command[StockLevel]]]]] = {
    "receive": (ReceiptForm, lambda form, sku: ReceiveStock(sku=sku, quantity=form.quantity)),
    "count": (
        CountForm,
        lambda form, sku: CountStock(sku=sku, on_hand=form.on_hand, reason=form.reason, shown=form.shown),
    ),
    "adjust": (AdjustForm, lambda form, sku: form.command(sku)),
    "return": (ReturnForm, lambda form, sku: TakeBackStock(
        sku=sku, quantity=form.quantity, written_off=form.written_off, reason=form.reason,
    )),
    "transfer": (TransferForm, lambda form, sku: TransferStock(
        sku=sku, quantity=form.quantity, origin=form.origin, destination=form.destination, reason=form.reason,
    )),
    "threshold": (ThresholdForm, lambda form, sku: SetThreshold(sku=sku, threshold=form.threshold)),
    "cost": (CostForm, lambda form, sku: form.command(sku)),
}
"""What may be done on the page: the form of each, and the wish behind it."""
AT_A_PLACE: Final = frozenset({"receive", "count", "adjust", "return", "threshold"})
