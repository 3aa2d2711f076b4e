"""Price receipts: what is said of how an order's price came about."""

from datetime import date, datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Query
from store.domain.shared.ids import OrderNumber, Sku


class LineExplained(Struct, frozen=True):
    """One line: pieces times price, less its share of discounts, and the tax inside what is left, or on top of it."""

    sku: Sku
    name: str
    quantity: int
    unit_price: Price
    total: Price
    discount: Price
    paid: Price
    tax_included: Price
    tax_ppm: int = 0
    tax_added: Price | None = None


class TaxExplained(Struct, frozen=True):
    """All that was taxed at one rate: what is paid for it, tax and all, and the tax."""

    ppm: int
    paid: Price
    tax: Price


class Share(Struct, frozen=True):
    """What a promotion took off one line."""

    sku: Sku
    amount: Price


class PromotionConsidered(Struct, frozen=True):
    """A promotion that was weighed: what it took off, line by line and of shipping; or in words why it took nothing."""

    name: str
    code: str | None
    applied: bool
    amount: Price
    shipping: Price
    shares: list[Share]
    why_not: str | None


class Explanation(Struct, frozen=True):
    """Why this price. ``matches`` says whether reckoning it again comes to what was recorded and asked for, and
    ``differences`` in words where not. ``complete`` is false for orders that were placed before all inputs were
    recorded: their shipping is taken as it stands.
    """

    number: OrderNumber
    placed_at: datetime
    day: date
    matches: bool
    complete: bool
    differences: list[str]
    lines: list[LineExplained]
    promotions: list[PromotionConsidered]
    subtotal: Price
    shipping_price: Price
    shipping_free_from: Price | None
    shipping: Price
    shipping_discount: Price
    shipping_paid: Price
    shipping_tax: Price
    discount: Price
    tax_included: Price
    tax_place: str
    tax_ppm: int
    rounding: str
    total: Price
    recorded_total: Price
    charged: Price | None
    taxes: list[TaxExplained] = []
    tax_added: Price | None = None
    tax_exempt: str | None = None


class ExplainPrice(Query[Explanation], frozen=True):
    """Why does this order cost what it costs? Whoever asks must have proven they may see it."""

    number: OrderNumber
