"""Reckoning: which promotions reduce a cart, by how much, and why the others don't. Pure: the same in, the same out.

Lanes are run through in order: what is about some goods, what is about all of them, shipping. In a lane, lower
priority goes first, and of equals the one that takes more off. What is alone goes with no other: it is taken if it
gives the shopper more than all that may go together.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from store.domain.pricing.audience import NOBODY, Buyer
from store.domain.pricing.conversion import Conversion
from store.domain.pricing.taxing import PLAIN, Taxing
from store.domain.pricing.terms import Deal, FreeShipping, Lane, Stacking, Traits, Why
from store.domain.pricing.weighing import Off, Piece, barrier, reducible, taken_off
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


class Carriage(Struct, frozen=True, omit_defaults=True):
    """What sending costs; nothing from a value of goods on, which is looked at before any discount."""

    price: Money
    free_from: Money | None = None

    def cost(self, goods: Money) -> Money:
        """What sending *goods* of that value costs."""
        free = self.free_from is not None and goods.minor >= self.free_from.minor
        return Money(0, self.price.currency) if free else self.price


class Circumstances(Struct, frozen=True, omit_defaults=True):
    """All that a price depends on beside goods and the standard rate. ``day`` is the day in the shop's time zone."""

    currency: str
    day: date
    carriage: Carriage | None = None
    deals: tuple[Deal, ...] = ()
    traits: dict[Sku, Traits] = {}
    stacking: dict[Lane, Stacking] = {}
    taxing: Taxing = PLAIN
    conversion: Conversion | None = None
    buyer: Buyer = NOBODY


class Reduction(Struct, frozen=True):
    """What one promotion took off: ``goods`` by line, in minor units, and ``shipping``."""

    deal: Deal
    goods: Off = {}
    shipping: int = 0

    @property
    def off(self) -> int:
        """All of it."""
        return sum(self.goods.values()) + self.shipping


class Refused(Struct, frozen=True):
    """A promotion that gave nothing, and why."""

    deal: Deal
    why: Why


class Reductions(Struct, frozen=True):
    """What became of each promotion that was considered."""

    made: tuple[Reduction, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def off(self) -> int:
        """All that was taken off."""
        return sum(it.off for it in self.made)


def reduce(pieces: Sequence[Piece], shipping: int, around: Circumstances) -> Reductions:
    """What the promotions *around* take off *pieces* and *shipping*."""
    if not around.deals:
        return Reductions()
    worth = sum(piece.total for piece in pieces)
    ordered = sorted(around.deals, key=lambda deal: deal.id)
    barred = {deal.id: barrier(deal, worth, around.currency, around.day, around.buyer) for deal in ordered}
    able = [deal for deal in ordered if barred[deal.id] is None]
    together = _run([deal for deal in able if not deal.terms.alone], pieces, shipping, around)
    apart = [_run([deal], pieces, shipping, around) for deal in able if deal.terms.alone]
    best = max([together, *apart], key=lambda it: it.off)
    said = {it.deal.id for it in best.made} | {it.deal.id for it in best.refused}
    fruitless = {it.deal.id: it for tried in (together, *apart) for it in tried.refused}
    refused = tuple(
        Refused(deal, why) if why else fruitless.get(deal.id, Refused(deal, Why.ALONE))
        for deal in ordered if (why := barred[deal.id]) or deal.id not in said
    )
    return Reductions(best.made, tuple(sorted((*best.refused, *refused), key=lambda it: it.deal.id)))


def _run(deals: Sequence[Deal], pieces: Sequence[Piece], shipping: int, around: Circumstances) -> Reductions:
    """Lane by lane."""
    pieces = sorted((Piece(it.sku, it.quantity, it.price, it.left) for it in pieces), key=lambda piece: piece.sku)
    made: list[Reduction] = []
    refused: list[Refused] = []
    for lane in Lane:
        once = around.stacking.get(lane, Stacking.ONCE) is Stacking.ONCE
        touched = set[Sku]()
        for deal in _in_turn([deal for deal in deals if deal.terms.lane is lane], pieces, around):
            if lane is Lane.SHIPPING:
                got: Reduction | Why = Reduction(deal, shipping=shipping) if shipping else Why.NO_SHIPPING
                shipping = 0
            else:
                got = _goods(deal, pieces, around, touched if once else frozenset())
            if isinstance(got, Reduction):
                made.append(got)
                touched |= got.goods.keys()
                _lower(pieces, got.goods)
            else:
                taken = lane is Lane.SHIPPING and any(it.shipping for it in made)
                refused.append(Refused(deal, Why.TAKEN if taken else got))
    return Reductions(tuple(made), tuple(refused))


def _in_turn(deals: Sequence[Deal], pieces: Sequence[Piece], around: Circumstances) -> list[Deal]:
    def alone(deal: Deal) -> int:
        if isinstance(deal.terms.effect, FreeShipping):
            return 0
        return sum(taken_off(deal, reducible(deal, pieces, around.traits), around.currency).values())

    return sorted(deals, key=lambda deal: (deal.terms.priority, -alone(deal), deal.id))


def _goods(
    deal: Deal, pieces: Sequence[Piece], around: Circumstances, touched: "set[Sku] | frozenset[Sku]"
) -> Reduction | Why:
    about = reducible(deal, pieces, around.traits)
    if not about:
        return Why.OTHER_GOODS
    free = [piece for piece in about if piece.sku not in touched]
    off = taken_off(deal, free, around.currency)
    if off:
        return Reduction(deal, off)
    if len(free) < len(about):
        return Why.TAKEN
    return Why.NOTHING_LEFT if not any(piece.left for piece in about) else Why.OTHER_GOODS


def _lower(pieces: Sequence[Piece], off: Mapping[Sku, int]) -> None:
    for piece in pieces:
        piece.left -= off.get(piece.sku, 0)
