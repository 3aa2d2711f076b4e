"""Papers of orders: what an order was, as its invoice and its credit notes say it.

Nothing is reckoned anew: every amount stands in the order, or is a piece's share of it by the one rule there is
(``store.domain.ordering.shares``). So all papers of an order together come to what was paid and not given back.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from store.domain.invoicing.events import Buyer, Credit, GivenBackLine, Reduction, Sale, SoldLine, TaxAt
from store.domain.ordering.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderEvent,
    OrderLine,
    PiecesCancelled,
    PiecesReturned,
    Share,
    Totals,
)
from store.domain.ordering.order import Order
from store.domain.ordering.return_shares import returned_shares
from store.domain.ordering.shares import line_shares
from store.domain.shared.ids import OrderId, Sku
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal


class CalledOff(Struct, frozen=True):
    """Pieces that were paid for and are not to be sent, after those in *before*. *version* is that of the fact."""

    version: int
    pieces: Mapping[Sku, int]
    before: Mapping[Sku, int]
    share: Share
    reason: str
    shares: Mapping[Sku, Share] | None = None
    """Line by line, where pieces came back that were sent."""


class Bought(Order):
    """An order as its papers see it: when it was paid for too, and each time some of it was called off."""

    def __init__(self, id: OrderId) -> None:
        super().__init__(id)
        self.paid_at: datetime | None = None
        self.paid_by = 0
        """The version of the fact that it was paid for."""
        self.called_off: tuple[CalledOff, ...] = ()

    def _evolve(self, event: OrderEvent) -> None:
        version, before, left = self.version + 1, self.pieces_cancelled, self.left
        match event:
            case OrderConfirmed(at=at):
                self.paid_at, self.paid_by = at, version
            case PiecesCancelled(pieces=pieces, share=share, reason=reason):
                self.called_off += (CalledOff(version, pieces, before, share, reason),)
            case PiecesReturned(pieces=pieces, share=share, reason=reason) if self.totals:
                had = self.pieces_returned, before, self.lines, self.totals, self.pieces_replaced
                shares = returned_shares(pieces, *had)
                self.called_off += (CalledOff(version, pieces, before, share, reason, shares),)
            case OrderCancelled(share=Share() as share, reason=reason):
                self.called_off += (CalledOff(version, left, before, share, reason),)
            case _:
                pass  # whatever else becomes of it is no matter of papers
        super()._evolve(event)

    @property
    def credits(self) -> list[CalledOff]:
        """What calls for a credit note: where nothing goes back, there is nothing to take back."""
        return [it for it in self.called_off if it.share.total.minor]


def rate_of(line: OrderLine, totals: Totals) -> int:
    """The tax on *line*, in millionths."""
    return totals.tax_ppm if line.tax_ppm is None else line.tax_ppm


def buyer_of(order: Order) -> Personal[Buyer] | None:
    """To whom papers are made out: whoever the parcel goes to."""
    if order.address is None:
        return None
    it, number = order.address.value, order.vat_number.value if order.vat_number else ""
    vat_id = "" if isinstance(number, Erased) else number
    return Personal(order.address.subject, it if isinstance(it, Erased) else Buyer(
        it.name, it.line1, it.city, it.postal_code, it.country, it.line2, it.region, vat_id,
    ))


def sale_of(order: Order, totals: Totals, paid_at: datetime) -> Sale:
    """All of it, as it was agreed."""
    whole = {line.sku: line.quantity for line in order.lines}
    return Sale(
        ordered_at=order.placed_at or paid_at, paid_at=paid_at,
        lines=tuple(
            SoldLine(
                line.sku, line.name, line.quantity, line.unit_price, line.total, line.paid, rate_of(line, totals),
                line.options,
            ) for line in order.lines
        ),
        shipping_method=order.shipping_method, shipping=totals.shipping,
        taxes=tuple(TaxAt(it.ppm, it.paid - it.tax, it.tax) for it in totals.taxes) or _taxes(
            _shares(whole, {}, order, totals), order, totals,
        ), tax_place=totals.tax_place, total=totals.total,
        reductions=tuple(Reduction(it.name, it.amount) for it in totals.reductions), exempt=totals.exempt,
        credit=None if order.replaces else order.credit, returned=order.replaces.number if order.replaces else "",
    )


def credit_of(called_off: CalledOff, order: Order, totals: Totals) -> Credit:
    """What is taken back: the very share that is owed for it."""
    shares = called_off.shares or _shares(called_off.pieces, called_off.before, order, totals)
    by_sku = {line.sku: line for line in order.lines}
    return Credit(
        lines=tuple(
            GivenBackLine(
                sku, by_sku[sku].name, called_off.pieces[sku], share.goods, rate_of(by_sku[sku], totals),
                by_sku[sku].options,
            ) for sku, share in shares.items() if sku in called_off.pieces
        ),
        shipping=called_off.share.shipping, taxes=_taxes(shares, order, totals), total=called_off.share.total,
        reason=called_off.reason, to_credit=called_off.share.to_account, exchanged=called_off.share.exchanged,
    )


def _shares(
    pieces: Mapping[Sku, int], before: Mapping[Sku, int], order: Order, totals: Totals
) -> dict[Sku, Share]:
    of_line = line_shares(order.lines, totals)
    currency = totals.total.currency
    return {sku: of_line[sku].of(before.get(sku, 0), count, currency) for sku, count in pieces.items() if count}


def _taxes(shares: Mapping[Sku, Share], order: Order, totals: Totals) -> tuple[TaxAt, ...]:
    """What is taxed at which rate, the highest first. What sending costs is taxed like the goods that are sent."""
    rates = {line.sku: rate_of(line, totals) for line in order.lines}
    currency = totals.total.currency
    return tuple(
        _taxed(ppm, [share for sku, share in shares.items() if rates[sku] == ppm], currency)
        for ppm in sorted({rates[sku] for sku in shares}, reverse=True)
    )


def _taxed(ppm: int, shares: Iterable[Share], currency: str) -> TaxAt:
    gross, tax = Money(0, currency), Money(0, currency)
    for share in shares:
        gross, tax = gross + share.total, tax + share.tax_included
    return TaxAt(ppm, gross - tax, tax)
