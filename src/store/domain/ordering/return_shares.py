"""What pieces that come back were paid for (``docs/adr/0231``), from what was written into the order.

Pieces that were cancelled had their shares from the front of their line; those that come back have theirs from its
end. So no coin is given back twice, in whatever order both happen. What was paid for sending comes back with the return
after which nothing of the order is left with its shopper: then all shares together are what was paid, to the coin.
What was exchanged counts as left with them: they have what was sent for it (``docs/adr/0243``).
"""

from collections.abc import Iterable, Mapping, Sequence

from store.domain.ordering.events import OrderLine, Share, Totals
from store.domain.ordering.shares import LineShare, line_shares, of_pieces
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


def returned_shares(
    pieces: Mapping[Sku, int], returned: Mapping[Sku, int], cancelled: Mapping[Sku, int], lines: Sequence[OrderLine],
    totals: Totals, replaced: Mapping[Sku, int] | None = None,
) -> dict[Sku, Share]:
    """Line by line what *pieces* come to, when those *returned* had their share already. For those *replaced* among
    these others were sent.

    Where nothing is left after it, lines of which nothing comes back may have one too: their part of the sending.
    """
    of_line, currency = line_shares(lines, totals), totals.total.currency
    back = {line.sku: returned.get(line.sku, 0) + pieces.get(line.sku, 0) for line in lines}
    whole = not replaced and all(line.quantity == back[line.sku] + cancelled.get(line.sku, 0) for line in lines)
    found: dict[Sku, Share] = {}
    for line in lines:
        share = _goods(line, back[line.sku], pieces.get(line.sku, 0), currency)
        if whole:
            share = together([share, _sending(line, of_line[line.sku], cancelled.get(line.sku, 0), currency)], currency)
        if share.total.minor or pieces.get(line.sku):
            found[line.sku] = share
    return found


def goods_shares(
    pieces: Mapping[Sku, int], returned: Mapping[Sku, int], lines: Sequence[OrderLine], totals: Totals
) -> dict[Sku, Share]:
    """The same without what was paid for sending, of the lines that *pieces* are of."""
    currency = totals.total.currency
    return {
        line.sku: _goods(line, returned.get(line.sku, 0) + count, count, currency)
        for line in lines if (count := pieces.get(line.sku, 0))
    }


def together(shares: Iterable[Share], currency: str) -> Share:
    """Several as one."""
    several = list(shares)
    return Share(
        Money.total((it.goods for it in several), currency), Money.total((it.shipping for it in several), currency),
        Money.total((it.tax_included for it in several), currency),
    )


def _goods(line: OrderLine, back: int, pieces: int, currency: str) -> Share:
    before = line.quantity - back
    goods, tax = (
        of_pieces(minor, before, pieces, line.quantity) for minor in (line.paid.minor, line.tax_included.minor)
    )
    return Share(Money(goods, currency), Money(0, currency), Money(tax, currency))


def _sending(line: OrderLine, whole: LineShare, cancelled: int, currency: str) -> Share:
    """The line's part of what was paid for sending, and the tax in it, without what went back with cancelled pieces."""
    kept = line.quantity - cancelled
    shipping, tax, in_goods = (
        of_pieces(minor, cancelled, kept, line.quantity)
        for minor in (whole.shipping, whole.tax_included, line.tax_included.minor)
    )
    return Share(Money(0, currency), Money(shipping, currency), Money(tax - in_goods, currency))
