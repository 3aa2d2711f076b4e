"""Choosing instead: the variants of what was bought, and which of them can be had instead of money."""

from collections.abc import Mapping
from datetime import datetime

from store.application.cart.ports import Offer, ShownOffers
from store.application.processes.exchanging_goods import alternative
from store.application.processes.pricing_carts import Prices
from store.application.processes.spared_taxes import spared_by_now
from store.application.returns.quotes import Choice
from store.application.shared.answers import Price
from store.application.shared.ports import AsyncJournal, History
from store.domain.catalogue.product import Product
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.events import OrderLine
from store.domain.ordering.order import Order
from store.domain.shared.ids import Sku, stock_of
from store.domain.shared.money import Money


async def choices_for(
    order: Order, journal: AsyncJournal, offers: ShownOffers, prices: Prices, now: datetime
) -> dict[Sku, list[Choice]]:
    """By what was bought. What isn't sold any more is no choice."""
    skus = [line.sku for line in order.lines]
    stocks = await journal.read([stock_of(sku) for sku in skus])
    of_sku = {sku: Inventory.replay(id, stocks.get(id, History()).events).product_id
              for sku, id in zip(skus, map(stock_of, skus), strict=True)}
    ids = list(dict.fromkeys(id for id in of_sku.values() if id))
    histories = await journal.read(ids) if ids else {}
    products = {id: list(Product.replay(id, histories.get(id, History()).events).variants) for id in ids}
    found = await offers.of(list(dict.fromkeys([*skus, *(sku for its in products.values() for sku in its)])))
    free_of = await spared_by_now(order, found, journal, prices, now)
    return {
        line.sku: _choices(line, products[id], found, free_of) for line in order.lines if (id := of_sku[line.sku])
    }


def _choices(
    line: OrderLine, variants: list[Sku], offers: dict[Sku, Offer], free_of: Mapping[Sku, int]
) -> list[Choice]:
    own_first = sorted(variants, key=lambda sku: sku != line.sku)
    return [it for sku in own_first if (it := _choice(line, offers.get(line.sku), offers.get(sku), free_of))]


def _choice(
    line: OrderLine, now: Offer | None, offer: Offer | None, free_of: Mapping[Sku, int]
) -> Choice | None:
    it = alternative(line, now, offer, same=True, spared=free_of)
    if offer is None or not it.sold:
        return None
    state = "dearer" if it.dearer.minor > 0 else "cheaper" if it.dearer.minor else "same"
    by = Price.of(Money(abs(it.dearer.minor), it.dearer.currency)) if it.dearer.minor else None
    if offer.available <= 0 and it.dearer.minor <= 0:
        state, by = "sold_out", None
    return Choice(offer.sku, offer.name, ", ".join(offer.options.values()), state, by)
