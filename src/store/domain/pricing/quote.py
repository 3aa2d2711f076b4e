"""Quote: what goods cost together, each cent accounted for.

Prices include tax. The tax inside each line is extracted at the destination's rate and rounded half up,
line by line; that policy is written into the quote, so that it can be worked out again from what was recorded.
"""

import hashlib

from msgspec import Struct, json

from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

HALF_UP_PER_LINE = "half-up-per-line"


class Goods(Struct, frozen=True):
    """Pieces of one SKU at their unit price, tax included."""

    sku: Sku
    quantity: int
    unit_price: Money


class TaxRate(Struct, frozen=True):
    """A tax in force at a place: ``ppm`` are millionths of the net price, so 19 % is 190,000."""

    place: str
    ppm: int


class QuoteLine(Struct, frozen=True):
    """One line of a quote; ``tax_included`` is the part of ``total`` that is tax."""

    sku: Sku
    quantity: int
    unit_price: Money
    total: Money
    tax_included: Money


class Quote(Struct, frozen=True):
    """The itemised price of a cart. ``total = subtotal + shipping``; ``tax_included`` is a part of it."""

    lines: tuple[QuoteLine, ...]
    subtotal: Money
    shipping: Money
    tax_included: Money
    total: Money
    rate: TaxRate
    rounding: str = HALF_UP_PER_LINE

    @property
    def seal(self) -> str:
        """A short fingerprint of what the shopper pays: how much of it is tax where they live changes nothing."""
        asked = [[(line.sku, line.quantity, line.unit_price) for line in self.lines], self.shipping, self.total]
        return hashlib.sha256(json.encode(asked)).hexdigest()[:20]


def quote(goods: tuple[Goods, ...], shipping: Money, rate: TaxRate) -> Quote:
    """Price *goods* sent for *shipping* to a place where *rate* is in force."""
    currency = shipping.currency
    lines = tuple(
        QuoteLine(g.sku, g.quantity, g.unit_price, paid := g.unit_price * g.quantity, tax_inside(paid, rate))
        for g in goods
    )
    subtotal = Money.total((line.total for line in lines), currency)
    tax = Money.total((line.tax_included for line in lines), currency) + tax_inside(shipping, rate)
    return Quote(lines, subtotal, shipping, tax, subtotal + shipping, rate)


def tax_inside(gross: Money, rate: TaxRate) -> Money:
    """The tax that *gross* contains, half up to the smallest coin."""
    whole = 1_000_000 + rate.ppm
    return Money((2 * gross.minor * rate.ppm + whole) // (2 * whole), gross.currency)
