"""What one may ask of returns, and what is answered. What lies outside the *scope* of a question is not there."""

from datetime import date, datetime

from msgspec import Struct, field

from store.application.shared.answers import Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Query
from store.domain.shared.ids import AccountId, OrderNumber, RefundId, Sku, VendorId


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


class ReturnLineView(Struct, frozen=True):
    """Pieces of one kind, and what was found of them."""

    sku: Sku
    name: str
    options_text: str
    quantity: int
    accepted: int = 0
    restocked: int = 0
    refused: int = 0
    why: str = ""


class ReturnView(Struct, frozen=True):
    """One return. ``words`` and ``photos`` (how many there are) are null once the person was forgotten.

    ``as_credit``: its money is wanted as credit with the shop; ``credited`` is how much became credit.
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


class ReturnableLine(Struct, frozen=True):
    """A line of an order, and how many of it can go back; where none can, perhaps why."""

    sku: Sku
    name: str
    options_text: str
    quantity: int
    returnable: int
    why_not: str | None = None


class Returnable(Struct, frozen=True):
    """What of an order can go back, and until when: null while some of it is on its way."""

    number: OrderNumber
    until: date | None
    days: int
    lines: list[ReturnableLine]
    why_not: str | None


class GetReturnable(Query[Returnable], frozen=True):
    """What can go back of an order, by the policy that held when it was placed."""

    number: OrderNumber


class ReturnQuote(Struct, frozen=True):
    """What would come back for some pieces if all of them are accepted. *whole*: nothing of the order is left."""

    number: OrderNumber
    whole: bool
    goods: Price
    shipping: Price
    tax_included: Price
    total: Price
    to_credit: Price | None = None
    """What of it becomes credit again, since credit had paid for it."""
    may_be_credit: bool = False
    """Whether whoever asks may have all of it as credit."""


class QuoteReturn(Query[ReturnQuote], frozen=True):
    """What it would give back to send *pieces* back, to whoever is logged in. Refused as asking for it would be."""

    number: OrderNumber
    pieces: dict[Sku, int] = field(default_factory=dict)
    account_id: AccountId | None = None
