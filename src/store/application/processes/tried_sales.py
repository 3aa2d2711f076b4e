"""Beside trying promotions: what is looked up once in a run, and what came of it, in the words of the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from msgspec import structs

from store.application.cart.ports import Offer
from store.application.pricing.buyers import KnownBuyer
from store.application.pricing.trying import CostSince, PastOrder, PiecesBelowCost, Tried, TriedSums
from store.application.processes.recorded_prices import recorded
from store.application.shared.answers import Price
from store.domain.pricing.quote import Goods, TaxRate
from store.domain.pricing.segments import Segments
from store.domain.pricing.terms import Deal, Traits
from store.domain.pricing.trying import BelowCost, Sale, Sums, Trial
from store.domain.shared.ids import CartId, OrderNumber, Sku
from store.domain.shared.money import Money


@dataclass
class Known:
    """What was looked up once in a run."""

    offers: dict[Sku, Offer] = field(default_factory=dict)
    costs: dict[Sku, Sequence[CostSince]] = field(default_factory=dict)
    asked: set[Sku] = field(default_factory=set)

    def traits(self, skus: Iterable[Sku]) -> dict[Sku, Traits]:
        """What is known of these today."""
        return {
            sku: Traits(it.slug, it.brand, it.places) for sku in skus if (it := self.offers.get(sku)) is not None
        }

    def costs_at(self, skus: Iterable[Sku], at: datetime) -> dict[Sku, Money]:
        """What a piece of these cost then, where that was known."""
        found = {}
        for sku in skus:
            cost = next((it.cost for it in reversed(self.costs.get(sku, ())) if it.since <= at), None)
            if cost is not None:
                found[sku] = cost
        return found


def sale_of(sold: PastOrder, known: Known) -> Sale:
    """An order as it was placed, to be reckoned again."""
    skus, totals = [line.sku for line in sold.lines], sold.totals
    around, _ = recorded(sold.reckoned, sold.at.date(), totals.shipping)
    around = structs.replace(around, traits=known.traits(skus) | around.traits)
    goods = tuple(Goods(line.sku, line.quantity, line.unit_price) for line in sold.lines)
    rate = TaxRate(totals.tax_place, totals.tax_ppm)
    return Sale(sold.number, goods, rate, around, known.costs_at(skus, sold.at))


def as_bought_by(known: KnownBuyer | None, sale: Sale, draft: Deal, segments: Segments) -> Sale:
    """*sale* with as much of whoever bought as *draft* asks for. What was recorded stays: the deals of then are weighed
    as they were. Segments that they didn't ask for are as of today; whether somebody had ordered, as of then.
    """
    if known is None:
        return sale
    was, audience = sale.around.buyer, draft.terms.audience
    before = {segment for deal in sale.around.deals for segment in deal.terms.audience.segments}
    found = segments.of(known.bought, frozenset(audience.segments) - before)
    ordered = known.ordered if audience.first_order and was.ordered_before is None else was.ordered_before
    buyer = structs.replace(was, ordered_before=ordered, segments=(*was.segments, *found))
    return structs.replace(sale, around=structs.replace(sale.around, buyer=buyer))


def told(trial: Trial, *, more: bool, carts: bool) -> Tried:
    """What came of it."""
    sums = [_summed(trial.sums[currency]) for currency in sorted(trial.sums)]
    return Tried(sums, [_case(it, of_cart=carts) for it in trial.cases], more)


def _summed(it: Sums) -> TriedSums:
    def price(minor: int) -> Price:
        return Price.of(Money(minor, it.currency))

    return TriedSums(
        it.currency, it.sales, it.cheaper, it.dearer, it.pieces, price(it.paid), price(it.would_pay), price(it.given),
        price(it.tax - it.would_tax), it.known, price(it.margin) if it.known else None,
        price(it.would_margin) if it.known else None, it.was_below, it.below,
        it.new_below,
    )


def _case(it: BelowCost, *, of_cart: bool) -> PiecesBelowCost:
    return PiecesBelowCost(
        None if of_cart else OrderNumber(it.sale), CartId(UUID(it.sale)) if of_cart else None, it.sku, it.quantity,
        Price.of(it.paid), Price.of(it.cost), it.new,
    )
