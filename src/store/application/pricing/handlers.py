"""Handlers of coupons: one short method for each command."""

from dataclasses import dataclass

from store.application.pricing.messages import (
    ChangeCoupon,
    Codes,
    CouponView,
    CreateCoupon,
    GetCoupon,
    MakeCodes,
    WithdrawCoupon,
)
from store.application.pricing.ports import CodeMarks
from store.application.shared.bus import answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.pricing.codes import canonical_code
from store.domain.pricing.coupon import Coupon
from store.domain.pricing.errors import CodeMalformed, NoSuchCoupon
from store.domain.shared.ids import CouponId, coupon_of


@dataclass(frozen=True)
class CouponHandlers:
    clock: Clock
    marks: CodeMarks

    @handles(CreateCoupon)
    def create(self, command: CreateCoupon, work: UnitOfWork) -> CouponView:
        code = canonical_code(command.code)
        coupon = work.find(Coupon, coupon_of(code))
        coupon.create(
            code, command.name, command.terms, command.limits, single_use=command.single_use, at=self.clock.now()
        )
        work.save(coupon)
        return CouponView.of(coupon)

    @handles(ChangeCoupon)
    def change(self, command: ChangeCoupon, work: UnitOfWork) -> CouponView:
        coupon = _known(command.code, command.version, work)
        coupon.change(command.name, command.terms, command.limits, at=self.clock.now())
        work.save(coupon)
        return CouponView.of(coupon)

    @handles(WithdrawCoupon)
    def withdraw(self, command: WithdrawCoupon, work: UnitOfWork) -> CouponView:
        coupon = _known(command.code, command.version, work)
        coupon.withdraw(command.reason, at=self.clock.now())
        work.save(coupon)
        return CouponView.of(coupon)

    @handles(MakeCodes)
    def make(self, command: MakeCodes, work: UnitOfWork) -> Codes:
        coupon = _known(command.code, command.version, work)
        numbers = coupon.make_codes(command.many, at=self.clock.now())
        work.save(coupon)
        return Codes(
            coupon.code, coupon.version, tuple(self.marks.make(coupon.code, number) for number in numbers)
        )


@dataclass(frozen=True)
class CouponAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(GetCoupon)
    async def get(self, query: GetCoupon) -> CouponView:
        id = named(query.code)
        return CouponView.of(Coupon.replay(id, (await self.journal.read([id])).get(id, History()).events))


def named(code: str) -> CouponId:
    """The coupon that somebody names; what can't be a code names none.

    :raises NoSuchCoupon: for that.
    """
    try:
        return coupon_of(canonical_code(code))
    except CodeMalformed:
        raise NoSuchCoupon from None


def _known(code: str, version: int | None, work: UnitOfWork) -> Coupon:
    coupon = work.find(Coupon, named(code))
    if not coupon.version:
        raise NoSuchCoupon
    expect(coupon, version)
    return coupon
