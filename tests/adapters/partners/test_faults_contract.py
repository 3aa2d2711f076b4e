"""A fault of ours while facts are read for a partner: since when, its name, and what ends it; twin and tables alike."""

from datetime import timedelta

import pytest

from tests.adapters.partners.stages import NOON, A
from tests.adapters.partners.test_deliveries_contract import NO, YES, batch, looked, stage, worker
from tests.domain.partners.test_webhook import SUBSCRIBED

__all__ = ["stage", "worker"]
pytestmark = [pytest.mark.requirement("R9.3")]
MINUTE = timedelta(minutes=1)
NONE = (None, "")


@pytest.fixture
def place(stage, worker):
    """Where A stands, whose facts couldn't be read a moment ago."""
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    stage.fact()
    [place] = worker.take(NOON, [], 10)
    assert stage.fault(A) == NONE
    assert worker.faltered(place, "InvalidTag", NOON, NOON + MINUTE)
    return place


def test_it_stands_since_its_beginning_with_its_newest_name_and_nothing_is_tried_meanwhile(stage, worker, place):
    assert stage.fault(A) == (NOON, "InvalidTag")
    assert worker.takes(NOON) == []
    assert worker.takes(NOON + MINUTE) == [A]
    assert worker.faltered(place, "OperationalError", NOON + MINUTE, NOON + 2 * MINUTE)
    assert stage.fault(A) == (NOON, "OperationalError")


def test_it_is_over_when_a_batch_is_begun(stage, worker, place):
    assert worker.begin(place, batch(place, stage.fact()), NOON + MINUTE)
    assert stage.fault(A) == NONE


def test_it_is_over_when_there_was_nothing_for_the_partner(stage, worker, place):
    assert worker.passed(place, stage.fact())
    assert stage.fault(A) == NONE


def test_it_is_over_when_the_webhook_was_changed(stage, worker, place):
    assert worker.look(place, 2, 2, "0")
    assert stage.fault(A) == NONE


def test_it_is_not_over_because_somebody_had_a_delivery_sent_again_or_it_rested(stage, worker, place):
    sent = batch(place, stage.fact())
    assert worker.begin(place, sent, NOON)
    assert worker.confirmed(place, sent, YES, NOON)
    assert worker.faltered(place, "InvalidTag", NOON, NOON + MINUTE)
    assert worker.tried_again(place, sent, NO, NOON)
    assert worker.tried_again(place, sent, YES, NOON)
    assert worker.rest(place, NOON + MINUTE)
    assert stage.fault(A) == (NOON, "InvalidTag")


def test_who_does_not_hold_it_says_nothing_about_it(stage, worker, place):
    with stage.worker("two") as other:
        assert not other.faltered(place, "Stale", NOON, NOON + MINUTE)
        assert not other.passed(place, stage.fact())
    assert stage.fault(A) == (NOON, "InvalidTag")
