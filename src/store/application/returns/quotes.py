"""What could go back, what for, and what that would bring: asked before anything is."""

from datetime import date

from msgspec import Struct, field

from store.application.shared.answers import Price
from store.application.shared.bus import Query
from store.domain.shared.ids import AccountId, OrderNumber, Sku


class Choice(Struct, frozen=True):
    """A variant of the same product. ``state`` is ``same`` where it costs the same and ``cheaper`` where it costs less
    ``by`` so much: both can be had instead of money, and what is left of it is paid back. Else ``sold_out``, or
    ``dearer`` by so much.
    """

    sku: Sku
    name: str
    options_text: str
    state: str
    by: Price | None = None


class ReturnableLine(Struct, frozen=True):
    """A line of an order, and how many of it can go back; where none can, perhaps why. ``choices`` are the variants of
    the same product, its own first.
    """

    sku: Sku
    name: str
    options_text: str
    quantity: int
    returnable: int
    why_not: str | None = None
    choices: list[Choice] = []


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
    """What would come back for some pieces if all of them are accepted. *whole*: nothing of the order is left, or
    something was exchanged: what sending cost waits for no further piece.
    """

    number: OrderNumber
    version: int
    """Of the order."""
    whole: bool
    goods: Price
    shipping: Price
    tax_included: Price
    total: Price
    to_credit: Price | None = None
    """What of it becomes credit again, since credit had paid for it."""
    may_be_credit: bool = False
    """Whether whoever asks may have all of it as credit."""
    exchanged: Price | None = None
    """What of it pays for what is sent instead."""
    money: Price | None = None
    """What of it is paid back, as money or as credit, where something is exchanged."""


class QuoteReturn(Query[ReturnQuote], frozen=True):
    """What it would give back to send *pieces* back, to whoever is logged in. Refused as asking for it would be."""

    number: OrderNumber
    pieces: dict[Sku, int] = field(default_factory=dict)
    account_id: AccountId | None = None
    instead: dict[Sku, Sku] = field(default_factory=dict)
