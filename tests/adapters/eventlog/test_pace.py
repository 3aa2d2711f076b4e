"""How many commits there are at once follows from the disk, and from who writes."""

import pytest

from store.adapters.drivers.eventlog.pace import LONGEST_WAIT, Pace

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
QUICK, SLOW = 0.0004, 0.02


def pace(seconds, facts=1):
    """After some commits, each of which took so long."""
    pace = Pace()
    for _ in range(50):
        pace.took(seconds, facts)
    return pace


@pytest.mark.parametrize(("writers", "batches"), [(1, 1), (3, 1), (4, 2), (14, 2), (15, 3), (1000, 3)])
def test_on_a_quick_disk_there_are_as_many_as_have_company(writers, batches):
    assert pace(QUICK).batches(writers) == batches


@pytest.mark.parametrize(("writers", "batches"), [(4, 1), (16, 1), (64, 1), (100, 2), (400, 3)])
def test_on_a_slow_disk_each_flush_is_worth_waiting_for(writers, batches):
    assert pace(SLOW).batches(writers) == batches


def test_only_who_is_alone_waits_for_others_and_not_for_long():
    assert pace(QUICK).patience(64) == 0
    assert pace(QUICK).patience(2) == pytest.approx(QUICK, rel=0.1)
    assert pace(SLOW).patience(16) == LONGEST_WAIT


def test_what_many_facts_take_is_not_the_disk():
    assert pace(QUICK + 0.03, facts=2000).batches(16) == 3


def test_nothing_is_known_before_the_first_commit():
    assert (Pace().batches(64), Pace().patience(64)) == (1, 0)


def test_a_hiccup_changes_nothing():
    one = pace(QUICK)
    one.took(0.002, 1)
    assert one.batches(64) == 3
