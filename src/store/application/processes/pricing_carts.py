"""Pricing a cart: the one place where offers, tax, shipping and promotions meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from msgspec import Struct

from store.application.cart.ports import Offer
from store.application.pricing.ports import ShippingTable, TaxTable
from store.application.processes.converting_offers import conversion_of, is_in
from store.application.processes.said_of_prices import Said
from store.application.processes.without_tax import relieved
from store.domain.cart.cart import CartLine
from store.domain.pricing.audience import NOBODY, Buyer, plain
from store.domain.pricing.delivery import Arrival
from store.domain.pricing.quote import Goods, Quote, TaxRate, reckon
from store.domain.pricing.rate_book import Place
from store.domain.pricing.reckoning import Circumstances
from store.domain.pricing.shipping import NotSentThere, ShippingMethod, UnknownShippingMethod
from store.domain.pricing.shipping_plan import ShippingPlan
from store.domain.pricing.tax_events import TaxRules
from store.domain.pricing.taxes import Taxes
from store.domain.pricing.taxing import PLAIN, Taxing
from store.domain.pricing.terms import Deal, Traits
from store.domain.pricing.vat_numbers import UNION
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku

REVERSE_CHARGE: Final = "reverse-charge"
"""Why a business of another member state pays no tax here. The word is stored."""


class Wish(Struct, frozen=True):
    """What a cart is priced for: where it goes, how, and whether a business pays the tax there itself."""

    place: Place | None = None
    method: str | None = None
    relieved: bool = False


class Reckoned(Struct, frozen=True):
    """A quote, and what it was reckoned from beside lines and tax."""

    quote: Quote
    around: Circumstances
    method: ShippingMethod | None = None


@dataclass(frozen=True)
class Prices:
    """Prices a cart: the one place where offers, tax, shipping and promotions meet."""

    tax: TaxTable
    shipping: ShippingTable
    home: str
    currency: str
    """Of the shop's own prices."""
    zone: tzinfo = UTC
    """On whose clock parcels leave."""

    def of(
        self, lines: dict[Sku, CartLine], offers: dict[Sku, Offer], currency: str, wish: Wish, today: date,
        deals: Sequence[Deal], said: Said, exchange: Exchange | None = None, buyer: Buyer = NOBODY,
    ) -> Reckoned:
        """The quote for *lines* at the prices on offer; without a way to send them, without shipping. *exchange* is
        how the shop's own amounts come into another *currency*. What has no price in it counts as when it was put in.
        """
        place = wish.place or Place(self.home)
        goods = tuple(
            Goods(sku, line.quantity, offers[sku].price if is_in(offers.get(sku), currency) else line.price)
            for sku, line in lines.items()
        )
        method = self.method(wish.method, place, lines, currency, said, exchange) if wish.method else None
        conversion = conversion_of(offers, lines, method, exchange)
        carriage = method.carriage if method else None
        rate = said.taxes.standard(place, today, self.tax.known)
        taxing = self._taxing(goods, offers, place, rate, today, said.taxes)
        if wish.relieved and place.country in UNION - {self.home}:
            goods, carriage = relieved(goods, carriage, rate.ppm, taxing)
            rate, taxing = TaxRate(rate.place, 0), Taxing(rounding=taxing.rounding, exempt=REVERSE_CHARGE)
        traits = {sku: traits_of(offers[sku]) for sku in lines if sku in offers} if deals else {}
        around = Circumstances(
            currency, today, carriage, tuple(deals), traits, said.promotions.stacking, taxing, conversion, plain(buyer),
        )
        return Reckoned(reckon(goods, rate, around), around, method)

    def method(
        self, id: str, place: Place, lines: Mapping[Sku, CartLine], currency: str, said: Said,
        exchange: Exchange | None = None,
    ) -> ShippingMethod:
        """The way *id* to send *lines* to *place*.

        :raises UnknownShippingMethod: if there is none.
        :raises NotSentThere: if there is, and not for that.
        """
        plan = self.plan(said)
        pieces = {sku: line.quantity for sku, line in lines.items()}
        for method in plan.methods(place, plan.weight(pieces), currency, self.currency, exchange):
            if method.id == id:
                return method
        if any(way.id == id for way in plan.ways):
            raise NotSentThere(place.country, id)
        raise UnknownShippingMethod(id)

    def plan(self, said: Said) -> ShippingPlan:
        """How parcels are sent."""
        return said.shipping.plan or self.shipping.plan

    def arrival(self, method: ShippingMethod, now: datetime, said: Said) -> Arrival | None:
        """When a parcel arrives that is bought now."""
        if method.days is None:
            return None
        return self.plan(said).calendar.arrival(now.astimezone(self.zone), method.days)

    def _taxing(
        self, goods: Sequence[Goods], offers: Mapping[Sku, Offer], place: Place, rate: TaxRate, today: date,
        said: Taxes,
    ) -> Taxing:
        rules: TaxRules = said.rules
        rates = {
            it.sku: ppm for it in goods if it.sku in offers and (ppm := said.ppm_of(
                said.class_of(it.sku, traits_of(offers[it.sku])), place, today, self.tax.known,
            )) != rate.ppm
        } if rules.classes else {}
        it = Taxing(rates, rules.rounding, rules.shipping, place.country in rules.net_places)
        return PLAIN if it == PLAIN else it  # and so isn't written down


def some_way(method: str) -> str:
    """The *method*, wherever there has to be one: a price without shipping is for carts, not for orders.

    :raises UnknownShippingMethod: if it is empty.
    """
    if not method:
        raise UnknownShippingMethod(method)
    return method


def traits_of(offer: Offer) -> Traits:
    """What promotions and taxes go by."""
    return Traits(offer.slug, offer.brand, offer.places)
