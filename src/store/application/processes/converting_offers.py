"""What the amounts of a cart came from that is in another currency than the shop's own."""

from collections.abc import Mapping

from store.application.cart.ports import Offer
from store.domain.cart.cart import CartLine
from store.domain.pricing.conversion import Conversion, Converted
from store.domain.pricing.shipping import ShippingMethod
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku


def is_in(offer: Offer | None, currency: str) -> bool:
    """Whether there is an *offer*, and it has a price in *currency*."""
    return offer is not None and offer.price.currency == currency


def conversion_of(
    offers: Mapping[Sku, Offer], lines: Mapping[Sku, CartLine], method: ShippingMethod | None, exchange: Exchange | None
) -> Conversion | None:
    """What amounts in another currency came from; nothing where none did."""
    goods = {
        sku: Converted(offer.base, offer.price, offer.price.currency in offer.prices)
        for sku in lines if (offer := offers.get(sku)) and offer.base
    }
    it = Conversion(
        exchange, goods, method.own_price if method else None, method.own_free_from if method else None
    )
    return None if it == Conversion(exchange) else it
