"""Pricing a cart: the one place where offers, tax, shipping and promotions meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from store.application.cart.ports import Offer
from store.application.pricing.ports import ShippingTable, TaxTable
from store.domain.cart.cart import CartLine
from store.domain.pricing.quote import Goods, Quote, reckon
from store.domain.pricing.reckoning import Circumstances
from store.domain.pricing.shipping import ShippingMethod, UnknownShippingMethod
from store.domain.pricing.terms import Deal, Traits
from store.domain.shared.ids import Sku


class Reckoned(Struct, frozen=True):
    """A quote, and what it was reckoned from beside lines and tax."""

    quote: Quote
    around: Circumstances


@dataclass(frozen=True)
class Prices:
    """Prices a cart: the one place where offers, tax, shipping and promotions meet."""

    tax: TaxTable
    shipping: ShippingTable
    home: str

    def of(
        self, lines: dict[Sku, CartLine], offers: dict[Sku, Offer], currency: str,
        method: str | None, country: str | None, today: date, deals: Sequence[Deal] = (),
    ) -> Reckoned:
        """The quote for *lines* at the prices on offer; without a *method*, without shipping."""
        goods = tuple(
            Goods(sku, line.quantity, offers[sku].price if sku in offers else line.price)
            for sku, line in lines.items()
        )
        around = Circumstances(
            currency, today, self.method(method, currency).carriage if method else None, tuple(deals),
            {sku: _traits(offers[sku]) for sku in lines if sku in offers} if deals else {},
        )
        return Reckoned(reckon(goods, self.tax.rate(country or self.home, today), around), around)

    def method(self, id: str, currency: str) -> ShippingMethod:
        """The shipping method *id*, or :class:`UnknownShippingMethod`."""
        for method in self.shipping.methods(currency):
            if method.id == id:
                return method
        raise UnknownShippingMethod(id)


def _traits(offer: Offer) -> Traits:
    return Traits(offer.slug, offer.brand, offer.places)
