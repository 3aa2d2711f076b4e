"""A code that calls for a promotion, and how often it may."""

from datetime import UTC, date, datetime

import pytest

from store.domain.pricing.claims import CouponClaims, SingleCode, claims_of
from store.domain.pricing.codes import canonical_code
from store.domain.pricing.coupon import MOST_CODES, Coupon
from store.domain.pricing.coupon_events import (
    CodeClaimed,
    CodeReleased,
    CodesMade,
    CouponChanged,
    CouponClaimed,
    CouponCreated,
    CouponReleased,
    CouponWithdrawn,
    Limits,
)
from store.domain.pricing.errors import (
    CodeMalformed,
    CouponCodeTaken,
    CouponUsedUp,
    NotForSingleUse,
    OfferEnded,
    TermsUnsound,
    TooManyCodes,
)
from store.domain.pricing.terms import (
    AmountOff,
    Bundle,
    BuyGet,
    Chosen,
    Deal,
    FreeShipping,
    PercentOff,
    Terms,
    Tier,
    Tiers,
    Why,
)
from store.domain.shared.ids import OrderNumber, coupon_of, order_of, single_code_of
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ID, FIRST, SECOND = coupon_of("SPRING"), order_of(OrderNumber("A")), order_of(OrderNumber("B"))
TERMS = Terms(PercentOff(100_000))
ONE = Limits(in_all=1)
CLAIMS = claims_of(ID)


def created(limits=ONE, **more):
    return CouponCreated(at=NOON, coupon_id=ID, code="SPRING", name="Spring", terms=TERMS, limits=limits, **more)


def claimed(order):
    return CouponClaimed(at=NOON, coupon_id=ID, order_id=order)


def released(order):
    return CouponReleased(at=NOON, coupon_id=ID, order_id=order)


WITHDRAWN = CouponWithdrawn(at=NOON, coupon_id=ID, reason="enough")


def test_a_code_is_given_away_once():
    nothing = given(Coupon, ID)
    nothing.when(Coupon.create, "SPRING", "Spring", TERMS, ONE, at=NOON).then(created())
    given(Coupon, ID, created()).when(Coupon.create, "SPRING", "x", TERMS, ONE, at=NOON).then_raises(
        CouponCodeTaken, code="SPRING",
    )
    given(Coupon, ID, created(), WITHDRAWN).when(Coupon.create, "SPRING", "x", TERMS, ONE, at=NOON).then_raises(
        CouponCodeTaken,
    )


def test_what_it_calls_for_can_be_changed_until_it_is_withdrawn():
    changed = CouponChanged(at=NOON, coupon_id=ID, name="Spring!", terms=TERMS, limits=ONE)
    given(Coupon, ID, created()).when(Coupon.change, "Spring!", TERMS, ONE, at=NOON).then(changed)
    given(Coupon, ID, created()).when(Coupon.change, "Spring", TERMS, ONE, at=NOON).then_nothing()
    given(Coupon, ID, created()).when(Coupon.withdraw, "enough", at=NOON).then(WITHDRAWN)
    gone = given(Coupon, ID, created(), WITHDRAWN)
    gone.when(Coupon.withdraw, "again", at=NOON).then_nothing()
    gone.when(Coupon.change, "Spring!", TERMS, ONE, at=NOON).then_raises(OfferEnded)


def test_it_is_claimed_as_often_as_it_may_be_and_once_for_each_order():
    given(CouponClaims, CLAIMS).when(CouponClaims.claim, ID, FIRST, 1, at=NOON).then(claimed(FIRST))
    full = given(CouponClaims, CLAIMS, claimed(FIRST))
    full.when(CouponClaims.claim, ID, SECOND, 1, at=NOON).then_raises(CouponUsedUp)
    full.when(CouponClaims.claim, ID, FIRST, 1, at=NOON).then_nothing()
    full.when(CouponClaims.claim, ID, SECOND, 2, at=NOON).then(claimed(SECOND))
    full.when(CouponClaims.release, ID, SECOND, at=NOON).then_nothing()
    full.when(CouponClaims.release, ID, FIRST, at=NOON).then(released(FIRST))
    free = given(CouponClaims, CLAIMS, claimed(FIRST), released(FIRST))
    free.when(CouponClaims.claim, ID, SECOND, 1, at=NOON).then(claimed(SECOND))


def test_codes_for_single_use_are_numbered_and_used_once():
    several = given(Coupon, ID, created(Limits(), single_use=True), CodesMade(at=NOON, coupon_id=ID, first=1, many=3))
    several.when(Coupon.make_codes, 2, at=NOON).then(CodesMade(at=NOON, coupon_id=ID, first=4, many=2))
    several.when(Coupon.make_codes, MOST_CODES, at=NOON).then_raises(TooManyCodes, most=MOST_CODES)
    several.when(Coupon.make_codes, 0, at=NOON).then_raises(TooManyCodes)
    given(Coupon, ID, created()).when(Coupon.make_codes, 2, at=NOON).then_raises(NotForSingleUse)
    code = single_code_of("SPRING-0001-ABC")
    used = CodeClaimed(at=NOON, coupon_id=ID, number=1, order_id=FIRST)
    given(SingleCode, code).when(SingleCode.claim, ID, 1, FIRST, at=NOON).then(used)
    given(SingleCode, code, used).when(SingleCode.claim, ID, 1, FIRST, at=NOON).then_nothing()
    given(SingleCode, code, used).when(SingleCode.claim, ID, 1, SECOND, at=NOON).then_raises(CouponUsedUp)
    given(SingleCode, code, used).when(SingleCode.release, ID, SECOND, at=NOON).then_nothing()
    free = CodeReleased(at=NOON, coupon_id=ID, number=1, order_id=FIRST)
    given(SingleCode, code, used).when(SingleCode.release, ID, FIRST, at=NOON).then(free)
    given(SingleCode, code, used, free).when(SingleCode.claim, ID, 1, SECOND, at=NOON).then(
        CodeClaimed(at=NOON, coupon_id=ID, number=1, order_id=SECOND),
    )


def test_what_a_code_calls_for_is_told_with_what_is_known_against_it():
    def deal(*events, code="SPRING", number=None, used=0):
        return Coupon.replay(ID, events).deal(code, number, used=used)

    fine = Deal(str(ID), "Spring", TERMS, "SPRING")
    assert deal(created()) == fine
    assert deal() is None
    assert deal(created(), WITHDRAWN).barred is Why.WITHDRAWN
    assert deal(created(), used=1).barred is Why.USED_UP
    assert deal(created(Limits()), used=9).barred is None
    single = (created(Limits(), single_use=True), CodesMade(at=NOON, coupon_id=ID, first=1, many=3))
    assert deal(*single) is None, "the code by itself calls for nothing"
    assert deal(created(), number=1) is None
    assert deal(*single, number=4) is None
    assert deal(*single, number=3).barred is None
    assert deal(*single, number=3, used=1).barred is Why.USED_UP


@pytest.mark.parametrize(("typed", "code"), [
    ("spring", "SPRING"), (" Spring 10 ", "SPRING10"), ("\uff33pring", "SPRING"), ("a-1", "A-1"), ("123", "123"),
])
def test_a_code_has_one_spelling(typed, code):
    assert canonical_code(typed) == code


@pytest.mark.parametrize("typed", ["", "ab", "-ab", "ab-", "a" * 41, "sprühling", "a_b", "a\nb!", "<b>", "a" * 10_000])
def test_what_cannot_be_a_code_is_none(typed):
    with pytest.raises(CodeMalformed, match="3 to 40"):
        canonical_code(typed)


@pytest.mark.parametrize(("field", "terms"), [
    ("last_day", Terms(PercentOff(1), first_day=date(2026, 5, 2), last_day=date(2026, 5, 1))),
    ("minimum", Terms(PercentOff(1), minimum={"EUR": 0})), ("minimum", Terms(PercentOff(1), minimum={"euro": 5})),
    ("minimum", Terms(PercentOff(1), minimum={"XYZ": 5})), ("amount", Terms(AmountOff({"XYZ": 5}))),
    ("floor", Terms(PercentOff(1), floor=1_000_000)), ("floor", Terms(PercentOff(1), floor=-1)),
    ("priority", Terms(PercentOff(1), priority=1001)),
    ("chosen", Terms(PercentOff(1), chosen=Chosen(brands=("x",) * 501))),
    ("chosen", Terms(FreeShipping(), chosen=Chosen(brands=("x",)))),
    ("percent", Terms(PercentOff(0))), ("percent", Terms(PercentOff(1_000_001))), ("amount", Terms(AmountOff({}))),
    ("amount", Terms(AmountOff({"EUR": -1}))), ("buy", Terms(BuyGet(0, 1))), ("percent", Terms(BuyGet(1, 1, 0))),
    ("steps", Terms(Tiers(()))), ("steps", Terms(Tiers((Tier(2, 1), Tier(2, 2))))),
    ("steps", Terms(Tiers((Tier(0, 1),)))), ("steps", Terms(Tiers((Tier(1, 0),)))),
    ("skus", Terms(Bundle(("A",), 1))), ("skus", Terms(Bundle(("A", "A"), 1))),
    ("percent", Terms(Bundle(("A", "B"), 0))),
])
def test_terms_that_make_no_sense_are_refused_with_the_field(field, terms):
    given(Coupon, ID).when(Coupon.create, "SPRING", "Spring", terms, Limits(), at=NOON).then_raises(
        TermsUnsound, field=field,
    )


@pytest.mark.parametrize(("name", "limits", "field"), [
    ("", Limits(), "name"), ("x" * 121, Limits(), "name"), ("a\nb", Limits(), "name"),
    ("x", Limits(in_all=0), "in_all"), ("x", Limits(per_customer=0), "per_customer"),
])
def test_names_and_limits_that_make_no_sense_are_refused(name, limits, field):
    given(Coupon, ID).when(Coupon.create, "SPRING", name, TERMS, limits, at=NOON).then_raises(TermsUnsound, field=field)


def test_all_kinds_are_sound():
    for effect in (
        PercentOff(1), AmountOff({"EUR": 1}), FreeShipping(), BuyGet(2, 1), Tiers((Tier(3, 1),)), Bundle(("A", "B"), 1),
    ):
        Coupon(ID).create("SPRING", "Spring", Terms(effect), Limits(1, 1), at=NOON)
