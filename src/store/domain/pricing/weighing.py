"""Weighing: what one promotion would take off, line by line, or why it gives nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, assert_never

from msgspec import Struct

from store.domain.pricing.audience import Audience, Buyer
from store.domain.pricing.terms import (
    ALL,
    AmountOff,
    Bundle,
    BuyGet,
    Deal,
    FreeShipping,
    PercentOff,
    Tiers,
    Traits,
    Why,
)
from store.domain.shared.ids import Sku
from store.domain.shared.sharing import portion, shared

_UNKNOWN: Final = Traits()


class Piece(Struct):
    """One line while it is reckoned: what it costs, and what is left of that."""

    sku: Sku
    quantity: int
    price: int
    left: int

    @property
    def total(self) -> int:
        """What it costs before any discount."""
        return self.price * self.quantity


Off = dict[Sku, int]


def barrier(deal: Deal, worth: int, currency: str, day: date, buyer: Buyer) -> Why | None:
    """What keeps *deal* from a cart of *buyer* worth so much on that day, whatever is in it."""
    terms = deal.terms
    if deal.barred:
        return deal.barred
    if terms.first_day and day < terms.first_day:
        return Why.NOT_YET
    if terms.last_day and day > terms.last_day:
        return Why.OVER
    if elsewhere := _not_for(terms.audience, buyer):
        return elsewhere
    if not _speaks_of(deal, currency):
        return Why.OTHER_CURRENCY
    return Why.TOO_LITTLE if worth < terms.minimum.get(currency, 0) else None


def reducible(deal: Deal, pieces: Sequence[Piece], traits: Mapping[Sku, Traits]) -> list[Piece]:
    """The lines that *deal* is about."""
    chosen = deal.terms.chosen
    if isinstance(deal.terms.effect, Bundle):
        return [piece for piece in pieces if piece.sku in deal.terms.effect.skus]
    if chosen.everything:
        return list(pieces)
    products, brands, places = set(chosen.products), set(chosen.brands), set(chosen.categories)
    found = []
    for piece in pieces:
        known = traits.get(piece.sku, _UNKNOWN)
        names = (piece.sku, known.slug)
        if not products.isdisjoint(names) or known.brand in brands or not places.isdisjoint(known.categories):
            found.append(piece)
    return found


def taken_off(deal: Deal, pieces: Sequence[Piece], currency: str) -> Off:
    """What *deal* takes off *pieces*, which are in a fixed order: never more than what is left above its floor."""
    room = [max(0, piece.left - _kept(piece.total, deal.terms.floor)) for piece in pieces]
    match deal.terms.effect:
        case PercentOff(ppm):
            return _together(pieces, room, portion(sum(piece.left for piece in pieces), ppm))
        case AmountOff(amounts):
            return _together(pieces, room, amounts.get(currency, 0))
        case Tiers(steps):
            many = sum(piece.quantity for piece in pieces)
            ppm = max((step.ppm for step in steps if many >= step.pieces), default=0)
            return _together(pieces, room, portion(sum(piece.left for piece in pieces), ppm))
        case BuyGet(buy, get, ppm):
            return _each(pieces, room, _cheapest(pieces, buy, get), ppm)
        case Bundle(skus, ppm):
            there = {piece.sku: piece.quantity for piece in pieces}
            sets = min(there.get(sku, 0) for sku in skus)
            return _each(pieces, room, lambda _: sets, ppm)
        case FreeShipping():
            return {}
        case _:
            assert_never(deal.terms.effect)


def _not_for(audience: Audience, buyer: Buyer) -> Why | None:
    if audience.channels and buyer.channel not in audience.channels:
        return Why.OTHER_CHANNEL
    if audience.segments and set(audience.segments).isdisjoint(buyer.segments):
        return Why.OTHER_CUSTOMERS
    return Why.NOT_FIRST if audience.first_order and buyer.ordered_before else None


def _speaks_of(deal: Deal, currency: str) -> bool:
    minimum, effect = deal.terms.minimum, deal.terms.effect
    return (not minimum or currency in minimum) and (not isinstance(effect, AmountOff) or currency in effect.amounts)


def _kept(total: int, floor: int) -> int:
    return -(-total * floor // ALL)


def _together(pieces: Sequence[Piece], room: Sequence[int], amount: int) -> Off:
    """One amount for all of them, rounded once and shared out."""
    shares = shared(min(amount, sum(room)), room)
    return {piece.sku: share for piece, share in zip(pieces, shares, strict=True) if share}


def _each(pieces: Sequence[Piece], room: Sequence[int], many: Callable[[Sku], int], ppm: int) -> Off:
    """So many pieces of each line, at so many millionths less."""
    found = {
        piece.sku: min(most, portion(piece.price * many(piece.sku), ppm))
        for piece, most in zip(pieces, room, strict=True)
    }
    return {sku: off for sku, off in found.items() if off}


def _cheapest(pieces: Sequence[Piece], buy: int, get: int) -> Callable[[Sku], int]:
    """How many pieces of each line are among those that are given."""
    left = sum(piece.quantity for piece in pieces) // (buy + get) * get
    given: dict[Sku, int] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.price, piece.sku)):
        given[piece.sku] = min(left, piece.quantity)
        left -= given[piece.sku]
    return lambda sku: given.get(sku, 0)
