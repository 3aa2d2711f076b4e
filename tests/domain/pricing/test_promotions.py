"""What the shop gives to everybody, without a code."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from store.domain.pricing.errors import NoSuchPromotion, OfferEnded, TermsUnsound, TooManyPromotions
from store.domain.pricing.promotion_events import PromotionBegun, PromotionChanged, PromotionWithdrawn, StackingSet
from store.domain.pricing.promotions import MOST_RUNNING, Promotions
from store.domain.pricing.terms import Deal, Lane, PercentOff, Stacking, Terms
from store.domain.shared.ids import promotions
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "discounts and promo codes")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ID, ONE, TENTH = promotions(), UUID(int=1), Terms(PercentOff(100_000))
BEGUN = PromotionBegun(at=NOON, promotion_id=ONE, name="Spring", terms=TENTH)
GONE = PromotionWithdrawn(at=NOON, promotion_id=ONE, reason="over")


def test_one_begins_is_changed_and_withdrawn():
    given(Promotions, ID).when(Promotions.begin, ONE, "Spring", TENTH, at=NOON).then(BEGUN)
    running = given(Promotions, ID, BEGUN)
    running.when(Promotions.begin, ONE, "Spring", TENTH, at=NOON).then_nothing()
    changed = PromotionChanged(at=NOON, promotion_id=ONE, name="Spring!", terms=TENTH)
    running.when(Promotions.change, ONE, "Spring!", TENTH, at=NOON).then(changed)
    running.when(Promotions.change, ONE, "Spring", TENTH, at=NOON).then_nothing()
    running.when(Promotions.withdraw, ONE, "over", at=NOON).then(GONE)


def test_what_is_not_there_or_ended_or_makes_no_sense_is_refused():
    given(Promotions, ID).when(Promotions.change, ONE, "x", TENTH, at=NOON).then_raises(NoSuchPromotion)
    ended = given(Promotions, ID, BEGUN, GONE)
    ended.when(Promotions.withdraw, ONE, "again", at=NOON).then_raises(OfferEnded)
    ended.when(Promotions.change, ONE, "x", TENTH, at=NOON).then_raises(OfferEnded)
    given(Promotions, ID).when(Promotions.begin, ONE, "", TENTH, at=NOON).then_raises(TermsUnsound, field="name")
    many = [
        PromotionBegun(at=NOON, promotion_id=UUID(int=n), name="x", terms=TENTH) for n in range(2, MOST_RUNNING + 2)
    ]
    given(Promotions, ID, *many).when(Promotions.begin, ONE, "x", TENTH, at=NOON).then_raises(
        TooManyPromotions, most=MOST_RUNNING,
    )


def test_those_that_run_that_day_are_weighed():
    def deals(*events):
        return Promotions.replay(ID, events).deals(date(2026, 5, 31))

    assert deals(BEGUN) == (Deal(str(ONE), "Spring", TENTH),)
    assert deals(BEGUN, GONE) == ()
    for terms in (Terms(PercentOff(1), first_day=date(2026, 6, 1)), Terms(PercentOff(1), last_day=date(2026, 5, 30))):
        assert deals(PromotionBegun(at=NOON, promotion_id=ONE, name="x", terms=terms)) == ()


def test_how_they_go_together_is_said_once_and_taken_back():
    stacked = {Lane.LINE: Stacking.STACKED}
    said = StackingSet(at=NOON, stacking=stacked)
    given(Promotions, ID).when(Promotions.stack, stacked | {Lane.ORDER: Stacking.ONCE}, at=NOON).then(said)
    given(Promotions, ID, said).when(Promotions.stack, stacked, at=NOON).then_nothing()
    given(Promotions, ID).when(Promotions.stack, {Lane.LINE: Stacking.ONCE}, at=NOON).then_nothing()
    given(Promotions, ID, said).when(Promotions.stack, {}, at=NOON).then(StackingSet(at=NOON, stacking={}))
