"""Offers in the currency of a cart, at the rate that the cart keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import structs

from store.application.cart.ports import Exchanges, Offer, Offers
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.cart.errors import NotSoldIn
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


def in_currency(offers: Mapping[Sku, Offer], currency: str, exchange: Exchange | None) -> dict[Sku, Offer]:
    """*offers* with their prices in *currency*: those that staff said for it, else at the rate of *exchange*. What has
    no price in it stays as it is.
    """
    return {sku: _in_currency(offer, currency, exchange) for sku, offer in offers.items()}


def is_foreign(offers: Iterable[Offer], currency: str) -> bool:
    """Whether *currency* is another than that of the shop's own prices."""
    return any((offer.base or offer.price).currency != currency for offer in offers)


@dataclass(frozen=True)
class Quoting:
    """What a cart may hold, priced as the cart has it."""

    offers: Offers
    exchanges: Exchanges
    clock: Clock

    def of(self, cart: Cart, skus: Iterable[Sku], work: UnitOfWork) -> dict[Sku, Offer]:
        """The offers under *skus*, in one statement. A cart that keeps no rate that the shop stands by is
        quoted today's.
        """
        return self.at_rate(cart, skus, work)[0]

    def at_rate(self, cart: Cart, skus: Iterable[Sku], work: UnitOfWork) -> tuple[dict[Sku, Offer], Exchange | None]:
        """The same, and the rate at which they are."""
        offers = self.offers.of(skus)
        exchange = self.rate(cart, offers, work)
        return in_currency(offers, cart.currency, exchange), exchange

    def sells_in(self, currency: str, work: UnitOfWork) -> bool:
        """Whether the shop does, today."""
        return self.exchanges.rate(currency, work) is not None

    def turn(self, cart: Cart, currency: str, work: UnitOfWork) -> None:
        """Have *cart* be in *currency* from now on, everything in it at today's prices.

        :raises NotSoldIn: if the shop doesn't sell in it.
        :raises NotInThatCurrency: if something in the cart has no price in it.
        """
        now, rate = self.clock.now(), self.exchanges.rate(currency, work)
        if rate is None:
            raise NotSoldIn(currency)
        offers = in_currency(self.offers.of(cart.lines), currency, rate.exchange) if cart.lines else {}
        prices = {sku: offer.price for sku, offer in offers.items()}
        cart.switch(currency, prices, rate.exchange, now + rate.keeps if rate.exchange else None, at=now)

    def rate(self, cart: Cart, offers: Mapping[Sku, Offer], work: UnitOfWork) -> Exchange | None:
        """With which *offers* come into its currency; nothing where none has to."""
        if not is_foreign(offers.values(), cart.currency):
            return None
        now = self.clock.now()
        kept = cart.rate_at(now)
        rate = self.exchanges.rate(cart.currency, work, kept)
        if rate is None or rate.exchange is None:
            return None
        if cart.is_open and rate.exchange != kept:
            cart.quote(rate.exchange, now + rate.keeps, at=now, recalled=kept)
        return rate.exchange


def _in_currency(offer: Offer, currency: str, exchange: Exchange | None) -> Offer:
    own = offer.price
    if own.currency == currency:
        return offer
    if currency in offer.prices:
        return structs.replace(offer, price=Money(offer.prices[currency], currency), base=own)
    if exchange is None or (exchange.base, exchange.currency) != (own.currency, currency):
        return offer
    return structs.replace(offer, price=exchange.convert(own), base=own)
