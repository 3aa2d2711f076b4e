"""How facts get into the log, one by one or many in one commit: whoever hands them in can't tell which."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError
from psycopg.errors import DivisionByZero

from store.adapters.drivers.eventlog.gathering import MOST_FACTS
from store.adapters.drivers.eventlog.group_commit import MOST_TOGETHER, GroupCommit
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.rows import MOST_EVENTS, link
from store.adapters.drivers.eventlog.sending import AtOnce
from tests.adapters.eventlog.facts import HATS, MUGS, PENS, facts, places

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]


def lost(appender, handed_in):
    """Whether it came to nothing since a stream had moved."""
    try:
        appender.settle(handed_in)
    except IntegrityError:
        return True
    return False


def whole(log):
    """Every fact, by position."""
    return log.select_notifications(1, 10**6)


def expect_whole(stream, rows):
    """Without a hole, and each fact tied to the one before."""
    head = b""
    assert [row.originator_version for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        head = link(head, stream, row.originator_version, row.topic, row.state, row.metadata)
        assert row.hash == head


def test_each_learns_where_its_own_last_fact_stands(appender, log):
    handed_in = [appender.hand_in(facts(stream, 1, 2)) for stream in (PENS, MUGS, HATS)]
    at = [appender.settle(each) for each in handed_in]
    assert places(whole(log)) == [(stream, n) for stream in (PENS, MUGS, HATS) for n in (1, 2)]
    assert at == [row.id for row in whole(log) if row.originator_version == 2]


def test_only_who_comes_too_late_loses(appender, log):
    log.insert_events(facts(MUGS, 1))
    handed_in = [appender.hand_in(given) for given in (
        facts(HATS, 1), [*facts(HATS, 2), *facts(MUGS, 1)], facts(PENS, 1), facts(MUGS, 2),
    )]
    assert [lost(appender, each) for each in handed_in] == [False, True, False, False]
    assert places(whole(log)) == [(MUGS, 1), (HATS, 1), (PENS, 1), (MUGS, 2)]


def test_of_two_who_want_the_same_version_the_first_gets_it(appender, log):
    first, second, third = (appender.hand_in(facts(MUGS, 1, tag=f"test/{n}-1")) for n in range(3))
    assert [lost(appender, each) for each in (third, second, first)] == [True, True, False]
    assert [row.topic for row in whole(log)] == ["test/0-1"]


def test_what_continues_another_on_its_way_follows_it(appender, log):
    first = appender.hand_in(facts(MUGS, 1))
    second = appender.hand_in([*facts(HATS, 1), *facts(MUGS, 2)], upon=[first])
    third = appender.hand_in(facts(MUGS, 3), upon=[second])
    assert not any(lost(appender, each) for each in (third, first, second))
    assert places(whole(log)) == [(MUGS, 1), (HATS, 1), (MUGS, 2), (MUGS, 3)]


def test_what_continues_something_that_came_to_nothing_leaves_no_hole(appender, log):
    log.insert_events(facts(MUGS, 1))
    first = appender.hand_in(facts(MUGS, 1))
    second = appender.hand_in([*facts(HATS, 1), *facts(MUGS, 2)], upon=[first])
    third = appender.hand_in([*facts(HATS, 2), *facts(PENS, 1)], upon=[second])
    other = appender.hand_in(facts(UUID(int=9), 1))
    assert [lost(appender, each) for each in (first, second, third, other)] == [True, True, True, False]
    assert places(whole(log)) == [(MUGS, 1), (UUID(int=9), 1)]


def test_what_continues_something_lost_long_ago_is_lost_too(appender, log):
    log.insert_events(facts(MUGS, 1))
    first = appender.hand_in(facts(MUGS, 1))
    assert lost(appender, first)
    assert lost(appender, appender.hand_in(facts(MUGS, 2), upon=[first]))
    assert places(whole(log)) == [(MUGS, 1)]


def test_what_is_written_with_an_append_comes_and_goes_with_it_alone(appender, log, beside):
    write, written = beside
    log.insert_events(facts(MUGS, 1))
    fine, late, broken, fine_too = (appender.hand_in(given, [write(number)]) for given, number in (
        (facts(HATS, 1), 1), (facts(MUGS, 1), 2), (facts(PENS, 1), 0), (facts(PENS, 1), 5),
    ))
    assert not lost(appender, fine)
    assert lost(appender, late)
    with pytest.raises((ZeroDivisionError, DivisionByZero)):
        appender.settle(broken)
    assert not lost(appender, fine_too)
    assert places(whole(log)) == [(MUGS, 1), (HATS, 1), (PENS, 1)]
    assert set(written()) == {10, 2}


def test_one_append_is_bounded(appender, log):
    with pytest.raises(ValueError, match=str(MOST_EVENTS)):
        appender.hand_in(facts(MUGS, *range(1, MOST_EVENTS + 2)))
    with pytest.raises(TypeError):
        appender.hand_in(["no fact"])
    assert whole(log) == []


STREAMS = [UUID(int=n) for n in range(1, 7)]
WRITERS, WISHES = 8, 25


@pytest.mark.requirement("R2.6")
def test_whatever_many_write_at_once_each_wish_comes_whole_or_not_at_all_and_streams_stay_without_holes(appender, log):
    begin = Barrier(WRITERS)

    def write(writer):
        chance, kept = random.Random(writer), []
        begin.wait(10)
        for wish in range(WISHES):
            chosen = chance.sample(STREAMS, chance.randint(1, 3))
            rows = {stream: log.select_events(stream, desc=True, limit=1) for stream in chosen}
            given = []
            for stream, last in rows.items():
                at, head = (last[0].originator_version, last[0].hash) if last else (0, b"")
                new = range(at + 1, at + 1 + chance.randint(1, 2))
                given += facts(stream, *new, tag=f"test/{writer}-{wish}", head=head)
            if not lost(appender, appender.hand_in(given)):
                kept += [(fact.originator_id, fact.originator_version, fact.topic) for fact in given]
        return kept

    with ThreadPoolExecutor(WRITERS) as writers:
        kept = [place for each in writers.map(write, range(WRITERS)) for place in each]
    found = whole(log)
    assert sorted(kept) == sorted((row.originator_id, row.originator_version, row.topic) for row in found)
    for stream in STREAMS:
        expect_whole(stream, [row for row in found if row.originator_id == stream])


def sizes(group):
    """How many appends were committed together, each time."""
    return {bound: n for bound, n in zip(group.tally.together.bounds, group.tally.together.counts, strict=False) if n}


def test_what_waits_is_committed_together_up_to_a_bound(group):
    waiting = [group.hand_in(facts(UUID(int=n), 1)) for n in range(1, MOST_TOGETHER + 3)]
    for each in waiting:
        group.settle(each)
    assert sizes(group) == {MOST_TOGETHER: 1, 2: 1}
    assert group.tally.conflicts == 0


def test_what_is_very_long_goes_alone(group):
    waiting = [group.hand_in(facts(stream, *range(1, 1 + length))) for stream, length in (
        (MUGS, 1), (HATS, MOST_FACTS + 1), (PENS, 1)
    )]
    for each in waiting:
        group.settle(each)
    assert sizes(group) == {1: 3}


class Away:
    """A log whose database is away for a while, or ends before it has answered."""

    def __init__(self, log, times):
        self.log, self.times = log, times

    def insert_events(self, given, *, along=()):
        self.times -= 1
        if self.times >= 0:
            raise psycopg.OperationalError("the connection is lost")
        return self.log.insert_events(given, along=along)


@pytest.mark.parametrize("handed_in", [1, 3])
def test_while_the_database_is_away_everybody_is_told_and_nobody_waits_for_ever(handed_in):
    log = MemoryLog()
    group = GroupCommit(AtOnce(Away(log, times=1)))
    waiting = [group.hand_in(facts(UUID(int=n), 1)) for n in range(1, 1 + handed_in)]
    errors = []
    for each in waiting:
        with pytest.raises(psycopg.OperationalError, match="lost") as error:
            group.settle(each)
        errors.append(error.value)
    assert len({id(error) for error in errors}) == handed_in, "an error in several threads is written on by all of them"
    assert group.settle(group.hand_in(facts(MUGS, 1))) == 1


def test_whoever_breaks_off_in_the_middle_leaves_nobody_waiting():
    class Interrupted(MemoryLog):
        def insert_events(self, *_, **__):
            raise KeyboardInterrupt

    group = GroupCommit(AtOnce(Interrupted()))
    first, second = group.hand_in(facts(MUGS, 1)), group.hand_in(facts(HATS, 1))
    with pytest.raises(KeyboardInterrupt):
        group.settle(first)
    assert second.settled
    assert second.failed


@pytest.mark.parametrize("fault", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
def test_what_the_database_broke_off_for_all_is_tried_for_each(fault):
    class Once(MemoryLog):
        broken = False

        def insert_events(self, given, *, along=()):
            if not self.broken:
                self.broken = True
                raise fault
            return super().insert_events(given, along=along)

    log = Once()
    group = GroupCommit(AtOnce(log))
    waiting = [group.hand_in(facts(stream, 1)) for stream in (MUGS, HATS)]
    assert [group.settle(each) for each in waiting] == [1, 2]


def test_those_who_come_again_at_once_share_the_next_commit():
    class Measured(MemoryLog):
        def insert_events(self, given, *, along=()):
            Event().wait(0.01)  # as long as a disk may take
            return super().insert_events(given, along=along)

    group = GroupCommit(AtOnce(Measured()))

    def write(stream):
        for version in range(1, 21):
            group.settle(group.hand_in(facts(UUID(int=stream), version)))

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(1, 9)))
    whole_rounds = group.tally.together.counts[group.tally.together.bounds.index(8)]
    assert whole_rounds > 10, "without patience they fall into halves of four"


def test_whoever_writes_alone_waits_for_nobody():
    group = GroupCommit(AtOnce(MemoryLog()))
    group._waiting._enough.wait = None
    for version in range(1, 5):
        group.settle(group.hand_in(facts(MUGS, version)))
    assert sizes(group) == {1: 4}
