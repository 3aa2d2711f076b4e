"""Money is asked for once, and taken once or not at all."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest

from store.domain.payments.errors import PaymentSettled
from store.domain.payments.events import (
    ChallengeRequired,
    PaymentCaptured,
    PaymentDeclined,
    PaymentRequested,
    WrongAmountTaken,
)
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import OrderId, OrderNumber, PaymentId
from store.domain.shared.money import Money
from tests.harness.scenario import given

ID, ORDER, NUMBER = PaymentId(UUID(int=1)), OrderId(UUID(int=2)), OrderNumber("ABCDE-FGHJK")
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
PRICE = Money(2290, "EUR")
REQUESTED = PaymentRequested(
    at=NOON, payment_id=ID, order_id=ORDER, number=NUMBER, amount=PRICE, method="sandbox"
)
CHALLENGED = ChallengeRequired(at=NOON, payment_id=ID, reference="ref-1", url="/bank")
CAPTURED = PaymentCaptured(at=NOON, payment_id=ID, reference="ref-1", amount=PRICE)
DECLINED = PaymentDeclined(at=NOON, payment_id=ID, reason="card expired")

request = partial(Payment.request, order_id=ORDER, number=NUMBER, amount=PRICE, method="sandbox", at=NOON)
challenge = partial(Payment.challenge, reference="ref-1", url="/bank", at=NOON)
capture = partial(Payment.capture, reference="ref-1", taken=PRICE, at=NOON)
decline = partial(Payment.decline, reason="card expired", at=NOON)

blank = given(Payment, ID)
requested = given(Payment, ID, REQUESTED)
challenged = given(Payment, ID, REQUESTED, CHALLENGED)
captured = given(Payment, ID, REQUESTED, CAPTURED)
declined = given(Payment, ID, REQUESTED, DECLINED)

outcomes = pytest.mark.story("US-3.5", "handle success and failure")
secure = pytest.mark.story("US-3.5", "support 3-D Secure")
status = pytest.mark.story("US-3.5", "keep the payment's status with the order")
webhooks = pytest.mark.requirement("R3.4")


@status
def test_that_money_is_going_to_be_asked_for_is_written_down_first():
    blank.when(request).then(REQUESTED)


@outcomes
@pytest.mark.parametrize("past", [requested, challenged, captured, declined])
def test_money_is_asked_for_only_once(past):
    past.when(request).then_raises(PaymentSettled)


@outcomes
def test_the_gateway_takes_the_money():
    requested.when(capture).then(CAPTURED)


@secure
def test_the_bank_may_want_to_see_the_shopper_first():
    requested.when(challenge).then(CHALLENGED)
    challenged.when(capture).then(CAPTURED)
    challenged.when(decline).then(DECLINED)


@outcomes
def test_the_gateway_may_say_no():
    requested.when(decline).then(DECLINED)


@webhooks
@outcomes
def test_hearing_the_same_again_is_no_fact():
    challenged.when(challenge).then_nothing()
    captured.when(capture).then_nothing()
    declined.when(decline).then_nothing()


@webhooks
@outcomes
def test_what_is_settled_stays_settled():
    captured.when(decline).then_raises(PaymentSettled, stage=Stage.CAPTURED)
    captured.when(challenge).then_raises(PaymentSettled, stage=Stage.CAPTURED)
    declined.when(capture).then_raises(PaymentSettled, stage=Stage.DECLINED)
    declined.when(challenge).then_raises(PaymentSettled, stage=Stage.DECLINED)


@webhooks
@outcomes
def test_a_second_capture_under_another_name_is_not_taken_for_the_first():
    captured.when(Payment.capture, "ref-2", PRICE, at=NOON).then_raises(PaymentSettled)


@webhooks
@pytest.mark.parametrize("taken", [Money(2289, "EUR"), Money(2291, "EUR"), Money(0, "EUR"), Money(2290, "JPY")])
def test_another_amount_than_was_asked_for_is_a_fact_that_confirms_nothing(taken):
    wrong = WrongAmountTaken(at=NOON, payment_id=ID, reference="ref-1", taken=taken, asked=PRICE)
    requested.when(Payment.capture, "ref-1", taken, at=NOON).then(wrong)
    looked_at = given(Payment, ID, REQUESTED, wrong)
    looked_at.when(capture).then_raises(PaymentSettled, stage=Stage.WRONG_AMOUNT)
    looked_at.when(decline).then_raises(PaymentSettled, stage=Stage.WRONG_AMOUNT)


@webhooks
@pytest.mark.parametrize("step", [challenge, capture, decline], ids=["challenge", "capture", "decline"])
def test_nothing_comes_of_a_payment_nobody_asked_for(step):
    payment = Payment(ID)
    with pytest.raises(RuleViolated):
        step(payment)
    assert payment.fresh == ()


@status
@pytest.mark.parametrize(("past", "stage", "settled"), [
    ((), Stage.BLANK, False),
    ((REQUESTED,), Stage.PROCESSING, False),
    ((REQUESTED, CHALLENGED), Stage.REQUIRES_ACTION, False),
    ((REQUESTED, CAPTURED), Stage.CAPTURED, True),
    ((REQUESTED, DECLINED), Stage.DECLINED, True),
    ((REQUESTED, WrongAmountTaken(at=NOON, payment_id=ID, reference="r", taken=Money(1, "EUR"), asked=PRICE)),
     Stage.WRONG_AMOUNT, True),
])
def test_a_payment_is_settled_once_it_is_known_whether_the_money_came(past, stage, settled):
    payment = Payment.replay(ID, past)
    assert (payment.stage, payment.settled) == (stage, settled)


@status
def test_a_payment_remembers_what_it_is_for_and_why_it_failed():
    payment = Payment.replay(ID, (REQUESTED, CHALLENGED, DECLINED))
    assert (payment.order_id, payment.number, payment.amount) == (ORDER, NUMBER, PRICE)
    assert (payment.method, payment.reference, payment.reason) == ("sandbox", "ref-1", "card expired")
    assert payment.url == "/bank"
