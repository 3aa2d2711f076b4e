"""An order that somebody looks at before it is sent."""

import pytest

from store.domain.ordering.cancelling import Leave
from store.domain.ordering.errors import OutOfTurn, PartOutOfTurn
from store.domain.ordering.events import Canceller, PiecesCancelled, Share
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.ordering.screening import PASSED, Judgement, Reason, Verdict
from store.domain.ordering.screening_events import OrderJudged, ReviewBegun, ReviewDue, ReviewPassed
from tests.domain.ordering.test_order import CONFIRMED, ID, MUG, NOON, PART, PLACED, eur
from tests.harness.scenario import given

pytestmark = [pytest.mark.story("US-3.4", "fraud checks look at purchases"), pytest.mark.requirement("R4.2")]
WHY = (Reason("orders_by_email", 4, 3),)
JUDGED = OrderJudged(at=NOON, order_id=ID, verdict=Verdict.HOLD, reasons=WHY)
BEGUN, DUE = ReviewBegun(at=NOON, order_id=ID), ReviewDue(at=NOON, order_id=ID)
GOOD = ReviewPassed(at=NOON, order_id=ID)
held = given(Order, ID, PLACED, JUDGED, CONFIRMED, BEGUN)


def order(*facts):
    return Order.replay(ID, [PLACED, *facts])


def test_what_was_held_waits_to_be_looked_at_once_it_is_paid_for():
    given(Order, ID, PLACED).when(
        lambda it: it.judge(Judgement(Verdict.HOLD, WHY), at=NOON)
    ).then(JUDGED)
    given(Order, ID, PLACED, JUDGED).when(lambda it: it.confirm(at=NOON)).then(CONFIRMED, BEGUN)
    passed = OrderJudged(at=NOON, order_id=ID, verdict=Verdict.PASS)
    given(Order, ID, PLACED).when(lambda it: it.judge(PASSED, at=NOON)).then(passed)
    given(Order, ID, PLACED, passed).when(lambda it: it.confirm(at=NOON)).then(CONFIRMED)
    assert order(JUDGED, CONFIRMED, BEGUN).stage is Stage.IN_REVIEW


def test_nothing_of_it_leaves_before_somebody_found_it_good():
    held.when(lambda it: it.ship("Post", "1", at=NOON)).then_raises(OutOfTurn)
    held.when(lambda it: it.process(PART, at=NOON)).then_raises(PartOutOfTurn)
    held.when(lambda it: it.accept(at=NOON)).then(GOOD)
    accepted = order(JUDGED, CONFIRMED, BEGUN, GOOD)
    assert accepted.stage is Stage.CONFIRMED
    accepted.ship("Post", "1", at=NOON)


def test_it_is_found_good_once_and_only_if_it_waits_for_that():
    given(Order, ID, PLACED, JUDGED, CONFIRMED, BEGUN, GOOD).when(lambda it: it.accept(at=NOON)).then_raises(OutOfTurn)
    given(Order, ID, PLACED, CONFIRMED).when(lambda it: it.accept(at=NOON)).then_raises(OutOfTurn)
    given(Order, ID, PLACED, CONFIRMED).when(lambda it: it.expect_in_review()).then_raises(OutOfTurn)


def test_it_can_be_cancelled_whole_or_in_part_and_the_rest_still_waits():
    it = order(JUDGED, CONFIRMED, BEGUN)
    share = it.call_off_pieces({MUG: 1}, Canceller.STAFF, "asked", at=NOON, leave=Leave(NOON - NOON))
    assert it.stage is Stage.IN_REVIEW
    assert [event.stands for event in it.fresh if isinstance(event, PiecesCancelled)] == [None]
    assert isinstance(share, Share)
    it.call_off(Canceller.STAFF, "we could not verify the order", at=NOON, leave=Leave(NOON - NOON))
    assert it.stage is Stage.CANCELLED
    assert sum((one.total for one in it.shares), eur(0)) == PLACED.totals.total


def test_whoever_forgets_it_is_reminded_once():
    held.when(lambda it: it.remind(at=NOON)).then(DUE)
    given(Order, ID, PLACED, JUDGED, CONFIRMED, BEGUN, DUE).when(lambda it: it.remind(at=NOON)).then_nothing()
    given(Order, ID, PLACED, JUDGED, CONFIRMED, BEGUN, GOOD).when(lambda it: it.remind(at=NOON)).then_nothing()
