"""Coupon: a code that calls for a promotion, and how often it may."""

from datetime import datetime
from typing import Final, assert_never

from store.domain.pricing.coupon_events import (
    CodesMade,
    CouponChanged,
    CouponCreated,
    CouponEvent,
    CouponWithdrawn,
    Limits,
)
from store.domain.pricing.errors import CouponCodeTaken, NotForSingleUse, OfferEnded, TooManyCodes
from store.domain.pricing.soundness import expect_limits, expect_sound
from store.domain.pricing.terms import Deal, Terms, Why
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CouponId

MOST_CODES: Final = 100_000


class Coupon(Aggregate[CouponEvent]):
    """What a code calls for. How often it was used is counted elsewhere, so that this stays short."""

    kind = "coupon"
    kept = True
    id: CouponId

    def __init__(self, id: CouponId) -> None:
        super().__init__(id)
        self.code = ""
        self.name = ""
        self.terms: Terms | None = None
        self.limits = Limits()
        self.single_use = False
        self.codes = 0
        self.withdrawn = ""

    def create(
        self, code: str, name: str, terms: Terms, limits: Limits, *, single_use: bool = False, at: datetime
    ) -> None:
        """Have *code* call for *terms* from now on."""
        if self.code:
            raise CouponCodeTaken(code)
        expect_sound(name, terms)
        expect_limits(limits)
        self._record(CouponCreated(
            at=at, coupon_id=self.id, code=code, name=name, terms=terms, limits=limits, single_use=single_use,
        ))

    def change(self, name: str, terms: Terms, limits: Limits, *, at: datetime) -> None:
        """Have it call for something else. The same again is no fact."""
        self._expect_offered()
        expect_sound(name, terms)
        expect_limits(limits)
        if (name, terms, limits) != (self.name, self.terms, self.limits):
            self._record(CouponChanged(at=at, coupon_id=self.id, name=name, terms=terms, limits=limits))

    def withdraw(self, reason: str, *, at: datetime) -> None:
        """Have it call for nothing any more. Doing so again is no fact."""
        if not self.withdrawn:
            self._record(CouponWithdrawn(at=at, coupon_id=self.id, reason=reason))

    def make_codes(self, many: int, *, at: datetime) -> range:
        """Hand out *many* more codes for single use; their numbers."""
        self._expect_offered()
        if not self.single_use:
            raise NotForSingleUse
        if many < 1 or self.codes + many > MOST_CODES:
            raise TooManyCodes(MOST_CODES)
        first = self.codes + 1
        self._record(CodesMade(at=at, coupon_id=self.id, first=first, many=many))
        return range(first, first + many)

    def deal(self, code: str, number: int | None, *, used: int) -> Deal | None:
        """What *code* calls for, and what is known against it; nothing where it calls for nothing.

        *number* is which of its codes for single use that is, and *used* how often it was used: that very one, or the
        coupon where everybody has the same code.
        """
        if self.terms is None or self.single_use is (number is None) or (number or 0) > self.codes:
            return None
        limit = 1 if self.single_use else self.limits.in_all
        barred = Why.WITHDRAWN if self.withdrawn else Why.USED_UP if limit is not None and used >= limit else None
        return Deal(str(self.id), self.name, self.terms, code, barred)

    def _expect_offered(self) -> None:
        if self.withdrawn:
            raise OfferEnded

    def _evolve(self, event: CouponEvent) -> None:
        match event:
            case CouponCreated():
                self.code, self.single_use = event.code, event.single_use
                self.name, self.terms, self.limits = event.name, event.terms, event.limits
            case CouponChanged(name=name, terms=terms, limits=limits):
                self.name, self.terms, self.limits = name, terms, limits
            case CouponWithdrawn(reason=reason):
                self.withdrawn = reason or "withdrawn"
            case CodesMade(many=many):
                self.codes += many
            case _:
                assert_never(event)
