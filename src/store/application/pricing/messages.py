"""What one may say about coupons, and ask."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Command, Query
from store.domain.pricing.coupon import Coupon
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.errors import NoSuchCoupon
from store.domain.pricing.terms import Terms
from store.domain.shared.ids import OrderNumber


class CouponView(Struct, frozen=True):
    """A coupon as staff see it."""

    code: str
    version: int
    name: str
    terms: Terms
    limits: Limits
    single_use: bool
    codes: int
    withdrawn: str

    @classmethod
    def of(cls, coupon: Coupon) -> "CouponView":
        """As it is at this moment.

        :raises NoSuchCoupon: if it was never made.
        """
        if coupon.terms is None:
            raise NoSuchCoupon
        return cls(
            coupon.code, coupon.version, coupon.name, coupon.terms, coupon.limits, coupon.single_use, coupon.codes,
            coupon.withdrawn,
        )


class CreateCoupon(Command[CouponView], frozen=True):
    """Have *code* call for *terms* from now on."""

    code: str
    name: str
    terms: Terms
    limits: Limits = Limits()
    single_use: bool = False


class ChangeCoupon(Command[CouponView], frozen=True):
    """Have it call for something else. Orders stay as they are."""

    code: str
    name: str
    terms: Terms
    limits: Limits
    version: int | None = None


class WithdrawCoupon(Command[CouponView], frozen=True):
    """Have it call for nothing any more."""

    code: str
    reason: str
    version: int | None = None


class Codes(Struct, frozen=True):
    """Codes for single use, which nobody sees again."""

    coupon: str
    version: int
    codes: tuple[str, ...]


class MakeCodes(Command[Codes], frozen=True):
    """Hand out *many* codes for single use."""

    code: str
    many: int
    version: int | None = None


class GetCoupon(Query[CouponView], frozen=True):
    """How does it stand? Answered from the facts themselves."""

    code: str


class CouponRow(Struct, frozen=True):
    """One line of the list: ``orders`` were placed with it and not cancelled, ``given`` is what it took off these."""

    code: str
    name: str
    kind: str
    state: str
    first_day: str | None
    last_day: str | None
    in_all: int | None
    single_use: bool
    orders: int
    given: list[Price]


class CouponRows(Struct, frozen=True):
    items: list[CouponRow]
    next_cursor: str | None


class ListCoupons(Query[CouponRows], frozen=True):
    """Coupons, the newest first; *q* is a piece of the beginning of a code."""

    q: str = ""
    cursor: str | None = None
    limit: int = 50


class UseRow(Struct, frozen=True):
    """An order that was placed with a coupon."""

    number: OrderNumber
    code: str
    placed_at: datetime
    given: Price
    cancelled: bool


class UseRows(Struct, frozen=True):
    items: list[UseRow]
    next_cursor: str | None


class ListUses(Query[UseRows], frozen=True):
    """The orders that were placed with the coupon *code*, the newest first."""

    code: str
    cursor: str | None = None
    limit: int = 50
