"""Quote: what goods cost together, each cent accounted for.

Promotions reduce lines and shipping first; then what is left of each is taxed at the destination's rate for such goods.
Prices include tax, or it comes on top where they are shown without. How it is rounded is written into the quote, so
that it can be worked out again from what was recorded.
"""

import hashlib
from datetime import date
from typing import Final

from msgspec import Struct, json

from store.domain.pricing.priced import Goods, QuoteLine, TaxRate
from store.domain.pricing.reckoning import Carriage, Circumstances, Reductions, reduce
from store.domain.pricing.taxing import (
    Rounding,
    Taxable,
    Taxing,
    TaxPart,
    breakdown,
    shipping_parts,
    tax_of,
    taxes_of,
)
from store.domain.pricing.weighing import Piece
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

__all__ = ["Goods", "Quote", "QuoteLine", "TaxRate", "quote", "reckon", "tax_inside"]
HALF_UP_PER_LINE: Final = Rounding.HALF_UP_PER_LINE
_ANY_DAY: Final = date(2000, 1, 1)


class Quote(Struct, frozen=True):
    """The itemised price of a cart. ``total = subtotal + shipping - discount + tax_added``.

    ``subtotal`` and ``shipping`` are before discounts, ``discount`` is all that ``reductions`` took off both.
    ``tax_included`` is all the tax in ``total``; ``tax_added`` is the same where prices are without tax, else nothing.
    ``rate`` is the standard one at the place; ``taxes`` says what is taxed at which, and adds up to the total.
    """

    lines: tuple[QuoteLine, ...]
    subtotal: Money
    shipping: Money
    discount: Money
    tax_included: Money
    total: Money
    rate: TaxRate
    reductions: Reductions
    taxing: Taxing
    tax_added: Money
    shipping_tax: Money
    taxes: tuple[TaxPart, ...]

    @property
    def rounding(self) -> Rounding:
        """By which rule its taxes were rounded."""
        return self.taxing.rounding

    @property
    def shipping_discount(self) -> Money:
        """What was taken off shipping."""
        return Money(sum(it.shipping for it in self.reductions.made), self.total.currency)

    @property
    def shipping_tax_added(self) -> Money:
        """The part of what is paid for shipping that came on top of its price."""
        return self.shipping_tax if self.taxing.net else Money(0, self.total.currency)

    @property
    def shipping_paid(self) -> Money:
        """What the shopper pays for sending it."""
        return self.shipping - self.shipping_discount + self.shipping_tax_added

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
    discount, sent = Money(reductions.off, currency), Money(sum(it.shipping for it in reductions.made), currency)
    taxing = around.taxing
    parts = [
        Taxable(g.unit_price.minor * g.quantity - off.get(g.sku, 0), taxing.rates.get(g.sku, rate.ppm), g.quantity)
        for g in goods
    ]
    parts += shipping_parts((shipping - sent).minor, parts, rate.ppm, taxing)
    taxes = taxes_of(parts, taxing)
    lines = tuple(
        _line(g, off.get(g.sku, 0), part.ppm, tax, net=taxing.net)
        for g, part, tax in zip(goods, parts, taxes, strict=False)
    )
    tax = Money(sum(taxes), currency)
    added = tax if taxing.net else Money(0, currency)
    return Quote(
        lines, subtotal, shipping, discount, tax, subtotal + shipping - discount + added, rate, reductions, taxing,
        added, Money(sum(taxes[len(goods):]), currency), breakdown(parts, taxes, taxing),
    )


def _line(goods: Goods, discount: int, ppm: int, tax: int, *, net: bool) -> QuoteLine:
    currency = goods.unit_price.currency
    return QuoteLine(
        goods.sku, goods.quantity, goods.unit_price, goods.unit_price * goods.quantity, Money(tax, currency),
        Money(discount, currency), ppm, Money(tax if net else 0, currency),
    )


def tax_inside(gross: Money, rate: TaxRate) -> Money:
    """The tax that *gross* contains, half up to the smallest coin."""
    return Money(tax_of(gross.minor, rate.ppm), gross.currency)
