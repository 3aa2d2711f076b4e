"""Money that is owed back and has not gone yet."""

from datetime import timedelta

import pytest

from projections.payments.open_refunds import OpenRefunds, owed_before
from store.domain.shared.ids import fact_id
from tests.domain.payments.test_payment import CAPTURED, ID, NOON, REQUESTED
from tests.domain.payments.test_refunds import ASKED, FAILED, FIRST, MADE
from tests.harness.projections import SOMEBODY, learning

pytestmark = [
    pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.4", "everything is refunded"),
]
OPEN = "SELECT refund FROM read.open_refunds"


@pytest.fixture
def refunds(migrated_url):
    with learning(migrated_url, OpenRefunds()) as learner:
        yield learner


@pytest.mark.parametrize("end", [MADE, FAILED])
def test_a_refund_is_open_from_being_owed_to_its_end(refunds, end):
    refunds.given(ID, REQUESTED, CAPTURED).then(OPEN)
    refunds.given(ID, ASKED).then(OPEN, [FIRST])
    refunds.given(ID, end).then(OPEN)


def test_one_that_was_made_at_once_was_never_open(refunds):
    refunds.given(ID, REQUESTED, CAPTURED, ASKED, MADE).then(OPEN)


def test_those_that_have_waited_long_enough_are_told_with_the_wish_and_the_fact_behind_them(refunds):
    refunds.given(ID, REQUESTED, CAPTURED, ASKED).then(OPEN, [FIRST])
    assert owed_before(NOON, refunds.connections) == []
    [owed] = owed_before(NOON + timedelta(seconds=1), refunds.connections)
    assert (owed.refund_id, owed.payment_id, owed.requested_at) == (FIRST, ID, NOON)
    assert (owed.correlation, owed.cause) == (SOMEBODY.correlation, fact_id(ID, 3))
