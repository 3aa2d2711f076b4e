"""Price receipts: what is said of how an order's price came about."""

from datetime import date, datetime

from msgspec import Struct

from store.application.ordering.messages import MeansView
from store.application.shared.answers import Price, VatCheckView
from store.application.shared.bus import Query
from store.domain.shared.ids import OrderNumber, Sku


class LineExplained(Struct, frozen=True):
    """One line: pieces times price, less its share of discounts, and the tax inside what is left, or on top of it.
    ``own_price`` is the shop's own, where that is in another currency; ``said``: the price follows from no rate.
    """

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
    own_price: Price | None = None
    said: bool = False


class ConversionExplained(Struct, frozen=True):
    """At which rate the shop's own amounts came into the currency of the order: ``rate`` of it for ``per`` of the own
    one, as ``source`` published it for ``day``, to multiples of ``step`` smallest units ``less`` some. All are null
    where every price was said for that currency. ``own_shipping`` is what sending costs in the shop's own.
    """

    base: str
    currency: str
    rate: str | None
    per: str | None
    source: str | None
    day: date | None
    step: int
    less: int
    own_shipping: Price | None
    own_free_from: Price | None


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
    conversion: ConversionExplained | None = None
    paid_by: MeansView | None = None
    vat_check: VatCheckView | None = None


class ExplainPrice(Query[Explanation], frozen=True):
    """Why does this order cost what it costs? Whoever asks must have proven they may see it."""

    number: OrderNumber
