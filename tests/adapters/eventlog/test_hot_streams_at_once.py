"""Everybody appends to the same few streams, going on from what is not written yet, in several batches at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Lock
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError

from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.pace import Pace
from tests.adapters.eventlog.facts import facts
from tests.adapters.eventlog.test_appending import expect_whole, lost, whole

STREAMS = [UUID(int=n) for n in range(1, 5)]
WISHES = 30


class Hot:
    """Streams to which everybody appends, each going on from what the last one handed in."""

    def __init__(self, log, group):
        self.log, self.group = log, group
        self.ends, self.locks = {}, {stream: Lock() for stream in STREAMS}
        self.begin = Barrier(9)

    def known(self, stream):
        """Where the log has *stream* end."""
        rows = self.log.select_events(stream, desc=True, limit=1)
        return (rows[0].originator_version, rows[0].hash, None) if rows else (0, b"", None)

    def hand_in(self, stream, tag):
        with self.locks[stream]:
            version, head, last = self.ends.get(stream) or self.known(stream)
            if last and last.settled and last.failed:
                version, head, last = self.known(stream)
            given = facts(stream, version + 1, tag=tag, head=head)
            handed_in = self.group.hand_in(given, upon=[last] if last else [])
            self.ends[stream] = (version + 1, given[-1].hash, handed_in)
            return handed_in

    def write(self, writer):
        """What is there in the end of many wishes of one."""
        chance = random.Random(writer)
        wishes = [(f"test/{writer}-{wish}", chance.choice(STREAMS)) for wish in range(WISHES)]
        self.begin.wait(20)
        return [(tag, stream) for tag, stream in wishes if not lost(self.group, self.hand_in(stream, tag))]

    def interfere(self):
        """The same of one who knows of no others."""
        chance, kept = random.Random(99), []
        self.begin.wait(20)
        for wish in range(WISHES):
            stream = chance.choice(STREAMS)
            version, head, _ = self.known(stream)
            with suppress(IntegrityError):
                self.log.insert_events(facts(stream, version + 1, tag=f"test/outsider-{wish}", head=head))
                kept.append((f"test/outsider-{wish}", stream))
        return kept


@pytest.mark.requirement("R2.6", "R4.2")
@pytest.mark.story("US-9.2", "many write at once and nothing is lost")
@pytest.mark.parametrize("log", ["postgres"], indirect=True)
def test_hot_streams_stay_without_holes_though_an_outsider_writes_to_them_too(log, sender, monkeypatch):
    monkeypatch.setattr(Pace, "batches", lambda *_: 3)
    hot = Hot(log, GroupCommit(sender))
    with ThreadPoolExecutor(9) as everybody:
        outsider = everybody.submit(hot.interfere)
        kept = [each for found in everybody.map(hot.write, range(8)) for each in found] + outsider.result(60)
    found = whole(log)
    assert sorted(kept) == sorted((row.topic, row.originator_id) for row in found)
    for stream in STREAMS:
        expect_whole(stream, [row for row in found if row.originator_id == stream])
