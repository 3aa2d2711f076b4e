"""Judging returns: all that the rules ask about a wish to send goods back, whoever reads it from where.

What is wanted is said step by step (:data:`Steps`), so that a command reads it inside its transaction and a question
beside it, and both judge alike.
"""

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.returns.ports import ReturnDesk
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.category import Category
from store.domain.catalogue.product import Product
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.ordering.parcels import Parcel
from store.domain.ordering.parts import added, less
from store.domain.pricing.shipping_plan import ShippingPlan
from store.domain.pricing.shipping_rules import Shipping
from store.domain.returns.policies import ReturnPolicies
from store.domain.returns.policy import Wish
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CategoryId, Sku, return_policy, shipping, stock_of

Wanted: TypeAlias = Sequence[tuple[type[Aggregate[Any]], UUID]]
T = TypeVar("T")
Steps: TypeAlias = Generator[Wanted, list[Any], T]


@dataclass(frozen=True)
class JudgingReturns:
    clock: Clock
    desk: ReturnDesk
    estimating: EstimatingDelivery

    def wish(self, order: Order, pieces: Mapping[Sku, int]) -> Steps[Wish]:
        """All that the rules ask, of an order that was placed."""
        placed = order.placed_at or self.clock.now()
        policies, sending = yield [(ReturnPolicies, return_policy()), (Shipping, shipping())]
        terms, today = policies.on(self.day(placed)), self.clock.today()
        categories: dict[Sku, frozenset[CategoryId]] = {}
        if terms.excluded:
            categories = yield from _categories([line.sku for line in order.lines])
        days = [(self._arrival(order, parcel, sending.plan), parcel) for parcel in order.parcels]
        there = [parcel for day, parcel in days if parcel.delivered_at or day < today]
        taken = added([order.pieces_returned, *order.claims.values()])
        all_there = not order.left and len(there) == len(days)
        return Wish(
            terms=terms, on=today, pieces={sku: count for sku, count in pieces.items() if count},
            paid=order.stage not in {Stage.BLANK, Stage.AWAITING_PAYMENT}, cancelled=order.stage is Stage.CANCELLED,
            arrived={sku: n for sku, n in less(added(it.pieces for it in there), taken).items() if n > 0},
            last_arrival=max((day for day, _ in days), default=None) if all_there else None,
            categories=categories, names={line.sku: line.name for line in order.lines},
        )

    def _arrival(self, order: Order, parcel: Parcel, said: ShippingPlan | None) -> date:
        """When it was delivered; where nobody said so, the last day of what was promised when it was sent."""
        if parcel.delivered_at:
            return self.day(parcel.delivered_at)
        if parcel.due:
            return parcel.due
        sent = self.day(parcel.sent_at)
        promised = self.estimating.of(order, sent, said)
        return promised.latest if promised else sent + timedelta(days=1)

    def day(self, moment: datetime) -> date:
        """On the shop's calendar."""
        return self.desk.day(moment)


def _categories(skus: Sequence[Sku]) -> Steps[dict[Sku, frozenset[CategoryId]]]:
    """In which categories goods are at present, with all that is above these."""
    stocks: list[Inventory] = yield [(Inventory, stock_of(sku)) for sku in skus]
    of_sku = {sku: stock.product_id for sku, stock in zip(skus, stocks, strict=True) if stock.product_id}
    ids = list(dict.fromkeys(of_sku.values()))
    products: list[Product] = (yield [(Product, id) for id in ids]) if ids else []
    direct = {
        it.id: {it.description.category, *it.description.categories} if it.description else set() for it in products
    }
    above: dict[CategoryId, set[CategoryId]] = {}
    open_yet: Collection[CategoryId] = {id for its in direct.values() for id in its}
    while open_yet:
        found: list[Category] = yield [(Category, id) for id in sorted(open_yet)]
        above |= {it.id: {id for id in (it.parent, it.into) if id} for it in found}
        open_yet = {id for its in above.values() for id in its} - set(above)
    return {sku: frozenset(_with_all_above(direct.get(id, set()), above)) for sku, id in of_sku.items()}


def _with_all_above(ids: Collection[CategoryId], above: Mapping[CategoryId, set[CategoryId]]) -> set[CategoryId]:
    found: set[CategoryId] = set()
    fresh = set(ids)
    while fresh:
        found |= fresh
        fresh = {up for id in fresh for up in above.get(id, set())} - found
    return found


def within(steps: Steps[T], work: UnitOfWork) -> T:
    """Carry *steps* out inside a transaction."""
    wanted = next(steps)
    try:
        while True:
            wanted = steps.send(work.gather(*wanted))
    except StopIteration as done:
        value: T = done.value
        return value


async def beside(steps: Steps[T], journal: AsyncJournal) -> T:
    """Carry *steps* out on the facts as they are."""
    wanted = next(steps)
    try:
        while True:
            histories = await journal.read([id for _, id in wanted])
            wanted = steps.send([kind.replay(id, histories.get(id, History()).events) for kind, id in wanted])
    except StopIteration as done:
        value: T = done.value
        return value
