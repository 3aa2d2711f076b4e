"""The order of a checkout's steps."""

from itertools import combinations

import pytest

from store.domain.cart.steps import Step, before, first_open, open_at

pytestmark = [
    pytest.mark.story("US-3.4", "several steps: shipping, payment, review"), pytest.mark.requirement("R3.6"),
]
EVERY = [frozenset(done) for n in range(4) for done in combinations(list(Step)[:3], n)]


def test_steps_come_in_this_order():
    assert [step.value for step in Step] == ["address", "shipping", "payment", "review"]
    assert before(Step.PAYMENT) == (Step.ADDRESS, Step.SHIPPING)


@pytest.mark.parametrize("done", EVERY)
def test_whoever_comes_back_goes_on_where_something_is_missing(done):
    first = first_open(done)
    assert first not in done
    assert set(before(first)) <= done


@pytest.mark.parametrize("done", EVERY)
@pytest.mark.parametrize("wanted", Step)
def test_no_step_opens_before_what_it_rests_on_and_all_that_is_done_opens_again(done, wanted):
    opened = open_at(wanted, done)
    assert opened == (wanted if set(before(wanted)) <= done else first_open(done))
    assert set(before(opened)) <= done
