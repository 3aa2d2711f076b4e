"""What a draft promotion would have made of past orders and open carts: the question, its answer, and what it needs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Query
from store.domain.pricing.terms import Terms
from store.domain.shared.ids import CartId, OrderNumber, Sku
from store.domain.shared.money import Money

MOST_ORDERS: Final = 10_000
MOST_CARTS: Final = 2_000
MOST_DAYS: Final = 365


class PiecesBelowCost(Struct, frozen=True):
    """Pieces that bring less than they cost. ``order`` is the number of an order, or null where it is ``cart``.

    ``paid`` is for one of them, without tax; ``new`` says that it is so by the draft, and was not before.
    """

    order: OrderNumber | None
    cart: CartId | None
    sku: Sku
    quantity: int
    paid: Price
    cost: Price
    new: bool


class TriedSums(Struct, frozen=True):
    """What came of all sales in one currency. ``sales`` were looked at: ``cheaper`` of them are so by the draft, and
    ``dearer`` those where it keeps a better promotion away.

    ``given`` is ``paid`` less ``would_pay``, and ``tax_given`` the tax in it. ``known`` of the ``pieces`` have a cost
    that is known: the margins are what is paid for these, without tax, less what they cost; null where there are none.
    ``was_below`` and ``below`` count lines below their cost without and with the draft, ``new_below`` those that
    are so by it and were not before.
    """

    currency: str
    sales: int
    cheaper: int
    dearer: int
    pieces: int
    paid: Price
    would_pay: Price
    given: Price
    tax_given: Price
    known: int
    margin: Price | None
    would_margin: Price | None
    was_below: int
    below: int
    new_below: int


class Tried(Struct, frozen=True):
    """What came of it, currency by currency. ``more`` says that there were more of them than are looked at.
    ``below_cost`` are at most 50, those first that are so by the draft.
    """

    sums: list[TriedSums]
    below_cost: list[PiecesBelowCost]
    more: bool


class PromotionTried(Struct, frozen=True):
    """What a draft would have made of what was sold, and of what lies in carts. Nobody buys more or less in it."""

    since: datetime
    days: int
    orders: Tried
    carts: Tried


class TryPromotion(Query[PromotionTried], frozen=True):
    """What would *terms* have made of the orders of the last *days*, and of carts touched in them? Nothing changes."""

    terms: Terms
    days: int = 30


class SoldLine(Struct, frozen=True):
    """What was bought, at which price."""

    sku: Sku
    quantity: int
    unit_price: Money


class SoldTotals(Struct, frozen=True):
    """As much of an order's totals as it takes to reckon it again."""

    shipping: Money
    total: Money
    tax_place: str
    tax_ppm: int


class PastOrder(Struct, frozen=True):
    """An order as it was placed, without whoever placed it; ``replaces``, where it was sent for what came back."""

    at: datetime
    number: OrderNumber
    lines: tuple[SoldLine, ...]
    totals: SoldTotals
    reckoned: dict[str, Any] | None = None
    replaces: dict[str, Any] | None = None


class PastOrders(Protocol):
    def newest(self, since: datetime, most: int) -> Sequence[UUID]:
        """The streams of orders that somebody bought since then and that aren't cancelled, the newest first."""

    def sold(self, orders: Sequence[UUID]) -> Sequence[PastOrder]:
        """How these were placed, in one statement, without opening what is personal."""


class TouchedCarts(Protocol):
    def since(self, instant: datetime, most: int) -> Sequence[CartId]:
        """At most so many carts that something happened to since then, whatever became of them, the newest first."""


class CostSince(Struct, frozen=True):
    """What a piece costs from then on; nothing where nobody knows any more."""

    since: datetime
    cost: Money | None


class Costs(Protocol):
    def of(self, skus: Sequence[Sku]) -> Mapping[Sku, Sequence[CostSince]]:
        """What pieces of these cost over time, the oldest first, where somebody told."""
