"""Exchanging goods: another variant instead of money (``docs/adr/0243``).

What is wanted is put aside when it is asked for, under the id of the return, and free again when nothing comes of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from store.application.cart.errors import too_few
from store.application.cart.ports import Offer, Offers
from store.application.inventory.ports import Attention
from store.application.processes.pricing_carts import Prices
from store.application.processes.putting_aside import order_of_places
from store.application.processes.spared_taxes import NOTHING_SPARED, spared
from store.application.processes.without_tax import without_tax
from store.application.shared.work import UnitOfWork
from store.domain.inventory.errors import NotEnoughStock
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.events import OrderLine
from store.domain.ordering.order import Order
from store.domain.returns.errors import NotExchangeable
from store.domain.returns.events import Instead
from store.domain.returns.exchanging import Alternative, wanted_twice, why_not_instead
from store.domain.returns.returning import Return
from store.domain.shared.ids import OrderId, Sku, stock_of
from store.domain.shared.money import Money


@dataclass(frozen=True)
class ExchangingGoods:
    offers: Offers
    attention: Attention
    prices: Prices

    def wanted(
        self, order: Order, instead: Mapping[Sku, Sku], work: UnitOfWork, now: datetime
    ) -> dict[Sku, Instead]:
        """What is wanted for goods of an *order*, as it is offered now.

        :raises NotExchangeable: if it can't be had for them, whoever asks.
        """
        if not instead:
            return {}
        if wanted_twice(instead):
            raise NotExchangeable("Ask for each variant once, or for several of it in a return of their own.")
        lines = {line.sku: line for line in order.lines}
        skus = sorted({*instead, *instead.values()})
        stocks = dict(zip(skus, work.find_all(Inventory, [stock_of(sku) for sku in skus]), strict=True))
        offers = self.offers.of(skus)
        free_of = spared(order, offers, work, self.prices, now)
        found = {}
        for sku, other in instead.items():
            offer, line = offers.get(other), lines[sku]
            it = alternative(
                line, offers.get(sku), offer, same=stocks[other].product_id == stocks[sku].product_id, spared=free_of,
            )
            why_not = why_not_instead(it)
            if why_not or offer is None:
                raise NotExchangeable(why_not or "There is nothing like that in this shop.")
            found[sku] = Instead(other, offer.name, offer.options, *cheaper(it))
        return found

    def keep(self, returns: Iterable[Return], work: UnitOfWork, now: datetime) -> None:
        """Put what is wanted aside, for as long as it takes to come back.

        :raises NotThatMany: if it isn't there; SoldOut, TooManyWanted.
        """
        wanted = [(it, sku, count) for it in returns for sku, count in sorted(it.aside.items())]
        ids = [stock_of(sku) for _, sku, _ in wanted]
        work.in_turn(*ids)
        stocks: list[Inventory] = work.find_all(Inventory, ids)
        by = order_of_places(stocks, work)
        for (it, sku, count), stock in zip(wanted, stocks, strict=True):
            try:
                stock.reserve(
                    sku, OrderId(it.id), count, at=now, low_at=self.attention.low_at, by=by, exchange=True,
                )
            except NotEnoughStock as refused:
                name = next(line.instead.name for line in it.lines if line.instead and line.instead.sku == sku)
                raise too_few(sku, name, refused.available) from None
        work.save(*stocks)

    def let_go(self, it: Return, kept: Iterable[Sku], work: UnitOfWork, now: datetime) -> None:
        """What was put aside for it is for everybody again."""
        skus = sorted(kept)
        work.in_turn(*(stock_of(sku) for sku in skus))
        stocks: list[Inventory] = work.find_all(Inventory, [stock_of(sku) for sku in skus])
        for sku, stock in zip(skus, stocks, strict=True):
            stock.release(sku, OrderId(it.id), at=now, exchange=True)
        work.save(*stocks)


def cheaper(it: Alternative) -> tuple[Money, Money] | tuple[()]:
    """What it costs, and what goes back, where it costs less."""
    return (it.was + it.dearer, it.was) if it.was and it.dearer.minor < 0 else ()


def alternative(
    line: OrderLine, now: Offer | None, other: Offer | None, *, same: bool, spared: Mapping[Sku, int] = NOTHING_SPARED
) -> Alternative:
    """How *other* stands to what was bought, which is offered as *now*, if it still is: today's prices are compared
    with each other, in the currency of the order where both have one in it. If it isn't, with what it cost; where the
    tax at these rates was *spared* then, both are compared without it.
    """
    if other is None:
        return Alternative(line.name, same, sold=False, dearer=Money(0, line.unit_price.currency))
    name = ", ".join([other.name, *other.options.values()])
    was, costs = _prices(line, now, other, spared.get(other.sku, 0))
    dearer = costs - was if costs.currency == was.currency else Money(0, was.currency)
    return Alternative(name, same, other.for_sale and costs.currency == was.currency, dearer, was)


def _prices(line: OrderLine, now: Offer | None, other: Offer, ppm: int) -> tuple[Money, Money]:
    currency = line.unit_price.currency
    if now is None:
        return line.unit_price, without_tax(other.price, ppm)
    if currency in now.prices and currency in other.prices:
        return Money(now.prices[currency], currency), Money(other.prices[currency], currency)
    return now.price, other.price
