"""Claims: which orders used a coupon that may not be used for ever, and which used a code that may be used once."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from store.domain.pricing.coupon_events import (
    ClaimEvent,
    CodeClaimed,
    CodeEvent,
    CodeReleased,
    CouponClaimed,
    CouponReleased,
)
from store.domain.pricing.errors import CouponUsedUp
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CouponId, OrderId, follow_up


def claims_of(coupon: CouponId) -> UUID:
    """The stream that counts the orders which used *coupon*, where there is a limit."""
    return follow_up(coupon, "claims")


class CouponClaims(Aggregate[ClaimEvent]):
    """The orders that hold one. A stream of its own: whoever only asks what a code calls for needn't read it."""

    kind = "coupon_claims"
    kept = True
    contended = True
    id: UUID

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.orders: set[OrderId] = set()

    def claim(self, coupon: CouponId, order: OrderId, limit: int, *, at: datetime) -> None:
        """Use *coupon* for *order*; once more is no fact.

        :raises CouponUsedUp: if *limit* orders did.
        """
        if order in self.orders:
            return
        if len(self.orders) >= limit:
            raise CouponUsedUp
        self._record(CouponClaimed(at=at, coupon_id=coupon, order_id=order))

    def release(self, coupon: CouponId, order: OrderId, *, at: datetime) -> None:
        """Let others use what *order* claimed, if it claimed anything."""
        if order in self.orders:
            self._record(CouponReleased(at=at, coupon_id=coupon, order_id=order))

    def _evolve(self, event: ClaimEvent) -> None:
        match event:
            case CouponClaimed(order_id=order):
                self.orders.add(order)
            case CouponReleased(order_id=order):
                self.orders.discard(order)
            case _:
                assert_never(event)


class SingleCode(Aggregate[CodeEvent]):
    """One code that may be used once."""

    kind = "single_code"
    id: UUID

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.order: OrderId | None = None
        self.number = 0

    def claim(self, coupon: CouponId, number: int, order: OrderId, *, at: datetime) -> None:
        """Use it for *order*.

        :raises CouponUsedUp: if another order did.
        """
        if self.order and self.order != order:
            raise CouponUsedUp
        if not self.order:
            self._record(CodeClaimed(at=at, coupon_id=coupon, number=number, order_id=order))

    def release(self, coupon: CouponId, order: OrderId, *, at: datetime) -> None:
        """Let it be used again, if it was used for *order*."""
        if self.order == order:
            self._record(CodeReleased(at=at, coupon_id=coupon, number=self.number, order_id=order))

    def _evolve(self, event: CodeEvent) -> None:
        match event:
            case CodeClaimed(order_id=order, number=number):
                self.order, self.number = order, number
            case CodeReleased():
                self.order = None
            case _:
                assert_never(event)
