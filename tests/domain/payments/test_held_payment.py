"""Money that is held first and taken when the parcel leaves."""

from datetime import timedelta

import pytest

from store.domain.payments.errors import HeldAnother, MoreThanWasTaken, NothingTaken, PaymentSettled
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentDeclined,
    PaymentLetGo,
    PaymentLost,
    PaymentLowered,
    RefundRequested,
    WrongAmountTaken,
)
from store.domain.payments.held_events import PaymentHeldAgain, PaymentNotHeldAgain
from store.domain.payments.payment import Payment
from store.domain.shared.ids import refund_of
from store.domain.shared.money import Money
from tests.domain.payments.test_payment import ID, NOON, PRICE, REQUESTED
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
]
LATER, TEN = NOON + timedelta(days=7), Money(1000, "EUR")
LESS = PRICE - TEN
HELD = PaymentAuthorised(at=NOON, payment_id=ID, reference="hold-1", amount=PRICE, until=LATER)
LOWERED = PaymentLowered(at=NOON, payment_id=ID, amount=TEN)


def past(*facts):
    return given(Payment, ID, REQUESTED, *facts)


asked, held, lowered = past(), past(HELD), past(HELD, LOWERED)
nothing_due = past(HELD, PaymentLowered(at=NOON, payment_id=ID, amount=PRICE))


def taken(amount):
    return PaymentCaptured(at=NOON, payment_id=ID, reference="cap-1", amount=amount)


def test_money_is_held_and_hearing_so_again_is_no_fact():
    asked.when(Payment.authorise, "hold-1", PRICE, LATER, at=NOON).then(HELD)
    held.when(Payment.authorise, "hold-1", PRICE, LATER, at=NOON).then()


def test_another_amount_than_was_asked_for_is_not_taken_for_the_right_one():
    asked.when(Payment.authorise, "hold-1", TEN, LATER, at=NOON).then_raises(HeldAnother)


def test_what_is_held_is_taken_once():
    held.when(Payment.capture, "cap-1", PRICE, at=NOON).then(taken(PRICE))
    past(HELD, taken(PRICE)).when(Payment.capture, "cap-1", PRICE, at=NOON).then()


def test_what_was_cancelled_before_is_not_taken():
    held.when(Payment.lower, TEN, at=NOON).then(LOWERED)
    lowered.when(Payment.capture, "cap-1", LESS, at=NOON).then(taken(LESS))


def test_of_what_is_held_no_more_than_there_is_can_be_let_off():
    lowered.when(Payment.lower, PRICE, at=NOON).then_raises(MoreThanWasTaken, left=LESS)
    asked.when(Payment.lower, TEN, at=NOON).then_raises(MoreThanWasTaken)


def test_what_was_cancelled_while_it_was_being_taken_goes_back():
    lowered.when(Payment.capture, "cap-1", PRICE, at=NOON).then(
        PaymentLowered(at=NOON, payment_id=ID, amount=Money(-TEN.minor, "EUR")), taken(PRICE), RefundRequested(
            at=NOON, payment_id=ID, refund_id=refund_of(ID, 1), amount=TEN,
        ),
    )


@pytest.mark.parametrize("amount", [Money(1, "EUR"), PRICE + TEN, Money(PRICE.minor, "USD")], ids=str)
def test_any_other_amount_is_for_a_person_to_look_at(amount):
    held.when(Payment.capture, "cap-1", amount, at=NOON).then(
        WrongAmountTaken(at=NOON, payment_id=ID, reference="cap-1", taken=amount, asked=PRICE)
    )


def test_what_was_taken_less_what_was_let_off_can_be_given_back():
    was_taken = past(HELD, LOWERED, taken(LESS))
    was_taken.when(Payment.give_back, PRICE, at=NOON).then_raises(MoreThanWasTaken, left=LESS)
    was_taken.when(Payment.give_back, LESS, at=NOON).then(RefundRequested(
        at=NOON, payment_id=ID, refund_id=refund_of(ID, 1), amount=LESS,
    ))


def test_what_is_only_held_cannot_be_given_back_nor_declined():
    held.when(Payment.give_back, TEN, at=NOON).then_raises(NothingTaken)
    held.when(Payment.decline, "no", at=NOON).then_raises(PaymentSettled)


def test_a_gateway_that_holds_nothing_any_more_is_bad_news_only_while_something_is_due():
    held.when(Payment.not_held, "held too long", at=NOON).then(
        PaymentLost(at=NOON, payment_id=ID, amount=PRICE, reason="held too long")
    )
    nothing_due.when(Payment.not_held, "given up", at=NOON).then(
        PaymentLetGo(at=NOON, payment_id=ID, reason="given up")
    )
    past(PaymentDeclined(at=NOON, payment_id=ID, reason="no")).when(
        Payment.not_held, "again", at=NOON
    ).then()


LONGER = LATER + timedelta(days=7)
AGAIN = PaymentHeldAgain(at=NOON, payment_id=ID, reference="hold-2", amount=PRICE, generation=1, until=LONGER)
ENDING = PaymentNotHeldAgain(at=NOON, payment_id=ID, amount=PRICE, reason="once", until=LATER)
LOST = PaymentLost(at=NOON, payment_id=ID, amount=PRICE, reason="held too long")


def test_what_is_held_again_is_a_fact_once_for_each_time_and_taken_as_ever():
    held.when(Payment.hold_again, "hold-2", PRICE, LONGER, 1, at=NOON).then(AGAIN)
    past(HELD, AGAIN).when(Payment.hold_again, "hold-3", PRICE, LONGER, 1, at=NOON).then()
    past(HELD, AGAIN).when(Payment.capture, "cap-1", PRICE, at=NOON).then(taken(PRICE))
    held.when(Payment.hold_again, "hold-1", PRICE, LATER, 1, at=NOON).then()  # it was too early


def test_less_than_is_due_is_not_enough_and_what_was_let_off_need_not_be_held():
    held.when(Payment.hold_again, "hold-2", LESS, LONGER, 1, at=NOON).then_raises(HeldAnother)
    lowered.when(Payment.hold_again, "hold-2", LESS, LONGER, 1, at=NOON).then(
        PaymentHeldAgain(at=NOON, payment_id=ID, reference="hold-2", amount=LESS, generation=1, until=LONGER)
    )


def test_what_was_lost_is_held_again_when_somebody_paid_again_and_what_was_taken_is_not():
    past(HELD, LOST).when(Payment.hold_again, "hold-2", PRICE, LONGER, 1, at=NOON).then(AGAIN)
    past(HELD, taken(PRICE)).when(Payment.hold_again, "hold-2", PRICE, LONGER, 1, at=NOON).then()


def test_that_it_can_not_be_held_for_longer_is_said_once_and_only_of_what_is_due():
    held.when(Payment.cannot_hold_again, "once", at=NOON).then(ENDING)
    past(HELD, ENDING).when(Payment.cannot_hold_again, "once", at=NOON).then()
    nothing_due.when(Payment.cannot_hold_again, "once", at=NOON).then()
    past(HELD, LOST).when(Payment.cannot_hold_again, "once", at=NOON).then()


@pytest.mark.parametrize(("facts", "amount"), [
    ((HELD,), None), ((HELD, ENDING), PRICE), ((HELD, LOWERED, ENDING), LESS), ((HELD, LOST), PRICE),
    ((HELD, ENDING, AGAIN), None), ((HELD, LOST, AGAIN), None), ((HELD, ENDING, taken(PRICE)), None),
])
def test_what_is_to_be_paid_again(facts, amount):
    assert Payment.replay(ID, [REQUESTED, *facts]).to_pay_again == amount
