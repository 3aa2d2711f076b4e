"""Shares: what single pieces of an order were paid for, from what was written into it when it was placed.

The rule: what was paid for a line, reductions gone, is spread over its pieces. What was paid for sending, and the tax
in that, is spread over the lines by what was paid for them, and then over the pieces of each, in whole coins; coins
that are left over go to the largest remainders, the earlier one first. A piece's share so depends on nothing but the
order and on how many of its line were given back before, and all shares together are what was paid, in whatever steps
they are taken.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from store.domain.ordering.events import OrderLine, Share, Totals
from store.domain.ordering.parts import Part
from store.domain.shared.ids import PartId, Sku
from store.domain.shared.money import Money
from store.domain.shared.sharing import shared


def split(minor: int, weights: Sequence[int]) -> list[int]:
    """*minor* coins in proportion to *weights*, by largest remainder. Where nothing weighs anything, all do alike."""
    return shared(minor, weights if any(weights) else [1] * len(weights))


class LineShare(Struct, frozen=True):
    """What one line comes to, in minor units, over all its pieces."""

    quantity: int
    goods: int
    shipping: int
    tax_included: int

    def of(self, before: int, pieces: int, currency: str) -> Share:
        """The share of *pieces* after *before* others of the line had theirs."""
        goods, shipping, tax = (
            of_pieces(amount, before, pieces, self.quantity)
            for amount in (self.goods, self.shipping, self.tax_included)
        )
        return Share(Money(goods, currency), Money(shipping, currency), Money(tax, currency))


def line_shares(lines: Sequence[OrderLine], totals: Totals) -> dict[Sku, LineShare]:
    """What each line was paid for, and its part of what was paid for sending all of them."""
    goods = [line.paid.minor for line in lines]
    shipping = split(totals.shipping_paid.minor, goods)
    in_goods = Money.total((line.tax_included for line in lines), totals.total.currency)
    on_shipping = split((totals.tax_included - in_goods).minor, goods)
    taxes = [line.tax_included.minor + more for line, more in zip(lines, on_shipping, strict=True)]
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


def worth(lines: Sequence[tuple[Sku, int, int]], parts: Sequence[Part]) -> dict[PartId, int]:
    """What was paid for the goods of each part, without those that were cancelled, in minor units.

    *lines* are SKU, what was paid for all its pieces, and how many those were. All parts together, and what was given
    back for goods, are what was paid for goods.
    """
    found = {part.id: 0 for part in parts}
    for sku, paid, quantity in lines:
        before = sum(part.cancelled.get(sku, 0) for part in parts)
        for part in parts:
            kept = part.bought.get(sku, 0) - part.cancelled.get(sku, 0)
            found[part.id] += of_pieces(paid, before, kept, quantity)
            before += kept
    return found


def of_pieces(minor: int, before: int, pieces: int, quantity: int) -> int:
    """What *pieces* come to, after *before* others, of *quantity* that come to *minor* together."""
    return _of_first(minor, before + pieces, quantity) - _of_first(minor, before, quantity)


def _of_first(minor: int, pieces: int, quantity: int) -> int:
    """What the first *pieces* of a line come to: its coins by largest remainder, all pieces weighing alike."""
    each, left_over = divmod(minor, quantity)
    return each * pieces + min(pieces, left_over)
