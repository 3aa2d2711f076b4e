"""Loops that wait: patiently, in turn, and never for ever."""

from threading import Event

import pytest

from store.entrypoints.workers.errands import LOOK_AGAIN, Errand, Errands
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.projector import BUSY, IDLE, Builder, Projector
from store.entrypoints.workers.projector import LOOK_AGAIN as SELDOM


class Away(Exception):
    pass


class Rounds:
    """Does what it is told to, one after the other, and then stops."""

    def __init__(self, *what):
        self.what, self.halt = list(what), Event()

    def __call__(self):
        now = self.what.pop(0)
        if not self.what:
            self.halt.set()
        if isinstance(now, Exception):
            raise now
        return now


def test_what_passes_is_waited_out():
    rounds = Rounds(0.0, Away("gone"), Away("gone"), 0.0, Away("gone"), 0.0)
    patiently("test", rounds, (Away,), rounds.halt)
    assert rounds.what == []


def test_what_does_not_pass_ends_the_part():
    rounds = Rounds(0.0, ValueError("broken"), 0.0)
    with pytest.raises(ValueError, match="broken"):
        patiently("test", rounds, (Away,), rounds.halt)


class Views:
    def __init__(self, *steps):
        self.steps, self.asked, self.tills = list(steps), 0, []

    def step(self, held=None, till=None):
        assert held == SHARE.held()
        self.asked += 1
        self.tills.append(till)
        return self.steps.pop(0) if self.steps else 0

    build = step


class Share:
    def held(self):
        return {("orders", "read")}


SHARE = Share()


class Watch:
    def __init__(self, *positions):
        self.positions = list(positions)

    def newest(self):
        return self.positions.pop(0)


def test_an_idle_log_costs_one_look():
    views, watch = Views(), Watch(7, 7, 7, 7)
    projector = Projector(views, SHARE, watch, Event())
    assert [projector.round() for _ in range(4)] == [BUSY, IDLE, IDLE, IDLE]
    assert views.asked == 1


def test_a_log_that_grows_is_told_of():
    grown = []
    projector = Projector(Views(), SHARE, Watch(7, 7, 8), Event(), lambda: grown.append(1))
    assert [(projector.round(), len(grown)) for _ in range(3)] == [(BUSY, 1), (IDLE, 1), (BUSY, 2)]


def test_a_log_that_grows_is_followed_to_its_end():
    views, watch = Views(3, 2), Watch(7, 9)
    projector = Projector(views, SHARE, watch, Event())
    projector.round()
    projector.round()
    assert views.asked == 4
    assert views.tills == [7, 7, 7, 9], "what comes during a round waits for the next"


def test_what_is_being_built_is_built_to_the_end():
    views = Views(1, 1)
    assert Builder(views, SHARE, Event()).round() == SELDOM
    assert views.asked == 3


class Lead:
    def __init__(self, *, leads):
        self.leads = leads

    def held(self):
        return self.leads


def test_only_the_leader_runs_errands():
    ran = []
    errands = [Errand("one", 60, lambda: ran.append(1))]
    assert Errands(errands, Lead(leads=False), ()).round() == LOOK_AGAIN
    assert ran == []
    assert Errands(errands, Lead(leads=True), ()).round() > 50
    Errands(errands, Lead(leads=True), ()).round()
    assert ran == [1]


def test_an_errand_that_fails_keeps_no_other_from_running():
    ran = []

    def broken():
        raise ValueError

    Errands([Errand("broken", 60, broken), Errand("sound", 60, lambda: ran.append(1))], Lead(leads=True), ()).round()
    assert ran == [1]


def test_an_errand_that_found_no_database_is_due_at_once_when_there_is_one():
    def away():
        raise Away

    errand = Errand("away", 60, away)
    with pytest.raises(Away):
        Errands([errand], Lead(leads=True), (Away,)).round()
    assert errand.due == 0.0
