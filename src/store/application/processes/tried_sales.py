"""Beside trying promotions: what is looked up once in a run, and what came of it, in the words of the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from store.application.cart.ports import Offer
from store.application.pricing.trying import CostSince, PiecesBelowCost, Tried, TriedSums
from store.application.shared.answers import Price
from store.domain.pricing.terms import Traits
from store.domain.pricing.trying import BelowCost, Sums, Trial
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
