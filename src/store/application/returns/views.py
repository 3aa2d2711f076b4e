"""What one may ask of returns, and what is answered. What lies outside the *scope* of a question is not there."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Query
from store.domain.shared.ids import OrderNumber, RefundId, Sku, VendorId


class ReturnMoment(Struct, frozen=True):
    """One step of a return's life, in words."""

    at: datetime
    what: str
    detail: str


class ReturnRefund(Struct, frozen=True):
    """How the money goes back: requested (on its way), refunded, or failed: then staff look after it."""

    id: RefundId
    status: str
    amount: Price
    at: datetime
    reason: str


class InsteadView(Struct, frozen=True):
    """The variant that is wanted for pieces, instead of money; ``not_sent`` is why it could not be sent after all.

    Where a piece of it ``costs`` less than one ``of`` what goes back, as was found when it was asked for, the same part
    of what was paid pays for it, and the rest is paid back.
    """

    sku: Sku
    name: str
    options_text: str
    not_sent: str | None = None
    costs: Price | None = None
    of: Price | None = None


class ReturnLineView(Struct, frozen=True):
    """Pieces of one kind, what was found of them, and what is wanted instead of money, if anything."""

    sku: Sku
    name: str
    options_text: str
    quantity: int
    accepted: int = 0
    restocked: int = 0
    refused: int = 0
    why: str = ""
    instead: InsteadView | None = None


class ReturnParcel(Struct, frozen=True):
    """The parcel it comes in, where the shop pays for its way. ``link`` is where its carrier shows it."""

    carrier: str
    tracking: str
    link: str | None


class ReturnView(Struct, frozen=True):
    """One return. ``words`` and ``photos`` (how many there are) are null once the person was forgotten.

    ``as_credit``: its money is wanted as credit with the shop; ``credited`` is how much became credit. What is wanted
    instead of money is put aside until ``kept_until``, where that is given; ``replaced_by`` is the order it is sent by.
    """

    number: str
    order: OrderNumber
    version: int
    status: str
    reason: str
    requested_at: datetime
    lines: list[ReturnLineView]
    words: str | None
    photos: int | None
    vendor: VendorId | None
    send_to: list[str]
    refused_because: str
    refund: ReturnRefund | None
    timeline: list[ReturnMoment]
    allowed: list[str]
    as_credit: bool = False
    credited: Price | None = None
    kept_until: datetime | None = None
    replaced_by: OrderNumber | None = None
    prepaid: bool = False
    """The shop pays for its way back."""
    parcel: ReturnParcel | None = None
    """Once there is a label for it."""
    replacement_token: str | None = None
    """What opens that order, for whoever showed what opens the one that was returned."""

    @property
    def exchanges(self) -> bool:
        """Whether anything else than money is wanted."""
        return any(line.instead for line in self.lines)

    @property
    def all_exchanged(self) -> bool:
        """Whether nothing but that is wanted, and it costs as much: no money goes back."""
        return all(line.instead and line.instead.costs is None for line in self.lines)


class GetReturn(Query[ReturnView], frozen=True):
    """One return, answered from the facts themselves. *order*, where it is given, is whose token was shown."""

    number: str
    order: OrderNumber | None = None
    scope: Scope = EVERYTHING


class ReturnsOfOrder(Query[list[ReturnView]], frozen=True):
    """All returns of an order, the first one first. Whoever asks must have proven they may see it."""

    number: OrderNumber


class ShowPhotograph(Query[bytes], frozen=True):
    """A photograph of a return, the first one being 1."""

    number: str
    photo: int
    order: OrderNumber | None = None
    scope: Scope = EVERYTHING


class PrintReturnSlip(Query[bytes], frozen=True):
    """What lies in the parcel, as a PDF."""

    number: str
    order: OrderNumber | None = None
    scope: Scope = EVERYTHING
