"""Replacing goods: what was wanted for what came back is put aside for an order of its own, or said why not.

Where it can't be sent any more, the money goes back as if nobody had asked for anything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct, field

from store.application.cart.ports import Offer, Offers
from store.application.inventory.ports import Attention
from store.application.processes.pricing_carts import Prices
from store.application.processes.putting_aside import order_of_places
from store.application.processes.spared_taxes import spared
from store.application.processes.why_not_sent import (
    FORGOTTEN,
    NEVER_TAKEN,
    NOT_SENT_THERE,
    SOLD_OUT,
    why_not_offered,
)
from store.application.shared.ports import Ids
from store.application.shared.work import UnitOfWork
from store.domain.inventory.errors import NotEnoughStock
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import MAIN
from store.domain.ordering.events import OrderLine
from store.domain.ordering.order import Order
from store.domain.ordering.replacing import Exchanged, exchanged
from store.domain.payments.payment import Payment, Stage
from store.domain.pricing.rate_book import Place
from store.domain.pricing.shipping_rules import Shipping
from store.domain.returns.events import Instead, Part
from store.domain.returns.returning import Return
from store.domain.shared.ids import OrderId, OrderNumber, Sku, order_of, shipping
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased


class Replacement(Struct, frozen=True):
    """What is sent for goods that came back, put aside for its order; or why it isn't, by what came back."""

    number: OrderNumber
    method: str
    what: Exchanged | None = None
    not_replaced: Mapping[Sku, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReplacingGoods:
    offers: Offers
    prices: Prices
    ids: Ids
    attention: Attention

    def replaced(
        self, it: Return, order: Order, payment: Payment, accepted: Mapping[Sku, int],
        stocks: Mapping[Sku, Inventory], work: UnitOfWork, now: datetime,
    ) -> Replacement:
        """What is sent for what was *accepted*, put aside in *stocks*, among which is all that is wanted. Whatever was
        kept and isn't sent is free.
        """
        wanted = {sku: instead for sku, instead in it.instead.items() if accepted.get(sku)}
        number = OrderNumber(self.ids.number())
        method, why = self._method(order, payment, wanted, accepted, work)
        offers = self.offers.of(sorted({*wanted, *(it.sku for it in wanted.values())})) if wanted else {}
        free_of = spared(order, offers, work, self.prices, now)
        sent, not_sent, parts = dict[Sku, OrderLine](), dict[Sku, str](), dict[Sku, Part]()
        for sku, instead in wanted.items():
            offer, stock = offers.get(instead.sku), stocks[instead.sku]
            not_offered, parts[sku] = why_not_offered(
                _line(order, sku), offers.get(sku), offer, instead, aside=instead.sku in it.aside, spared=free_of,
            )
            reason = why or not_offered
            if not reason and not self._aside(it, instead.sku, accepted[sku], order_of(number), stock, work, now):
                reason = SOLD_OUT
            if reason or offer is None:
                not_sent[sku] = reason
            else:
                sent[sku] = _called(offer, order, sku, stock, order_of(number))
        for sku in sorted(it.aside):
            stocks[sku].release(sku, OrderId(it.id), at=now, exchange=True)
        if not sent or order.totals is None:
            return Replacement(number, method, None, not_sent)
        what = exchanged(
            accepted, sent, order.pieces_returned, order.pieces_cancelled, order.lines, order.totals,
            order.pieces_replaced, parts,
        )
        return Replacement(number, method, what, not_sent)

    def _aside(
        self, it: Return, sku: Sku, count: int, id: OrderId, stock: Inventory, work: UnitOfWork, now: datetime
    ) -> bool:
        if sku in it.aside:
            stock.hand_over(sku, OrderId(it.id), id, count, at=now)
            return True
        try:
            stock.reserve(
                sku, id, count, at=now, low_at=self.attention.low_at, by=order_of_places([stock], work),
            )
        except NotEnoughStock:
            return False
        return True

    def _method(
        self, order: Order, payment: Payment, wanted: Mapping[Sku, Instead], accepted: Mapping[Sku, int],
        work: UnitOfWork,
    ) -> tuple[str, str]:
        """In which way it is sent: the same, or if there is none any more, another; or why in none."""
        address = order.address.value if order.address else None
        if not wanted:
            return "", ""
        if payment.stage is not Stage.CAPTURED:
            return "", NEVER_TAKEN
        if address is None or isinstance(address, Erased):
            return "", FORGOTTEN
        plan = work.find(Shipping, shipping()).plan or self.prices.shipping.plan
        weight = plan.weight({instead.sku: accepted[sku] for sku, instead in wanted.items()})
        place = Place(address.country, address.region or "", address.postal_code)
        ways = [way.id for way in plan.methods(place, weight, self.prices.currency, self.prices.currency)]
        if order.shipping_method in ways:
            return order.shipping_method, ""
        return (ways[0], "") if ways else ("", NOT_SENT_THERE)


def _line(order: Order, sku: Sku) -> OrderLine:
    return next(line for line in order.lines if line.sku == sku)


def _called(offer: Offer, order: Order, sku: Sku, stock: Inventory, id: OrderId) -> OrderLine:
    """What is sent, as it is called now, and from where; what it comes to is said by what came back."""
    nothing = Money(0, _line(order, sku).unit_price.currency)
    aside = stock.aside_for(id)
    return OrderLine(
        sku=offer.sku, name=offer.name, slug=offer.slug, quantity=0, unit_price=nothing, total=nothing,
        tax_included=nothing, options=offer.options, picture=offer.picture, vendor=offer.vendor,
        places={} if set(aside) <= {MAIN} else {str(place): count for place, count in aside.items()},
    )


def skus_of(returns: Sequence[Return]) -> set[Sku]:
    """All that is wanted instead."""
    return {instead.sku for it in returns for instead in it.instead.values()}
