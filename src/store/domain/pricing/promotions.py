"""Promotions: what the shop gives to everybody, without a code. One stream, so that every cart is weighed with all."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, assert_never
from uuid import UUID

from msgspec import Struct, structs

from store.domain.pricing.errors import NoSuchPromotion, OfferEnded, TermsUnsound, TooManyPromotions
from store.domain.pricing.promotion_events import (
    CodesAllowed,
    PromotionBegun,
    PromotionChanged,
    PromotionEvent,
    PromotionWithdrawn,
    StackingSet,
)
from store.domain.pricing.soundness import expect_sound
from store.domain.pricing.terms import Deal, Lane, Stacking, Terms
from store.domain.shared.aggregate import Aggregate

MOST_RUNNING: Final = 50
"""Each order has all of them in its fact, with why it was applied or not."""


MOST_CODES: Final = 10
"""So many codes an order takes at most, whatever a shop says: each is a stream to look at."""


class Promotion(Struct, frozen=True):
    """One of them; ``withdrawn`` says why it ended, if it did."""

    name: str
    terms: Terms
    withdrawn: str = ""


class Promotions(Aggregate[PromotionEvent]):
    kind = "promotions"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.all: dict[UUID, Promotion] = {}
        self.stacking: dict[Lane, Stacking] = {}
        """How promotions of a lane go together, where that is not once."""
        self.codes_allowed = 1
        """How many codes an order takes."""

    def deals(self, today: date) -> tuple[Deal, ...]:
        """Those that run on that day in the shop's time zone."""
        return tuple(
            Deal(str(id), it.name, it.terms) for id, it in self.all.items()
            if not it.withdrawn and (it.terms.first_day or today) <= today <= (it.terms.last_day or today)
        )

    def begin(self, id: UUID, name: str, terms: Terms, *, at: datetime) -> None:
        """Have one more of them. Beginning the same again is no fact."""
        expect_sound(name, terms)
        if id in self.all:
            return
        if sum(not it.withdrawn for it in self.all.values()) >= MOST_RUNNING:
            raise TooManyPromotions(MOST_RUNNING)
        self._record(PromotionBegun(at=at, promotion_id=id, name=name, terms=terms))

    def change(self, id: UUID, name: str, terms: Terms, *, at: datetime) -> None:
        """Have it give something else. The same again is no fact."""
        it = self._offered(id)
        expect_sound(name, terms)
        if (name, terms) != (it.name, it.terms):
            self._record(PromotionChanged(at=at, promotion_id=id, name=name, terms=terms))

    def withdraw(self, id: UUID, reason: str, *, at: datetime) -> None:
        """Have it give nothing any more."""
        self._offered(id)
        self._record(PromotionWithdrawn(at=at, promotion_id=id, reason=reason))

    def stack(self, stacking: Mapping[Lane, Stacking], *, at: datetime) -> None:
        """Have promotions of a lane go together as it says; lanes not named go once. The same again is no fact."""
        wanted = dict(filter(lambda it: it[1] is not Stacking.ONCE, stacking.items()))
        if wanted != self.stacking:
            self._record(StackingSet(at=at, stacking=wanted))

    def allow_codes(self, most: int, *, at: datetime) -> None:
        """Have an order take *most* codes. The same again is no fact."""
        if not 1 <= most <= MOST_CODES:
            raise TermsUnsound("codes", f"An order takes 1 to {MOST_CODES} codes.")
        if most != self.codes_allowed:
            self._record(CodesAllowed(at=at, most=most))

    def _offered(self, id: UUID) -> Promotion:
        it = self.all.get(id)
        if it is None:
            raise NoSuchPromotion
        if it.withdrawn:
            raise OfferEnded
        return it

    def _evolve(self, event: PromotionEvent) -> None:
        match event:
            case StackingSet(stacking=stacking):
                self.stacking = stacking
            case CodesAllowed(most=most):
                self.codes_allowed = most
            case PromotionBegun(promotion_id=id) | PromotionChanged(promotion_id=id):
                self.all = {**self.all, id: Promotion(event.name, event.terms)}
            case PromotionWithdrawn(promotion_id=id, reason=reason):
                self.all = {**self.all, id: structs.replace(self.all[id], withdrawn=reason or "withdrawn")}
            case _:
                assert_never(event)
