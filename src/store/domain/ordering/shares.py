"""Shares: what single pieces of an order were paid for, from what was written into it when it was placed.

The rule: what was paid for the goods, for sending them, and the tax in both, is spread over the lines and then over the
pieces of each, by what the lines cost, in whole coins; coins that are left over go to the largest remainders, the
earlier one first. A piece's share so depends on nothing but the order and on how many of its line were given back
before, and all shares together are what was paid, in whatever steps they are taken.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from store.domain.ordering.events import OrderLine, Share, Totals
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


def split(minor: int, weights: Sequence[int]) -> list[int]:
    """*minor* coins in proportion to *weights*, by largest remainder. Where nothing weighs anything, all do alike."""
    weights = weights if any(weights) else [1] * len(weights)
    whole = sum(weights)
    parts = [minor * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(minor * weights[i] % whole), i))
    for i in by_remainder[:minor - sum(parts)]:
        parts[i] += 1
    return parts


class LineShare(Struct, frozen=True):
    """What one line comes to, in minor units, over all its pieces."""

    quantity: int
    goods: int
    shipping: int
    tax_included: int

    def of(self, before: int, pieces: int, currency: str) -> Share:
        """The share of *pieces* after *before* others of the line had theirs."""
        goods, shipping, tax = (
            _of_first(amount, before + pieces, self.quantity) - _of_first(amount, before, self.quantity)
            for amount in (self.goods, self.shipping, self.tax_included)
        )
        return Share(Money(goods, currency), Money(shipping, currency), Money(tax, currency))


def line_shares(lines: Sequence[OrderLine], totals: Totals) -> dict[Sku, LineShare]:
    """What each line was paid for. What was paid for the goods is the total without the shipping, reductions gone."""
    prices = [line.total.minor for line in lines]
    sent = totals.shipping_paid.minor
    goods = (
        [line.paid.minor for line in lines] if totals.discounts else split(totals.total.minor - sent, prices)
    )
    shipping = split(sent, prices)
    taxes = [line.tax_included.minor for line in lines]
    on_shipping = totals.tax_included.minor - sum(taxes)
    if on_shipping >= 0:
        taxes = [tax + more for tax, more in zip(taxes, split(on_shipping, prices), strict=True)]
    else:
        taxes = split(totals.tax_included.minor, taxes)
    return {
        line.sku: LineShare(line.quantity, *of_line)
        for line, *of_line in zip(lines, goods, shipping, taxes, strict=True)
    }


def share_of(
    pieces: Mapping[Sku, int], before: Mapping[Sku, int], lines: Sequence[OrderLine], totals: Totals
) -> Share:
    """The share of *pieces*, when those in *before* had theirs already."""
    of_line, currency = line_shares(lines, totals), totals.total.currency
    parts = [of_line[sku].of(before.get(sku, 0), count, currency) for sku, count in pieces.items()]
    return Share(
        Money.total((part.goods for part in parts), currency), Money.total((part.shipping for part in parts), currency),
        Money.total((part.tax_included for part in parts), currency),
    )


def _of_first(minor: int, pieces: int, quantity: int) -> int:
    """What the first *pieces* of a line come to: its coins by largest remainder, all pieces weighing alike."""
    each, left_over = divmod(minor, quantity)
    return each * pieces + min(pieces, left_over)
