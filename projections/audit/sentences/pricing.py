"""What the facts about coupons and promotions say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.pricing.coupon_events import (
    ClaimEvent,
    CodeClaimed,
    CodeEvent,
    CodeReleased,
    CodesMade,
    CouponChanged,
    CouponClaimed,
    CouponCreated,
    CouponEvent,
    CouponReleased,
    CouponWithdrawn,
)
from store.domain.pricing.promotion_events import (
    CodesAllowed,
    PromotionBegun,
    PromotionChanged,
    PromotionEvent,
    PromotionWithdrawn,
    StackingSet,
)
from store.domain.pricing.terms import Stacking


def say(event: CouponEvent) -> Sentence:
    """The sentence for what happened to a coupon."""
    match event:
        case CouponCreated(code=code, name=name):
            return said("{who} made the coupon {code}, “{name}”", code=code, name=name)
        case CouponChanged(name=name):
            return said("{who} changed what the coupon calls for, “{name}”", name=name)
        case CouponWithdrawn(reason=reason):
            return said("{who} withdrew the coupon" + ": {reason}" * bool(reason), reason=reason)
        case CodesMade(many=many):
            return said("{who} had {many} codes for single use made", many=many)
        case _:
            assert_never(event)


def say_of_promotions(event: PromotionEvent) -> Sentence:
    """The sentence for what happened to a promotion without a code."""
    match event:
        case PromotionBegun(name=name):
            return said("{who} began the promotion “{name}”", name=name)
        case PromotionChanged(name=name):
            return said("{who} changed what the promotion “{name}” gives", name=name)
        case PromotionWithdrawn(reason=reason):
            return said("{who} withdrew a promotion" + ": {reason}" * bool(reason), reason=reason)
        case CodesAllowed(most=most):
            return said("{who} had orders take {most} codes at most", most=most)
        case StackingSet(stacking=stacking):
            lanes = ", ".join(lane.value for lane, how in stacking.items() if how is Stacking.STACKED) or "none"
            return said("{who} said in which lanes promotions reduce what others reduced: {lanes}", lanes=lanes)
        case _:
            assert_never(event)


def say_of_claims(event: ClaimEvent) -> Sentence:
    """The sentence for a use of a coupon."""
    match event:
        case CouponClaimed():
            return said("An order was placed with the coupon")
        case CouponReleased():
            return said("The order came to nothing, and the coupon may be used once more")
        case _:
            assert_never(event)


def say_of_code(event: CodeEvent) -> Sentence:
    """The sentence for a use of a code."""
    match event:
        case CodeClaimed(number=number):
            return said("An order was placed with code {number}", number=number)
        case CodeReleased(number=number):
            return said("The order came to nothing, and code {number} may be used again", number=number)
        case _:
            assert_never(event)
