"""Trying: what a draft promotion would have made of sales that were priced without it. Pure: the same in, the same out.

Each sale is reckoned again from what its price was reckoned from, with the draft beside the deals that were there. What
is sold stays the same: whether somebody had bought more, or less, nobody can reckon.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct, structs

from store.domain.pricing.quote import Goods, Quote, QuoteLine, TaxRate, reckon
from store.domain.pricing.reckoning import Circumstances
from store.domain.pricing.terms import Deal, Terms
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

DRAFT: Final = "draft"
"""What the draft is called among deals: no promotion has this id."""
MOST_CASES: Final = 50
"""Of goods below their cost so many are named: those that are so by the draft first."""


class Sale(Struct, frozen=True):
    """Something that was priced: ``name`` says what, ``costs`` are those of a piece at that time, where known."""

    name: str
    goods: tuple[Goods, ...]
    rate: TaxRate
    around: Circumstances
    costs: dict[Sku, Money] = {}


class BelowCost(Struct, frozen=True):
    """Pieces of a sale that bring less than they cost. ``paid`` is what is paid for one of them without tax, rounded
    down; ``new`` says that it is so by the draft, and was not before.
    """

    sale: str
    sku: Sku
    quantity: int
    paid: Money
    cost: Money
    new: bool


class Sums(Struct):
    """What came of all sales of one currency, in minor units; each ``would_…`` is with the draft.

    ``dearer`` counts those where the draft keeps a better promotion away. ``known`` counts the pieces whose cost is
    known: ``margin`` is what is paid for these, without tax, less what they cost. Shipping is not in it.
    """

    currency: str
    sales: int = 0
    cheaper: int = 0
    dearer: int = 0
    pieces: int = 0
    paid: int = 0
    would_pay: int = 0
    tax: int = 0
    would_tax: int = 0
    known: int = 0
    margin: int = 0
    would_margin: int = 0
    was_below: int = 0
    below: int = 0
    new_below: int = 0

    @property
    def given(self) -> int:
        """What is given away, tax and all."""
        return self.paid - self.would_pay


class Trial:
    """A draft on its way through sales, one after the other."""

    def __init__(self, terms: Terms) -> None:
        self.draft = Deal(DRAFT, DRAFT, structs.replace(terms, first_day=None, last_day=None))
        self.sums: dict[str, Sums] = {}
        self._new: list[BelowCost] = []
        self._old: list[BelowCost] = []

    @property
    def cases(self) -> tuple[BelowCost, ...]:
        """Pieces below their cost, at most :data:`MOST_CASES` of them."""
        return tuple([*self._new, *self._old][:MOST_CASES])

    def look_at(self, sale: Sale) -> None:
        """Take one more into account."""
        before, after = with_and_without(sale, self.draft)
        sums = self.sums.setdefault(sale.around.currency, Sums(sale.around.currency))
        sums.sales += 1
        sums.cheaper += after.total.minor < before.total.minor
        sums.dearer += after.total.minor > before.total.minor
        sums.pieces += sum(line.quantity for line in after.lines)
        sums.paid += before.total.minor
        sums.would_pay += after.total.minor
        sums.tax += before.tax_included.minor
        sums.would_tax += after.tax_included.minor
        for line, would, cost in _known(sale, before, after):
            sums.known += line.quantity
            sums.margin += _without_tax(line) - cost * line.quantity
            sums.would_margin += _without_tax(would) - cost * line.quantity
            sums.was_below += _without_tax(line) < cost * line.quantity
            if _without_tax(would) < cost * line.quantity:
                self._below(sale, line, would, cost)

    def _below(self, sale: Sale, line: QuoteLine, would: QuoteLine, cost: int) -> None:
        currency, sums = sale.around.currency, self.sums[sale.around.currency]
        new = _without_tax(line) >= cost * line.quantity
        sums.below += 1
        sums.new_below += new
        named = self._new if new else self._old
        if len(named) < MOST_CASES:
            paid = Money(_without_tax(would) // line.quantity, currency)
            named.append(BelowCost(sale.name, line.sku, line.quantity, paid, Money(cost, currency), new))


def with_and_without(sale: Sale, draft: Deal) -> tuple[Quote, Quote]:
    """What *sale* costs without the draft, and with it.

    A draft that gives nothing changes nothing, unless it goes together with others: it may have taken so little in
    their stead that one that goes with no other gives more.
    """
    deals = sale.around.deals
    after = reckon(sale.goods, sale.rate, structs.replace(sale.around, deals=(*deals, draft)))
    gives = any(it.deal.id == draft.id for it in after.reductions.made)
    if gives or (not draft.terms.alone and any(deal.terms.alone for deal in deals)):
        return reckon(sale.goods, sale.rate, sale.around), after
    return after, after


def _known(sale: Sale, before: Quote, after: Quote) -> Iterator[tuple[QuoteLine, QuoteLine, int]]:
    """The lines whose pieces have a known cost in that currency."""
    for line, would in zip(before.lines, after.lines, strict=True):
        cost = sale.costs.get(line.sku)
        if cost is not None and cost.currency == sale.around.currency:
            yield line, would, cost.minor


def _without_tax(line: QuoteLine) -> int:
    return line.paid.minor - line.tax_included.minor
