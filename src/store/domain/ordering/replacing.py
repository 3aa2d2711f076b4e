"""Replacing: what an order comes to that is sent for goods that came back (``docs/adr/0243``).

It is worth what was paid for these, coin by coin and with the tax in it: nothing is priced anew, so that what the
credit note takes back and what the new invoice says are the same. What was paid for sending goes along with it where
nothing of the first order is left with its shopper: neither something of it, nor what was sent for it before.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from store.domain.ordering.events import OrderLine, Share, TaxedAt, Totals
from store.domain.ordering.return_shares import goods_shares, returned_shares, together
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


class Exchanged(Struct, frozen=True):
    """What of an order is exchanged: the lines and the totals of what is sent for it."""

    lines: tuple[OrderLine, ...]
    totals: Totals
    pieces: dict[Sku, int]
    """What came back for it."""

    @property
    def worth(self) -> Money:
        """What of the share of the pieces that came back pays for it."""
        return self.totals.total


def exchanged(
    back: Mapping[Sku, int], instead: Mapping[Sku, OrderLine], returned: Mapping[Sku, int],
    cancelled: Mapping[Sku, int], lines: Sequence[OrderLine], totals: Totals,
    replaced: Mapping[Sku, int] | None = None,
) -> Exchanged:
    """What *instead* comes to, by the SKU that each is sent for, when all pieces of *back* came back and those
    *returned* had before, some of them *replaced*. Of what is sent only what it is called counts: what it costs follows
    from the order.
    """
    currency = totals.total.currency
    whole = returned_shares(back, returned, cancelled, lines, totals, replaced)
    goods = goods_shares(back, returned, lines, totals)
    sending = {sku: _less(share, goods.get(sku), currency) for sku, share in whole.items()}
    rates = {line.sku: totals.tax_ppm if line.tax_ppm is None else line.tax_ppm for line in lines}
    own = [line for line in lines if line.sku in instead]
    made = tuple(_line(line, instead[line.sku], back[line.sku], goods[line.sku]) for line in own)
    all_goods, all_sending = together((goods[line.sku] for line in own), currency), together(sending.values(), currency)
    every = together([all_goods, all_sending], currency)
    added = totals.tax_added is not None
    off = Money.total((line.discount for line in made if line.discount), currency)
    parts = [*((rates[line.sku], goods[line.sku]) for line in own), *((rates[sku], it) for sku, it in sending.items())]
    return Exchanged(made, Totals(
        subtotal=Money.total((line.total for line in made), currency),
        shipping=all_sending.shipping - all_sending.tax_included if added else all_sending.shipping,
        tax_included=every.tax_included, total=every.total, tax_place=totals.tax_place, tax_ppm=totals.tax_ppm,
        rounding=totals.rounding,
        taxes=_taxed(parts, currency) if totals.taxes else (), tax_added=every.tax_included if added else None,
        shipping_tax_added=all_sending.tax_included if added and all_sending.tax_included.minor else None,
        exempt=totals.exempt, rounded=off if off.minor else None,
    ), {line.sku: back[line.sku] for line in own})


def _line(was: OrderLine, now: OrderLine, pieces: int, share: Share) -> OrderLine:
    """Its price for one piece in whole coins; what these are too many is taken off again."""
    added = share.tax_included if was.tax_added else None
    net = share.goods - added if added else share.goods
    each = Money(-(-net.minor // pieces), net.currency)
    total = each * pieces
    return structs.replace(
        now, quantity=pieces, unit_price=each, total=total, tax_included=share.tax_included, tax_ppm=was.tax_ppm,
        discount=total - net if total != net else None, tax_added=added,
    )


def _less(share: Share, goods: Share | None, currency: str) -> Share:
    nothing = Money(0, currency)
    it = goods or Share(nothing, nothing, nothing)
    return Share(share.goods - it.goods, share.shipping, share.tax_included - it.tax_included)


def _taxed(parts: Sequence[tuple[int, Share]], currency: str) -> tuple[TaxedAt, ...]:
    found = []
    for ppm in sorted({ppm for ppm, _ in parts}, reverse=True):
        of_rate = together((share for rate, share in parts if rate == ppm), currency)
        found.append(TaxedAt(ppm, of_rate.total, of_rate.tax_included))
    return tuple(found)
