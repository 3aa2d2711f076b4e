"""For how long what a register of VAT numbers said counts."""

from datetime import UTC, datetime, timedelta

import pytest

from store.domain.pricing.vat_checks import Answer, VatCheck, counts

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "tax rates by location")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("answer", "kept"), [
    (Answer.VALID, DAY), (Answer.INVALID, timedelta(minutes=10)), (Answer.UNAVAILABLE, timedelta(minutes=1)),
])
def test_an_answer_counts_for_its_time_and_not_from_the_future(answer, kept):
    check = VatCheck("VIES", answer, NOON)
    assert counts(check, NOON, DAY)
    assert counts(check, NOON + kept - timedelta(seconds=1), DAY)
    assert not counts(check, NOON + kept, DAY)
    assert not counts(check, NOON - timedelta(seconds=1), DAY)


def test_a_shop_may_ask_each_time_and_what_it_hears_counts_for_one_order():
    check = VatCheck("VIES", Answer.VALID, NOON)
    assert counts(check, NOON + timedelta(seconds=59), timedelta())
    assert not counts(check, NOON + timedelta(minutes=1), timedelta())
