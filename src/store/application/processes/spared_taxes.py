"""Spared taxes: at which rates the tax would be due that a business was relieved of, in what is offered now.

What it paid is without tax, what is offered is with it: whoever compares the two needs to know how much that is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from store.application.cart.ports import Offer
from store.application.processes.pricing_carts import Prices, traits_of
from store.application.shared.ports import AsyncJournal, History
from store.domain.ordering.order import Order
from store.domain.pricing.rate_book import Place
from store.domain.pricing.taxes import Taxes
from store.domain.shared.ids import Sku, taxes

NOTHING_SPARED: Final[Mapping[Sku, int]] = {}


def rates_spared(
    order: Order, offers: Mapping[Sku, Offer], said: Taxes, prices: Prices, now: datetime
) -> Mapping[Sku, int]:
    """By SKU, in millionths: the rates of what an *order* went without, where prices have the tax in them."""
    if not was_relieved(order) or order.totals is None:
        return NOTHING_SPARED
    country, _, region = order.totals.tax_place.partition("-")
    if country in said.rules.net_places:
        return NOTHING_SPARED
    place, today = Place(country, region), now.astimezone(prices.zone).date()
    return {
        sku: said.ppm_of(said.class_of(sku, traits_of(offer)), place, today, prices.tax.known)
        for sku, offer in offers.items()
    }


async def spared_by_now(
    order: Order, offers: Mapping[Sku, Offer], journal: AsyncJournal, prices: Prices, now: datetime
) -> Mapping[Sku, int]:
    """The same for those who only look."""
    if not was_relieved(order):
        return NOTHING_SPARED
    past = (await journal.read([taxes()])).get(taxes(), History())
    return rates_spared(order, offers, Taxes.replay(taxes(), past.events), prices, now)


def was_relieved(order: Order) -> bool:
    """Whether no tax was due for it, so that its prices are without."""
    return order.totals is not None and bool(order.totals.exempt)
