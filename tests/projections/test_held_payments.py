"""Money that is held stands in a list until it is taken, let go or lost."""

from datetime import timedelta

import pytest

from projections.payments.held_payments import HeldPayments, to_look_at
from store.adapters.drivers.pools import pool
from store.domain.payments.events import PaymentLetGo
from tests.domain.payments.test_held_payment import AGAIN, ENDING, HELD, LATER, LONGER, LOST, LOWERED, taken
from tests.domain.payments.test_payment import ID, NOON, PRICE, REQUESTED
from tests.harness.projections import learning

pytestmark = [pytest.mark.requirement("R3.4"), pytest.mark.story("US-3.5", "handle success and failure")]
ROWS = "SELECT payment, until, due FROM read.held_payments"
ALL_OFF = LOWERED.__class__(at=NOON, payment_id=ID, amount=PRICE)


@pytest.fixture
def learner(migrated_url):
    with learning(migrated_url, HeldPayments()) as learner:
        yield learner


def test_what_is_held_is_listed_with_what_is_due(learner):
    learner.given(ID, REQUESTED, HELD, LOWERED).then(ROWS, (ID, LATER, PRICE.minor - LOWERED.amount.minor))


@pytest.mark.parametrize("end", [
    (taken(PRICE),), (ALL_OFF, PaymentLetGo(at=NOON, payment_id=ID, reason="x")),
], ids=["taken", "let go"])
def test_what_was_taken_or_let_go_is_not(learner, end):
    learner.given(ID, REQUESTED, HELD, *end).then(ROWS)


@pytest.mark.parametrize(("past", "soon", "due"), [
    ((HELD, ALL_OFF), NOON, [False]), ((HELD,), LATER + timedelta(hours=1), [True]), ((HELD,), NOON, []),
], ids=["not due", "held until soon", "held for long"])
def test_what_is_to_be_looked_at(learner, migrated_url, past, soon, due):
    learner.given(ID, REQUESTED, *past)
    learner.runner.catch_up()
    with pool(migrated_url, 1) as connections:
        found = to_look_at(NOON + timedelta(seconds=1), soon, connections)
    assert [it.due for it in found] == due


def test_what_is_held_again_is_held_for_longer_and_no_reason_stands_any_more(learner):
    learner.given(ID, REQUESTED, HELD, ENDING, AGAIN).then(ROWS, (ID, LONGER, PRICE.minor))
    learner.then("SELECT why, lost FROM read.held_payments", ("", False))


@pytest.mark.parametrize(("facts", "rows"), [
    ((HELD, ENDING), [("once", False)]), ((HELD, LOST), [("held too long", True)]), ((HELD, LOST, ALL_OFF), []),
    ((HELD, LOST, AGAIN), [("", False)]),
], ids=["ending", "lost", "cancelled after that", "paid again"])
def test_why_it_can_not_be_held_stands_there_until_it_is_paid_again_or_cancelled(learner, facts, rows):
    learner.given(ID, REQUESTED, *facts).then("SELECT why, lost FROM read.held_payments", *rows)


def test_what_was_lost_is_looked_at_for_somebody_may_have_paid_again(learner, migrated_url):
    learner.given(ID, REQUESTED, HELD, LOST)
    learner.runner.catch_up()
    with pool(migrated_url, 1) as connections:
        assert len(to_look_at(NOON + timedelta(seconds=1), NOON, connections)) == 1
