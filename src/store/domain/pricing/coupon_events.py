"""The life of a coupon, and of a code that may be used once."""

from typing import TypeAlias

from msgspec import Struct

from store.domain.pricing.terms import Terms
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import CouponId, OrderId


class Limits(Struct, frozen=True, omit_defaults=True):
    """How often a coupon may be used: in all, and by one person. Where nothing is said, as often as they like."""

    in_all: int | None = None
    per_customer: int | None = None


class CouponCreated(Event, frozen=True, omit_defaults=True, tag="pricing/coupon-created-1"):
    """From now on *code* calls for something. With *single_use* it does so only with one of the codes made for it."""

    coupon_id: CouponId
    code: str
    name: str
    terms: Terms
    limits: Limits
    single_use: bool = False


class CouponChanged(Event, frozen=True, tag="pricing/coupon-changed-1"):
    """It calls for something else. Orders that were placed with it stay as they are."""

    coupon_id: CouponId
    name: str
    terms: Terms
    limits: Limits


class CouponWithdrawn(Event, frozen=True, tag="pricing/coupon-withdrawn-1"):
    """It calls for nothing any more."""

    coupon_id: CouponId
    reason: str


class CouponClaimed(Event, frozen=True, tag="pricing/coupon-claimed-1"):
    """An order took one of the times that it may be used. Coupons without a limit in all don't count."""

    coupon_id: CouponId
    order_id: OrderId


class CouponReleased(Event, frozen=True, tag="pricing/coupon-released-1"):
    """The order came to nothing, and somebody else may use it."""

    coupon_id: CouponId
    order_id: OrderId


class CodesMade(Event, frozen=True, tag="pricing/codes-made-1"):
    """So many more codes for single use were handed out. They can be told from made-up ones, and are kept nowhere."""

    coupon_id: CouponId
    first: int
    many: int


class CodeClaimed(Event, frozen=True, tag="pricing/code-claimed-1"):
    """An order used this code."""

    coupon_id: CouponId
    number: int
    order_id: OrderId


class CodeReleased(Event, frozen=True, tag="pricing/code-released-1"):
    """The order came to nothing, and the code may be used again."""

    coupon_id: CouponId
    number: int
    order_id: OrderId


CouponEvent: TypeAlias = CouponCreated | CouponChanged | CouponWithdrawn | CodesMade
ClaimEvent: TypeAlias = CouponClaimed | CouponReleased
CodeEvent: TypeAlias = CodeClaimed | CodeReleased
