"""Parts look often while something happens, seldom while all is quiet, and at once when somebody does something."""

from threading import Event, Thread

import pytest

from store.entrypoints.workers import projector
from store.entrypoints.workers.errands import A_WHILE, TOGETHER, Errand, Errands
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.projector import Projector
from store.entrypoints.workers.pulse import LATER, QUIET, Pulse

pytestmark = [pytest.mark.requirement("R9.4")]
SOON = 15.0


class Time:
    """Passes only where somebody rests. It is over at *end*."""

    def __init__(self, end=float("inf")):
        self.at, self.end, self.over = 0.0, end, False

    def now(self):
        return self.at

    def wait(self, seconds):
        self.at += seconds
        self.over = self.over or self.at > self.end
        return self.over

    def is_set(self):
        return self.over


class Silence:
    """What a pulse waits on, if nobody comes, or *comes* at once."""

    def __init__(self, time, comes=None):
        self.time, self.comes = time, comes

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def notify_all(self):
        pass

    def wait_for(self, true, seconds):
        if self.comes:
            self.comes()
        else:
            self.time.wait(seconds)
        return true()


def pulse_in(time, comes=None):
    pulse = Pulse(time, time.now)
    pulse._changed = Silence(time, comes and (lambda: comes(pulse)))
    return pulse


class Log:
    """Stands still, and counts who looks."""

    def __init__(self):
        self.looks = 0

    def newest(self):
        self.looks += 1
        return 7

    def held(self):
        return {("orders", "read")}

    def step(self, *_):
        return 0


def test_a_quiet_log_is_looked_at_once_a_second():
    time, log = Time(end=62.0), Log()
    pulse = pulse_in(time)
    rest = pulse.resting(projector.QUIET, projector.A_WHILE, later=0.0)
    patiently("test", Projector(log, log, log, time, pulse.beat).round, (), time, rest)
    lively = projector.A_WHILE / projector.IDLE
    assert lively / 2 < log.looks < lively + 62


def test_while_something_happens_a_part_rests_as_long_as_it_would():
    time = Time()
    rest = pulse_in(time).resting(quiet=5.0, awhile=10.0)
    for _ in range(9):
        rest(1.0)
    assert time.at == 9.0


def test_once_all_is_quiet_it_rests_longer_unless_it_has_more_to_do():
    time = Time()
    rest = pulse_in(time).resting(quiet=5.0, awhile=10.0)
    time.at = 10.0
    rest(1.0)
    assert time.at == 15.0
    rest(60.0)
    assert time.at == 75.0
    rest(0.0)
    assert time.at == 75.0


def test_it_looks_a_moment_after_something_happens_and_then_as_often_as_before():
    time = Time()
    rest = pulse_in(time, Pulse.beat).resting(quiet=5.0, awhile=10.0)
    time.at = 10.0
    rest(1.0)
    assert time.at == 10.0 + LATER
    rest(1.0)
    assert time.at == 11.0 + LATER


@pytest.mark.parametrize("ends", [False, True], ids=["it beats", "it ends"])
def test_who_rests_gets_up_at_once(ends):
    halt, got_up = Event(), Event()
    pulse = Pulse(halt, lambda: 100.0)
    pulse._last = 0.0
    rest = pulse.resting(quiet=600.0, later=0.0)

    def part():
        rest(600.0)
        got_up.set()

    Thread(target=part, daemon=True).start()
    while not pulse._changed._waiters:
        assert not got_up.wait(0.005)
    pulse.end() if ends else pulse.beat()
    assert got_up.wait(SOON)
    assert halt.is_set() == ends


class Leads:
    def held(self):
        return True


def test_errands_wait_for_each_other_in_a_quiet_shop(monkeypatch):
    time, rounds = Time(end=A_WHILE + 100.0), []
    monkeypatch.setattr("store.entrypoints.workers.errands.monotonic", time.now)
    errands = Errands([
        Errand(f"every {seconds} s", seconds, lambda: rounds.append(time.at)) for seconds in (1.0, 2.0, 5.0)
    ], Leads(), ())
    patiently("test", errands.round, (), time, pulse_in(time).resting(awhile=A_WHILE))
    at = sorted(set(rounds))
    assert len(at) == pytest.approx(A_WHILE + 100.0 / QUIET, abs=3)
    assert [rounds.count(it) for it in at if it > A_WHILE + QUIET] == [3] * len([
        it for it in at if it > A_WHILE + QUIET
    ]), "all of them in one round"


def test_what_is_due_a_little_later_is_done_in_the_same_round(monkeypatch):
    time, done = Time(), []
    monkeypatch.setattr("store.entrypoints.workers.errands.monotonic", time.now)
    errands = Errands([
        Errand("now", 1.0, lambda: done.append("now")),
        Errand("a little later", 1.0, lambda: done.append("a little later"), due=TOGETHER / 2),
        Errand("later", 1.0, lambda: done.append("later"), due=TOGETHER * 3),
    ], Leads(), ())
    errands.round()
    assert done == ["now", "a little later"]
