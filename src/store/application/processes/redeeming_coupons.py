"""Redeeming coupons: what a code calls for is claimed with the order, and let go when the order comes to nothing.

How often in all is decided by the log, in the very append that places the order. How often by one person is decided
by a table, before that append: persons must not be known by facts. A use is held by the order that was placed under
that address with that code, for as long as it isn't cancelled. Any other is taken over by the next who wants it, at the
latest when it is old enough that nobody can still be placing that order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from store.application.pricing.ports import CodeMarks, CouponUses, Use
from store.application.processes.calling_deals import Called, called
from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.pricing.claims import CouponClaims, SingleCode
from store.domain.pricing.coupon import Coupon
from store.domain.pricing.errors import UsedByYou
from store.domain.pricing.terms import Deal
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CartId, CouponId, OrderId, SubjectId, order_of

PLACING: Final = timedelta(minutes=10)
"""Longer than anybody can be about to place an order."""


@dataclass
class Redemption:
    """A code on its way into an order: what it calls for, and what there is to claim."""

    called: Called
    coupon: Coupon
    claims: CouponClaims | None = None
    single: SingleCode | None = None

    @property
    def streams(self) -> Sequence[tuple[type[Aggregate[Any]], UUID]]:
        """What has to be loaded before anybody knows whether it may be used."""
        if self.called.single:
            return [(SingleCode, self.called.single)]
        return [(CouponClaims, self.called.claims)] if self.coupon.limits.in_all is not None else []

    def loaded(self, found: Sequence[Aggregate[Any]]) -> None:
        """Here they are."""
        for it in found:
            if isinstance(it, CouponClaims) and it.id == self.called.claims:
                self.claims = it
            elif isinstance(it, SingleCode) and it.id == self.called.single:
                self.single = it

    @property
    def deals(self) -> Sequence[Deal]:
        """What it calls for, with what is known against it."""
        used = len(self.claims.orders) if self.claims else int(bool(self.single and self.single.order))
        deal = self.coupon.deal(self.called.code, self.called.number, used=used)
        return (deal,) if deal else ()


class LetUseGo(Command[None], frozen=True):
    """Give back the use that an order made until then, if it came to nothing and its cart is in no other."""

    order_id: OrderId
    until: datetime


@dataclass(frozen=True)
class RedeemingCoupons:
    marks: CodeMarks
    uses: CouponUses
    clock: Clock

    def begin(self, code: str, work: UnitOfWork) -> Redemption | None:
        """Find out what *code* calls for, if there is one."""
        if not code:
            return None
        it = called(code, self.marks)
        return Redemption(it, work.find(Coupon, it.coupon))

    def begin_all(self, codes: Sequence[str], work: UnitOfWork) -> list[Redemption]:
        """The same of several at once; of two codes of one coupon the first counts."""
        found = {it.coupon: it for it in reversed([called(code, self.marks) for code in codes])}
        its = [it for code in codes if (it := called(code, self.marks)) == found[it.coupon]]
        coupons = work.find_all(Coupon, [it.coupon for it in its]) if its else []
        return [Redemption(it, coupon) for it, coupon in zip(its, coupons, strict=True)]

    def claim(
        self, it: Redemption, order: OrderId, cart: CartId, who: tuple[str, SubjectId], work: UnitOfWork
    ) -> None:
        """Use it for *order*, in the append that places it. *who* is an address, and whose key seals the order.

        :raises CouponUsedUp: if it was used as often as it may be.
        :raises UsedByYou: if this person used it as often as one may.
        """
        now, limits = self.clock.now(), it.coupon.limits
        if it.single:
            it.single.claim(it.coupon.id, it.called.number or 0, order, at=now)
            work.save(it.single)
        elif it.claims and limits.in_all is not None:
            it.claims.claim(it.coupon.id, order, limits.in_all, at=now)
            work.save(it.claims)
        if limits.per_customer is not None:
            self._claim_use(it.coupon.id, limits.per_customer, cart, who, work)

    def release(self, order: Order, work: UnitOfWork) -> None:
        """Let others use what *order* claimed. For whoever cancels it, in the same append; again changes nothing."""
        if not order.coupons:
            return
        now = self.clock.now()
        work.look_again(LetUseGo(order_id=order.id, until=now))
        for it in (called(code, self.marks) for code in order.coupons):
            claims = work.find(CouponClaims, it.claims)
            claims.release(it.coupon, order.id, at=now)
            work.save(claims)
            if it.single:
                single = work.find(SingleCode, it.single)
                single.release(it.coupon, order.id, at=now)
                work.save(single)

    @handles(LetUseGo)
    def let_go(self, command: LetUseGo, work: UnitOfWork) -> None:
        """Behind the append that cancelled it: before that it might not have been cancelled after all."""
        order = work.find(Order, command.order_id)
        if order.stage is Stage.CANCELLED and order.cart_id:
            [cart] = work.find_now(Cart, [order.cart_id])
            if cart.order in {None, order.number}:
                self.uses.release(order.cart_id, command.until)

    def _claim_use(
        self, coupon: CouponId, most: int, cart: CartId, who: tuple[str, SubjectId], work: UnitOfWork
    ) -> None:
        (email, subject), now = who, self.clock.now()
        against = self.uses.claim(coupon, email, cart, subject, most, now)
        if not against:
            return
        idle = self._idle(coupon, against, now, work)
        self.uses.drop(coupon, *idle)
        if not idle or self.uses.claim(coupon, email, cart, subject, most, now):
            raise UsedByYou

    def _idle(self, coupon: CouponId, uses: Sequence[Use], now: datetime, work: UnitOfWork) -> list[Use]:
        """Those that no order holds, nor can come to hold. What another process knows better is looked up anew."""
        carts = work.find_now(Cart, [use.cart for use in uses])
        bought = [(use, order_of(cart.order)) for use, cart in zip(uses, carts, strict=True) if cart.order]
        orders = work.find_now(Order, [order for _, order in bought]) if bought else []
        idle = [use for (use, _), order in zip(bought, orders, strict=True) if not self._held(coupon, use, order)]
        return idle + [
            use for use, cart in zip(uses, carts, strict=True) if cart.order is None and use.at < now - PLACING
        ]

    def _held(self, coupon: CouponId, use: Use, order: Order) -> bool:
        if order.stage is Stage.CANCELLED or all(called(it, self.marks).coupon != coupon for it in order.coupons):
            return False
        email = order.email.value if order.email else None
        return not isinstance(email, str) or self.uses.who(email) == use.who
