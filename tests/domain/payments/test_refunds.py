"""What was taken is given back once, and never more than was taken."""

from functools import partial

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from store.domain.payments.errors import MoreThanWasTaken, NoSuchRefund, NothingTaken
from store.domain.payments.events import RefundFailed, RefundMade, RefundRequested
from store.domain.payments.payment import Payment
from store.domain.payments.refund import Progress
from store.domain.shared.ids import refund_of
from store.domain.shared.money import Money
from tests.domain.payments.test_payment import (
    CAPTURED,
    ID,
    NOON,
    PRICE,
    REQUESTED,
    capture,
    captured,
    declined,
    request,
)
from tests.domain.payments.test_payment import requested as not_settled
from tests.harness.machine import QUICK, AggregateMachine
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.4", "everything is refunded"),
]
FIRST, SECOND = refund_of(ID, 1), refund_of(ID, 2)
ASKED = RefundRequested(at=NOON, payment_id=ID, refund_id=FIRST, amount=PRICE)
MADE = RefundMade(at=NOON, payment_id=ID, refund_id=FIRST, reference="re-1", amount=PRICE)
FAILED = RefundFailed(at=NOON, payment_id=ID, refund_id=FIRST, amount=PRICE, reason="the card is closed")

give_back = partial(Payment.give_back, at=NOON)
made = partial(Payment.given_back, reference="re-1", at=NOON)
failed = partial(Payment.not_given_back, reason="the card is closed", at=NOON)
asked = given(Payment, ID, REQUESTED, CAPTURED, ASKED)


def test_that_money_is_going_to_be_given_back_is_written_down_first():
    captured.when(give_back, PRICE).then(ASKED)


@pytest.mark.parametrize("past", [not_settled, declined])
def test_what_was_not_taken_is_not_given_back(past):
    past.when(give_back, PRICE).then_raises(NothingTaken)


@pytest.mark.parametrize(("amount", "left"), [(2291, 2290), (0, 2290), (-1, 2290)])
def test_no_more_is_given_back_than_was_taken_and_not_nothing(amount, left):
    captured.when(give_back, Money(amount, "EUR")).then_raises(MoreThanWasTaken, left=Money(left, "EUR"))


def test_what_is_on_its_way_counts_as_given_back():
    asked.when(give_back, Money(1, "EUR")).then_raises(MoreThanWasTaken, left=Money(0, "EUR"))
    part = RefundRequested(at=NOON, payment_id=ID, refund_id=FIRST, amount=Money(290, "EUR"))
    rest = RefundRequested(at=NOON, payment_id=ID, refund_id=SECOND, amount=Money(2000, "EUR"))
    given(Payment, ID, REQUESTED, CAPTURED, part).when(give_back, Money(2000, "EUR")).then(rest)


@pytest.mark.parametrize(("end", "fact"), [(made, MADE), (failed, FAILED)])
def test_a_refund_ends_once_whatever_is_heard_later(end, fact):
    asked.when(end, FIRST).then(fact)
    over = given(Payment, ID, REQUESTED, CAPTURED, ASKED, fact)
    over.when(made, FIRST).then_nothing()
    over.when(failed, FIRST).then_nothing()
    asked.when(end, SECOND).then_raises(NoSuchRefund)


def test_what_failed_is_still_owed_and_may_be_asked_for_again():
    again = RefundRequested(at=NOON, payment_id=ID, refund_id=SECOND, amount=PRICE)
    given(Payment, ID, REQUESTED, CAPTURED, ASKED, FAILED).when(give_back, PRICE).then(again)


def test_a_picture_shows_refunds_where_there_are_any():
    assert "refunds" not in Payment.replay(ID, (REQUESTED, CAPTURED)).picture()
    refund = Payment.replay(ID, (REQUESTED, CAPTURED, ASKED, MADE)).picture()["refunds"][FIRST]
    assert (refund.progress, refund.reference, refund.amount) == (Progress.MADE, "re-1", PRICE)


class RefundMachine(AggregateMachine):
    it: Payment

    def __init__(self):
        super().__init__()
        self.it = Payment(ID)

    @rule()
    def take(self):
        self.attempt(request)
        self.attempt(capture)

    @precondition(lambda self: self.it.settled)
    @rule(minor=st.integers(-1, 2300))
    def give_back(self, minor):
        self.attempt(give_back, Money(minor, "EUR"))

    @rule(number=st.integers(1, 4), worked=st.booleans())
    def end(self, number, worked):
        self.attempt(made if worked else failed, refund_of(ID, number))

    @invariant()
    def never_more_than_was_taken(self):
        ends = [fact.refund_id for fact in self.facts(RefundMade | RefundFailed)]
        assert len(set(ends)) == len(ends)
        failures = {fact.refund_id for fact in self.facts(RefundFailed)}
        open_or_made = [fact.amount.minor for fact in self.facts(RefundRequested) if fact.refund_id not in failures]
        assert sum(open_or_made) <= PRICE.minor


TestRefunds = RefundMachine.TestCase
TestRefunds.settings = QUICK
