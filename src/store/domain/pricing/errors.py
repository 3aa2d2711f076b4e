"""What coupons and promotions refuse."""

from dataclasses import dataclass
from typing import ClassVar

from store.domain.shared.errors import NotFound, RuleViolated


class CodeNotValid(RuleViolated):
    """This code is not valid. Look how it is spelled; it may also have run out."""


class CouponUsedUp(RuleViolated):
    """This code has been used as often as it may be. Take it out of the cart to go on."""


class UsedByYou(RuleViolated):
    """You have used this code as often as one person may. Take it out of the cart to go on."""


@dataclass(eq=False)
class CodeNotApplied(RuleViolated):
    """The code {code} takes nothing off. {why} Take it out of the cart to go on."""

    in_words: ClassVar[tuple[str, ...]] = ("why",)

    code: str
    why: str


@dataclass(eq=False)
class CodeMalformed(RuleViolated):
    """A code has {least} to {most} letters, digits and hyphens, and begins and ends with a letter or a digit."""

    least: int
    most: int


@dataclass(eq=False)
class CouponCodeTaken(RuleViolated):
    """There is a coupon {code} already, or there was one."""

    code: str


class NoSuchCoupon(NotFound):
    """There is no such coupon."""


class NoSuchPromotion(NotFound):
    """There is no such promotion."""


class OfferEnded(RuleViolated):
    """This was withdrawn. What is withdrawn stays so: make another one."""


class NotForSingleUse(RuleViolated):
    """This coupon has one code for everybody. Make one whose codes are for single use."""


@dataclass(eq=False)
class TooManyCodes(RuleViolated):
    """A coupon has at most {most} codes for single use."""

    most: int


@dataclass(eq=False)
class TooManyPromotions(RuleViolated):
    """At most {most} promotions run at a time. Withdraw one first."""

    most: int


class SameCoupon(RuleViolated):
    """Another code of the same coupon is in this cart already. An order takes one of them."""


class NoSuchSegment(NotFound):
    """There is no such segment."""


class SegmentHasRule(RuleViolated):
    """Who is in this segment follows from a rule: nobody is put into it or taken out."""


@dataclass(eq=False)
class TooManySegments(RuleViolated):
    """At most {most} segments stand at a time. End one first."""

    most: int


@dataclass(eq=False)
class ListFull(RuleViolated):
    """A segment lists at most {most} accounts."""

    most: int


@dataclass(eq=False)
class TermsUnsound(RuleViolated):
    """{what}"""

    in_words: ClassVar[tuple[str, ...]] = ("what",)

    field: str
    what: str
