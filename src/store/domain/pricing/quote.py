"""Quote: what goods cost together, each cent accounted for.

Prices include tax. Promotions reduce lines and shipping first; the tax inside what is left of each is extracted at the
destination's rate and rounded half up, line by line. That policy is written into the quote, so that it can be worked
out again from what was recorded.
"""

import hashlib
from datetime import date
from typing import Final

from msgspec import Struct, json

from store.domain.pricing.reckoning import Carriage, Circumstances, Reductions, reduce
from store.domain.pricing.weighing import Piece
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

HALF_UP_PER_LINE = "half-up-per-line"
_ANY_DAY: Final = date(2000, 1, 1)


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
    """One line of a quote. ``total`` is before ``discount``; ``tax_included`` is a part of what is left."""

    sku: Sku
    quantity: int
    unit_price: Money
    total: Money
    tax_included: Money
    discount: Money

    @property
    def paid(self) -> Money:
        """What the shopper pays for it."""
        return self.total - self.discount


class Quote(Struct, frozen=True):
    """The itemised price of a cart. ``total = subtotal + shipping - discount``; ``tax_included`` is a part of it.

    ``subtotal`` and ``shipping`` are before discounts, ``discount`` is all that ``reductions`` took off both.
    """

    lines: tuple[QuoteLine, ...]
    subtotal: Money
    shipping: Money
    discount: Money
    tax_included: Money
    total: Money
    rate: TaxRate
    reductions: Reductions
    rounding: str = HALF_UP_PER_LINE

    @property
    def shipping_discount(self) -> Money:
        """What was taken off shipping."""
        return Money(sum(it.shipping for it in self.reductions.made), self.total.currency)

    @property
    def shipping_tax(self) -> Money:
        """The tax inside what is paid for shipping."""
        return tax_inside(self.shipping - self.shipping_discount, self.rate)

    @property
    def seal(self) -> str:
        """A short fingerprint of what the shopper pays: how much of it is tax where they live changes nothing."""
        asked = [[(line.sku, line.quantity, line.unit_price) for line in self.lines], self.shipping, self.total]
        return hashlib.sha256(json.encode(asked)).hexdigest()[:20]


def quote(goods: tuple[Goods, ...], shipping: Money, rate: TaxRate) -> Quote:
    """Price *goods* sent for *shipping* to a place where *rate* is in force, without any promotion."""
    return reckon(goods, rate, Circumstances(shipping.currency, _ANY_DAY, Carriage(shipping)))


def reckon(goods: tuple[Goods, ...], rate: TaxRate, around: Circumstances) -> Quote:
    """Price *goods* sent to a place where *rate* is in force, as things are *around*."""
    currency = around.currency
    subtotal = Money.total((g.unit_price * g.quantity for g in goods), currency)
    shipping = around.carriage.cost(subtotal) if around.carriage else Money(0, currency)
    pieces = [
        Piece(g.sku, g.quantity, g.unit_price.minor, g.unit_price.minor * g.quantity) for g in goods
    ]
    reductions = reduce(pieces, shipping.minor, around)
    off: dict[Sku, int] = {}
    for made in reductions.made:
        for sku, less in made.goods.items():
            off[sku] = off.get(sku, 0) + less
    lines = tuple(_line(g, Money(off.get(g.sku, 0), currency), rate) for g in goods)
    discount, sent = Money(reductions.off, currency), Money(sum(it.shipping for it in reductions.made), currency)
    tax = Money.total((line.tax_included for line in lines), currency) + tax_inside(shipping - sent, rate)
    return Quote(
        lines, subtotal, shipping, discount, tax, subtotal + shipping - discount, rate, reductions,
    )


def _line(goods: Goods, discount: Money, rate: TaxRate) -> QuoteLine:
    total = goods.unit_price * goods.quantity
    return QuoteLine(goods.sku, goods.quantity, goods.unit_price, total, tax_inside(total - discount, rate), discount)


def tax_inside(gross: Money, rate: TaxRate) -> Money:
    """The tax that *gross* contains, half up to the smallest coin."""
    whole = 1_000_000 + rate.ppm
    return Money((2 * gross.minor * rate.ppm + whole) // (2 * whole), gross.currency)
