"""Nobody sleeps on though whoever was to wake him comes too late, leaves early or breaks off."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from store.adapters.drivers.eventlog.gathering import Gathering
from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.handing_in import HandedIn
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.pace import Pace
from store.adapters.drivers.eventlog.sending import AtOnce
from store.adapters.drivers.eventlog.waking import wake_one
from tests.adapters.eventlog.facts import HATS, MUGS, PENS, facts
from tests.adapters.eventlog.test_waking import Held, asleep

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]


@pytest.mark.usefixtures("nobody_looks_by_itself")
def test_of_several_who_wait_nobody_sleeps_on_where_the_one_woken_to_write_comes_too_late(monkeypatch):
    log = Held()
    group = GroupCommit(AtOnce(log))
    wait, overtaken = HandedIn.wait, []

    def late(one, seconds):
        woken = wait(one, seconds)
        if one is other and not one.settled:
            overtaken.append(group.settle(group.hand_in(facts(PENS, 1))))
        return woken

    monkeypatch.setattr(HandedIn, "wait", late)
    with ThreadPoolExecutor(12) as writers:
        waiting = [writers.submit(group.settle, group.hand_in(facts(MUGS, 1)))]
        assert log.begun.wait(20)
        other = group.hand_in(facts(HATS, 1))
        waiting += [writers.submit(group.settle, other) for _ in range(3)]
        asleep([other])
        log.go.set()
        assert [each.result(20) for each in waiting] == [1, 2, 2, 2]
    assert overtaken == [3]


@pytest.mark.usefixtures("nobody_looks_by_itself")
def test_whoever_left_before_it_was_his_turn_to_be_woken_is_passed_by(monkeypatch):
    log = Held()
    group = GroupCommit(AtOnce(log))
    done = group._waiting.done

    def later(together):
        if impatient in together:
            assert group.settle(impatient) == waiting[impatient].result(20) == 3
        done(together)

    monkeypatch.setattr(group._waiting, "done", later)
    with ThreadPoolExecutor(12) as writers:
        first = writers.submit(group.settle, group.hand_in(facts(MUGS, 1)))
        assert log.begun.wait(20)
        together = [group.hand_in(facts(UUID(int=n), 1)) for n in range(100, 104)]
        impatient, waiting = together[1], {}
        for each in together:
            waiting[each] = writers.submit(group.settle, each)
            asleep([each])
        log.go.set()
        assert first.result(20) == 1
        assert [each.result(20) for each in waiting.values()] == [2, 3, 4, 5]


@pytest.mark.usefixtures("nobody_looks_by_itself")
def test_whoever_breaks_off_while_he_waits_for_company_leaves_the_writing_to_others(monkeypatch):
    group = GroupCommit(AtOnce(MemoryLog()))
    monkeypatch.setattr(group._waiting._pace, "patience", lambda _: 0.001)
    with monkeypatch.context() as broken:
        broken.setattr(group._waiting, "_peak", 2)
        broken.setattr(group._waiting._enough, "wait", interrupted)
        with pytest.raises(KeyboardInterrupt):
            group.settle(group.hand_in(facts(MUGS, 1)))
    with ThreadPoolExecutor(1) as writers:
        assert writers.submit(group.settle, group.hand_in(facts(HATS, 1))).result(20) == 2


def interrupted(*_):
    raise KeyboardInterrupt


class Hasty(HandedIn):
    """Whoever waits for it wakes the next as soon as he can."""

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "others" and value:
            wake_one(value)


def test_whoever_leaves_while_the_others_are_told_of_one_another_disturbs_nobody():
    together = [Hasty(facts(stream, 1)) for stream in (MUGS, HATS, PENS)]
    for each in together:
        each.asleep = True
    Gathering(64, Pace()).done(together)
    assert all(each.wait(0) for each in together)
