"""Calling deals: which promotions are to be weighed for a cart, as commands and as queries find out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from store.application.pricing.ports import CodeMarks, ShownClaims
from store.application.shared.ports import AsyncJournal, History
from store.domain.pricing.claims import SingleCode, claims_of
from store.domain.pricing.codes import noted, which
from store.domain.pricing.coupon import Coupon
from store.domain.pricing.terms import Deal
from store.domain.shared.ids import CouponId, coupon_of, single_code_of


class Called(Struct, frozen=True):
    """What a code may call for: a coupon, or one of a coupon's codes for single use, by its number and its stream.

    Of these *code* is what facts note: carts and orders can be read by more people than may use it.
    """

    code: str
    coupon: CouponId
    number: int | None = None
    single: UUID | None = None

    @property
    def claims(self) -> UUID:
        """The stream that counts how often the coupon was used."""
        return claims_of(self.coupon)


def called(code: str, marks: CodeMarks) -> Called:
    """What *code* may call for, as somebody typed it or as facts note it; nothing is looked up."""
    made = which(code) or marks.read(code)
    if made is None:
        return Called(code, coupon_of(code))
    name, number = made
    code = marks.make(name, number)  # one code, however its letters were read
    return Called(noted(code), coupon_of(name), number, single_code_of(code))


@dataclass(frozen=True)
class ShownDeals:
    """As queries see them. Placing an order weighs them again, upon the facts."""

    journal: AsyncJournal
    claims: ShownClaims
    marks: CodeMarks

    async def of(self, codes: Sequence[str]) -> Sequence[Deal]:
        """What *codes* call for, those that call for something; of two of one coupon the first."""
        its = {it.coupon: it for it in reversed([called(code, self.marks) for code in codes])}
        if not its:
            return ()
        found = await self.journal.read([*its, *(it.single for it in its.values() if it.single)])
        deals = []
        for it in reversed(its.values()):
            coupon = Coupon.replay(it.coupon, found.get(it.coupon, History()).events)
            used = await self._used(it, coupon, found.get(it.single or it.coupon))
            deals.append(coupon.deal(it.code, it.number, used=used))
        return tuple(deal for deal in deals if deal)

    def noted(self, code: str) -> str:
        """*code* as facts know it, also where older ones hold all of it."""
        return called(code, self.marks).code

    async def _used(self, it: Called, coupon: Coupon, single: History | None) -> int:
        if it.single:
            return int(SingleCode.replay(it.single, single.events if single else ()).order is not None)
        return 0 if coupon.limits.in_all is None else await self.claims.of(it.coupon)
