"""Payments nobody knows the end of yet."""

from datetime import timedelta

import pytest

from projections.payments.open_payments import OpenPayments, older_than
from tests.domain.payments.test_payment import CAPTURED, CHALLENGED, DECLINED, ID, NOON, REQUESTED
from tests.harness.projections import learning

pytestmark = [
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
]
OPEN = "SELECT payment FROM read.open_payments ORDER BY requested_at"


@pytest.fixture
def payments(migrated_url):
    with learning(migrated_url, OpenPayments()) as learner:
        yield learner


def test_a_payment_is_open_from_the_asking_on(payments):
    payments.given(ID, REQUESTED).then(OPEN, [ID])
    payments.given(ID, CHALLENGED).then(OPEN, [ID])


@pytest.mark.parametrize("end", [CAPTURED, DECLINED])
def test_a_settled_payment_is_open_no_more(payments, end):
    payments.given(ID, REQUESTED).then(OPEN, [ID])
    payments.given(ID, end).then(OPEN)


@pytest.mark.parametrize("end", [CAPTURED, DECLINED])
def test_one_that_was_settled_at_once_was_never_open(payments, end):
    payments.given(ID, REQUESTED, CHALLENGED, end).then(OPEN)


def test_only_those_that_have_waited_long_enough_are_asked_about(payments):
    payments.given(ID, REQUESTED).then(OPEN, [ID])
    assert older_than(NOON, payments.connections) == []
    late = older_than(NOON + timedelta(seconds=1), payments.connections)
    assert [(payment.payment_id, payment.requested_at) for payment in late] == [(ID, NOON)]
