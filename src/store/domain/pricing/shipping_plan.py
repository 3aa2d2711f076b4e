"""How parcels can be sent: zones, ways with their tariffs by zone, weight and total, and when they arrive."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from store.domain.pricing.delivery import Calendar, WorkingDays
from store.domain.pricing.rate_book import Place
from store.domain.pricing.shipping import ShippingMethod
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money, exponent

ANY_CURRENCY: Final = "*"
"""Stands for each currency that isn't named: hundredths of it, and of what has no hundredths whole ones."""


class Area(Struct, frozen=True, omit_defaults=True):
    """A country, or the part of it whose postal codes begin so."""

    country: str
    postal: str = ""


class Zone(Struct, frozen=True, omit_defaults=True):
    """Areas that cost alike. One without areas is the rest of the world."""

    id: str
    name: str
    areas: tuple[Area, ...] = ()


class Tariff(Struct, frozen=True, omit_defaults=True):
    """What sending costs to a zone, for each currency in minor units, up to a weight; ``free_from`` is the value of
    goods from which it costs nothing. ``days`` are how long it takes there, where that is not as elsewhere.
    """

    zone: str
    prices: dict[str, int]
    up_to: int | None = None
    free_from: dict[str, int] = {}
    days: WorkingDays | None = None


class Way(Struct, frozen=True, omit_defaults=True):
    """A way to send a parcel. It goes where there is a tariff for."""

    id: str
    name: str
    days: WorkingDays
    tariffs: tuple[Tariff, ...] = ()


class ShippingPlan(Struct, frozen=True, omit_defaults=True):
    """All of it. ``grams`` are what a piece weighs, by SKU; of others it is ``piece``."""

    zones: tuple[Zone, ...]
    ways: tuple[Way, ...]
    calendar: Calendar = Calendar()
    piece: int = 500
    grams: dict[Sku, int] = {}

    def weight(self, pieces: Mapping[Sku, int]) -> int:
        """What these weigh together, in grams."""
        return sum(self.grams.get(sku, self.piece) * count for sku, count in pieces.items())

    def zone(self, place: Place) -> Zone | None:
        """The zone that speaks of *place* most closely: by the longest piece of its postal code, by its country, or
        the rest of the world. There may be none.
        """
        postal = _plain(place.postal_code)
        found = [
            (len(area.postal), -nth, zone) for nth, zone in enumerate(self.zones) for area in zone.areas
            if area.country == place.country and postal.startswith(_plain(area.postal))
        ]
        if found:
            return max(found, key=lambda it: it[:2])[2]
        return next((zone for zone in self.zones if not zone.areas), None)

    def methods(
        self, place: Place, grams: int, currency: str, own: str, exchange: Exchange | None = None
    ) -> tuple[ShippingMethod, ...]:
        """The ways to send so many grams to *place*, the cheapest first. With an *exchange*, what is said for its base
        counts where nothing is said for *currency* itself; without one, only that which is, unless that is the shop's
        *own* currency.
        """
        zone, asked = self.zone(place), Asked(currency, own, exchange)
        found = [it for way in self.ways if zone and (it := _method(way, zone.id, grams, asked))]
        return tuple(sorted(found, key=lambda method: method.price.minor))


class Asked(Struct, frozen=True):
    """In which currency amounts are asked, which is the shop's *own*, and how that comes into the other."""

    currency: str
    own: str
    exchange: Exchange | None = None


def _method(way: Way, zone: str, grams: int, asked: Asked) -> ShippingMethod | None:
    able = [
        it for it in way.tariffs
        if it.zone == zone and (it.up_to is None or grams <= it.up_to) and priced_in(it.prices, asked)
    ]
    if not able:
        return None
    tariff = min(able, key=lambda it: (it.up_to is None, it.up_to or 0))
    nothing, days = Tolled(None), tariff.days or way.days
    price = priced_in(tariff.prices, asked) or nothing
    free_from = priced_in(tariff.free_from, asked) or nothing
    return ShippingMethod(
        way.id, way.name, days.in_words, price.price or Money(0, asked.currency), free_from.price, days, price.own,
        free_from.own,
    )


class Tolled(Struct, frozen=True):
    """An amount in the currency it is asked in; ``own`` is what it was converted from, if it was."""

    price: Money | None
    own: Money | None = None


def priced_in(amounts: Mapping[str, int], asked: Asked) -> Tolled | None:
    """What *amounts* come to: what is said for the currency, else by the exchange what is said for its base.

    Without an exchange, what is said for any currency counts for the shop's own only: what are others worth?
    """
    currency, exchange = asked.currency, asked.exchange
    if currency in amounts or currency == asked.own:
        said = amount_in(amounts, currency)
        return Tolled(said) if said else None
    own = amount_in(amounts, exchange.base) if exchange else None
    return Tolled(exchange.plain.convert(own), own) if exchange and own else None


def spelled_out(amounts: Mapping[str, int], currency: str) -> list[Money]:
    """*amounts*, where what was said for any currency is said in *currency*, unless that is named by itself."""
    named = dict.fromkeys(currency if it == ANY_CURRENCY else it for it in amounts)
    return [money for it in named if (money := amount_in(amounts, it))]


def amount_in(amounts: Mapping[str, int], currency: str) -> Money | None:
    """What *amounts* say for *currency*, if anything."""
    if currency in amounts:
        return Money(amounts[currency], currency)
    if ANY_CURRENCY in amounts:
        return Money(amounts[ANY_CURRENCY] * 10 ** max(exponent(currency) - 2, 0), currency)
    return None


def _plain(postal: str) -> str:
    return "".join(sign for sign in postal.upper() if sign.isalnum())
