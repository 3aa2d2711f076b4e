"""Batches leave one behind the other, before it is known what became of those ahead of them."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from uuid import UUID

import psycopg
import pytest

from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.pace import Pace
from tests.adapters.eventlog.facts import HATS, MUGS, PENS, facts, places
from tests.adapters.eventlog.test_appending import lost, whole
from tests.adapters.eventlog.test_waking import asleep

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]


class Relay:
    """Carries batches to a log in memory, each when somebody says so."""

    def __init__(self):
        self.log, self.sent, self.go = MemoryLog(), [], []
        self.faults = {}

    def send(self, given, along):
        assert not along
        number, go = len(self.sent), Event()
        self.sent.append(given)
        self.go.append(go)

        def outcome():
            assert go.wait(20)
            fault = self.faults.get(number)
            if fault:
                raise fault
            return self.log.insert_events(given)[-1]

        return outcome

    def comes(self, batches):
        """When so many were sent."""
        deadline, pause = time.monotonic() + 20, Event()
        while len(self.sent) < batches:
            assert time.monotonic() < deadline
            pause.wait(0.005)


@contextmanager
def letting_go(relay):
    """Meanwhile every batch is written as soon as it is sent."""
    done = Event()

    def let_go():
        while not done.is_set():
            for go in list(relay.go):
                go.set()
            done.wait(0.005)

    with ThreadPoolExecutor(1) as going:
        going.submit(let_go)
        yield
        done.set()


@pytest.fixture
def relay():
    return Relay()


@pytest.fixture
def group(relay, monkeypatch):
    """As many batches at once as may be."""
    monkeypatch.setattr(Pace, "batches", lambda *_: 2)
    return GroupCommit(relay)


@pytest.fixture
def writers():
    with ThreadPoolExecutor(12) as writers:
        yield writers


def test_the_next_leaves_before_the_last_is_written_and_the_one_after_waits(relay, group, writers):
    settled = [writers.submit(group.settle, group.hand_in(facts(MUGS, 1)))]
    relay.comes(1)
    settled.append(writers.submit(group.settle, group.hand_in(facts(HATS, 1))))
    relay.comes(2)
    settled.append(writers.submit(group.settle, group.hand_in(facts(PENS, 1))))
    assert len(relay.sent) == 2, "two are as many as there may be"
    relay.go[0].set()
    assert settled[0].result(20) == 1
    relay.go[1].set()
    relay.comes(3)
    relay.go[2].set()
    assert [each.result(20) for each in settled] == [1, 2, 3]


def test_one_waits_for_company_as_long_as_something_is_under_way(relay, group, writers):
    settled = [writers.submit(group.settle, group.hand_in(facts(MUGS, 1)))]
    relay.comes(1)
    settled.append(writers.submit(group.settle, group.hand_in(facts(HATS, 1))))
    relay.comes(2)
    third = group.hand_in(facts(PENS, 1))
    settled.append(writers.submit(group.settle, third))
    asleep([third])
    relay.go[0].set()
    assert settled[0].result(20) == 1
    assert len(relay.sent) == 2, "one of three is not half of them"
    settled.append(writers.submit(group.settle, group.hand_in(facts(UUID(int=9), 1))))
    relay.comes(3)
    assert places(relay.sent[2]) == [(PENS, 1), (UUID(int=9), 1)]
    with letting_go(relay):
        assert sorted(each.result(20) for each in settled) == [1, 2, 3, 4]


def test_what_continues_something_under_way_leaves_when_that_is_settled(relay, group, writers):
    first = group.hand_in(facts(MUGS, 1))
    settled = [writers.submit(group.settle, first)]
    relay.comes(1)
    second = group.hand_in(facts(MUGS, 2), upon=[first])
    settled += [writers.submit(group.settle, second), writers.submit(group.settle, group.hand_in(facts(HATS, 1)))]
    assert len(relay.sent) == 1
    relay.go[0].set()
    relay.comes(2)
    assert places(relay.sent[1])[0] == (MUGS, 2)
    with letting_go(relay):
        assert sorted(each.result(20) for each in settled) == [1, 2, 3]


def test_who_loses_is_told_though_others_left_meanwhile(relay, group, writers):
    relay.log.insert_events(facts(MUGS, 1))
    first, innocent = group.hand_in(facts(MUGS, 1)), group.hand_in(facts(PENS, 1))
    settled = [writers.submit(lost, group, each) for each in (first, innocent)]
    relay.comes(1)
    after = group.hand_in(facts(MUGS, 2), upon=[first])
    other = group.hand_in(facts(HATS, 1))
    settled += [writers.submit(lost, group, each) for each in (after, other)]
    with letting_go(relay):
        assert [each.result(20) for each in settled] == [True, False, True, False]
    assert set(places(whole(relay.log))) == {(MUGS, 1), (PENS, 1), (HATS, 1)}


def test_a_batch_of_which_nobody_knows_takes_no_other_along(relay, group, writers):
    relay.faults = {0: psycopg.OperationalError("the connection is lost")}
    settled = [writers.submit(group.settle, group.hand_in(facts(MUGS, 1)))]
    relay.comes(1)
    settled.append(writers.submit(group.settle, group.hand_in(facts(HATS, 1))))
    relay.comes(2)
    for go in relay.go:
        go.set()
    with pytest.raises(psycopg.OperationalError):
        settled[0].result(20)
    assert settled[1].result(20) == 1
