"""Spared taxes: at which rates the tax would be due that a business was relieved of, in what is offered now.

What it paid is without tax, what is offered is with it: whoever compares the two needs to know how much that is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from store.application.cart.ports import Offer
from store.application.processes.pricing_carts import Prices, traits_of
from store.application.shared.ports import AsyncJournal, History
from store.application.shared.work import UnitOfWork
from store.domain.ordering.order import Order
from store.domain.ordering.totals import Totals
from store.domain.pricing.rate_book import Place
from store.domain.pricing.taxes import Taxes
from store.domain.shared.ids import Sku, taxes

NOTHING_SPARED: Final[Mapping[Sku, int]] = {}


def spared(
    order: Order, offers: Mapping[Sku, Offer], work: UnitOfWork, prices: Prices, now: datetime
) -> Mapping[Sku, int]:
    """By SKU, in millionths: the rates of what an *order* went without, where prices have the tax in them."""
    if order.totals is None or not order.totals.exempt:
        return NOTHING_SPARED
    return _rates(order.totals, offers, work.find(Taxes, taxes()), prices, now)


async def spared_by_now(
    order: Order, offers: Mapping[Sku, Offer], journal: AsyncJournal, prices: Prices, now: datetime
) -> Mapping[Sku, int]:
    """The same for those who only look."""
    if order.totals is None or not order.totals.exempt:
        return NOTHING_SPARED
    past = (await journal.read([taxes()])).get(taxes(), History())
    return _rates(order.totals, offers, Taxes.replay(taxes(), past.events), prices, now)


def _rates(
    totals: Totals, offers: Mapping[Sku, Offer], said: Taxes, prices: Prices, now: datetime
) -> Mapping[Sku, int]:
    country, _, region = totals.tax_place.partition("-")
    if country in said.rules.net_places:
        return NOTHING_SPARED
    place, today = Place(country, region), now.astimezone(prices.zone).date()
    return {
        sku: said.ppm_of(said.class_of(sku, traits_of(offer)), place, today, prices.tax.known)
        for sku, offer in offers.items()
    }
