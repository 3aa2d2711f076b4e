"""Whoever sleeps until a shared commit is done is woken by another who did."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest

from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.sending import AtOnce
from tests.adapters.eventlog.facts import HATS, MUGS, PENS, facts
from tests.adapters.eventlog.test_appending import lost, sizes

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]


class Held(MemoryLog):
    """A log whose first commit takes until somebody says so."""

    def __init__(self):
        super().__init__()
        self.begun, self.go = Event(), Event()

    def insert_events(self, given, *, along=()):
        if not self.begun.is_set():
            self.begun.set()
            assert self.go.wait(20)
        return super().insert_events(given, along=along)


def asleep(handed_in):
    """When somebody waits for each of these."""
    deadline, pause = time.monotonic() + 20, Event()
    while not all(each.asleep for each in handed_in):
        assert time.monotonic() < deadline
        pause.wait(0.005)


@pytest.mark.usefixtures("nobody_looks_by_itself")
@pytest.mark.parametrize("unheeded", [{0}, {3}, {0, 1, 5}, set()])
def test_everybody_is_woken_though_nobody_waits_for_some_of_what_was_written_together(unheeded):
    log = Held()
    group = GroupCommit(AtOnce(log))
    with ThreadPoolExecutor(12) as writers:
        first = writers.submit(group.settle, group.hand_in(facts(MUGS, 1)))
        assert log.begun.wait(20)
        together = [group.hand_in(facts(UUID(int=n), 1)) for n in range(100, 108)]
        heeded = [each for n, each in enumerate(together) if n not in unheeded]
        waiting = [writers.submit(group.settle, each) for each in heeded]
        asleep(heeded)
        log.go.set()
        assert first.result(20) == 1
        assert [each.result(20) for each in waiting] == [n + 2 for n in range(8) if n not in unheeded]
    assert sizes(group) == {1: 1, 8: 1}


@pytest.mark.usefixtures("nobody_looks_by_itself")
def test_several_may_wait_for_the_same_append():
    log = Held()
    group = GroupCommit(AtOnce(log))
    with ThreadPoolExecutor(12) as writers:
        first = group.hand_in(facts(MUGS, 1))
        waiting = [writers.submit(group.settle, first)]
        assert log.begun.wait(20)
        other = group.hand_in(facts(HATS, 1))
        waiting += [writers.submit(group.settle, each) for each in (first, first, other, other, other)]
        asleep([first, other])
        log.go.set()
        assert [each.result(20) for each in waiting] == [1, 1, 1, 2, 2, 2]


@pytest.mark.usefixtures("nobody_looks_by_itself")
def test_who_loses_among_others_is_told_and_all_others_go_on():
    log = Held()
    group = GroupCommit(AtOnce(log))
    with ThreadPoolExecutor(12) as writers:
        first = writers.submit(group.settle, group.hand_in(facts(MUGS, 1)))
        assert log.begun.wait(20)
        together = [group.hand_in(facts(stream, 1)) for stream in (HATS, MUGS, PENS)]
        waiting = [writers.submit(lost, group, each) for each in together]
        asleep(together)
        log.go.set()
        assert first.result(20) == 1
        assert [each.result(20) for each in waiting] == [False, True, False]
