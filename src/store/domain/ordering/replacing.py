"""Replacing: what an order comes to that is sent for goods that came back (``docs/adr/0243``).

It is worth what was paid for these, coin by coin and with the tax in it: nothing is priced anew, so that what the
credit note takes back and what the new invoice says are the same. What costs less takes so much of it as its price is
of the other's, and the rest of what was paid goes back (``docs/adr/0234``). What was paid for sending goes along with
it where nothing of the first order is left with its shopper: neither something of it, nor what was sent for it before.
It is taxed like the goods that are sent then, whatever it was paid for with: so are the credit notes of these.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Final

from msgspec import Struct, structs

from store.domain.ordering.events import OrderLine, Share, TaxedAt, Totals
from store.domain.ordering.return_shares import goods_shares, returned_shares, together
from store.domain.ordering.shares import line_shares, split
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

_MILLION: Final = 1_000_000


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
    replaced: Mapping[Sku, int] | None = None, parts: Mapping[Sku, Fraction] | None = None,
) -> Exchanged:
    """What *instead* comes to, by the SKU that each is sent for, when all pieces of *back* came back and those
    *returned* had before, some of them *replaced*. Of what is sent only what it is called counts: what it costs follows
    from the order, of which it takes all that was paid, or these *parts*.
    """
    currency = totals.total.currency
    whole = returned_shares(back, returned, cancelled, lines, totals, replaced)
    goods = goods_shares(back, returned, lines, totals)
    sending = {sku: _less(share, goods.get(sku), currency) for sku, share in whole.items()}
    was_taxed = {_rate(line, totals) for line in lines if line.sku in sending and sending[line.sku].total.minor}
    own = [line for line in lines if line.sku in instead]
    pays = {line.sku: _part(goods[line.sku], (parts or {}).get(line.sku, Fraction(1))) for line in own}
    made = tuple(_line(line, instead[line.sku], back[line.sku], pays[line.sku]) for line in own)
    all_goods = together(pays.values(), currency)
    all_sending = _taxed_like(made, together(sending.values(), currency), was_taxed, totals)
    every = together([all_goods, all_sending], currency)
    added = totals.tax_added is not None
    off = Money.total((line.discount for line in made if line.discount), currency)
    its = Totals(
        subtotal=Money.total((line.total for line in made), currency),
        shipping=all_sending.shipping - all_sending.tax_included if added else all_sending.shipping,
        tax_included=every.tax_included, total=every.total, tax_place=totals.tax_place, tax_ppm=totals.tax_ppm,
        rounding=totals.rounding, tax_added=every.tax_included if added else None,
        shipping_tax_added=all_sending.tax_included if added and all_sending.tax_included.minor else None,
        exempt=totals.exempt, rounded=off if off.minor else None,
    )
    taxes = _rate_by_rate(made, its) if totals.taxes else ()
    return Exchanged(made, structs.replace(its, taxes=taxes), {line.sku: back[line.sku] for line in own})


def _part(share: Share, part: Fraction) -> Share:
    """A *part* of what was paid for goods, and of the tax in it: half up, in whole coins."""
    goods, tax = (floor(minor * part + Fraction(1, 2)) for minor in (share.goods.minor, share.tax_included.minor))
    currency = share.goods.currency
    return structs.replace(share, goods=Money(goods, currency), tax_included=Money(tax, currency))


def _rate(line: OrderLine, totals: Totals) -> int:
    return totals.tax_ppm if line.tax_ppm is None else line.tax_ppm


def _taxed_like(made: Sequence[OrderLine], sending: Share, was_taxed: Collection[int], totals: Totals) -> Share:
    """*sending* with the tax that is in it where it goes along with these goods: as it was, if they are taxed at the
    same rates as those that it was paid for, or no tax was due.
    """
    if not sending.tax_included.minor or set(was_taxed) == {_rate(line, totals) for line in made}:
        return sending
    parts = split(sending.shipping.minor, [line.paid.minor for line in made])
    tax = sum(_tax_in(part, _rate(line, totals)) for part, line in zip(parts, made, strict=True))
    return structs.replace(sending, tax_included=Money(tax, totals.total.currency))


def _tax_in(minor: int, ppm: int) -> int:
    """Half up."""
    return (2 * minor * ppm + _MILLION + ppm) // (2 * (_MILLION + ppm))


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


def _rate_by_rate(made: Sequence[OrderLine], totals: Totals) -> tuple[TaxedAt, ...]:
    """As the credit notes of all its pieces will say it together."""
    currency, of_line, found = totals.total.currency, line_shares(made, totals), list[TaxedAt]()
    for ppm in sorted({_rate(line, totals) for line in made}, reverse=True):
        its = [of_line[line.sku].of(0, line.quantity, currency) for line in made if _rate(line, totals) == ppm]
        found.append(TaxedAt(ppm, together(its, currency).total, together(its, currency).tax_included))
    return tuple(found)
