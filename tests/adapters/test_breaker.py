"""The breaker, on a clock that goes when it is told to."""

import pytest

from store.adapters.drivers.breaker import FIRST_REST, LONGEST_REST, Breaker, State

pytestmark = [pytest.mark.story("US-3.5", "handle success and failure"), pytest.mark.requirement("R3.4")]


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def breaker(clock):
    return Breaker(lambda: clock[0], failures=3)


def broken(breaker):
    for _ in range(3):
        assert breaker.lets_through()
        breaker.failed()
    return breaker


def test_it_opens_after_some_failures_in_a_row_and_an_answer_between_them_counts_anew(breaker):
    for _ in range(2):
        breaker.failed()
    breaker.went_well()
    for _ in range(2):
        breaker.failed()
    assert breaker.state is State.CLOSED
    breaker.failed()
    assert breaker.state is State.OPEN
    assert not breaker.lets_through()


def test_after_a_rest_one_call_tries_and_the_others_wait_for_what_comes_of_it(breaker, clock):
    broken(breaker)
    clock[0] += FIRST_REST
    assert breaker.state is State.HALF_OPEN
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.went_well()
    assert breaker.state is State.CLOSED
    assert breaker.lets_through()


def test_each_try_in_vain_doubles_the_rest_up_to_a_minute(breaker, clock):
    broken(breaker)
    rest = FIRST_REST
    for _ in range(6):
        clock[0] += rest - 0.1
        assert not breaker.lets_through()
        clock[0] += 0.1
        assert breaker.lets_through()
        breaker.failed()
        rest = min(rest * 2, LONGEST_REST)
    assert rest == LONGEST_REST


def test_a_try_whose_thread_died_does_not_keep_the_door_shut_for_ever(breaker, clock):
    broken(breaker)
    clock[0] += FIRST_REST
    assert breaker.lets_through()
    clock[0] += LONGEST_REST
    assert breaker.lets_through()
