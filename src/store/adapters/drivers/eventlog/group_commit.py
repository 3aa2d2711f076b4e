"""Many appends, one commit: what waits while a transaction is written to disk goes into the next one together.

Whoever waits and finds nobody writing becomes the writer of up to 64 that wait. One transaction at a time, so that what
continues another on its way never overtakes it (``docs/adr/0060``).
"""

from collections.abc import Iterable, Sequence
from copy import copy
from time import perf_counter
from typing import Any, Final

import psycopg

from store.adapters.drivers.eventlog.gathering import Gathering
from store.adapters.drivers.eventlog.handing_in import HandedIn, Writer, groundless, outcome
from store.adapters.drivers.eventlog.rows import Fact
from store.adapters.drivers.eventlog.tally import Tally

MOST_TOGETHER: Final = 64
_LOOK_AGAIN: Final = 1.0
"""Seconds after which whoever waits looks by itself whether somebody still writes: only if a thread died in between."""


class GroupCommit:
    """An :class:`~store.adapters.drivers.eventlog.handing_in.Appender` that shares transactions."""

    def __init__(self, log: Writer, tally: Tally | None = None, most: int = MOST_TOGETHER) -> None:
        self._log, self._waiting = log, Gathering(most)
        self.tally = tally or Tally()

    def hand_in(self, facts: Sequence[Fact], along: Any = None, upon: Iterable[HandedIn] = ()) -> HandedIn:
        """Join the queue."""
        handed_in = HandedIn(facts, along, upon)
        self._waiting.join(handed_in)
        return handed_in

    def settle(self, handed_in: HandedIn) -> int:
        """Wait until it is written, or write it, and whatever waits with it."""
        while True:
            if handed_in.settled:
                return outcome(handed_in)
            together = self._waiting.take(handed_in)
            if together:
                self._write(together)
                self._waiting.awake(handed_in)
            elif handed_in.asleep:
                self._waiting.awake(handed_in, nudged=handed_in.wait(_LOOK_AGAIN))

    def _write(self, together: Sequence[HandedIn]) -> None:
        began = perf_counter()
        try:
            self._in_few_transactions(together)
        except BaseException as fault:
            for each in together:
                if not each.settled:
                    each.comes_to_nothing(copy(fault))
            if not isinstance(fault, Exception):
                raise
        finally:
            self._waiting.done(perf_counter() - began, together)

    def _in_few_transactions(self, together: Sequence[HandedIn]) -> None:
        apart, rest = _apart(together)
        if len(apart) > 1 and self._all_at_once(apart):
            apart = []
        for each in (*apart, *rest):
            self._alone(each)
            self._waiting.wake(each)

    def _all_at_once(self, together: Sequence[HandedIn]) -> bool:
        """Whether they could be written in one transaction; none is if one of them can't be."""
        facts = [fact for each in together for fact in each.facts]
        along = [each.along for each in together if each.along is not None]
        began = perf_counter()
        try:
            last = self._log.insert_events(facts, along=along)[-1]
        except Exception as fault:
            if not _rolled_back(fault):
                raise
            self.tally.conflict()
            return False
        self.tally.committed(len(together), perf_counter() - began)
        position = last - len(facts)
        for each in together:
            position += len(each.facts)
            each.stands_at(position)
        return True

    def _alone(self, each: HandedIn) -> None:
        if each.groundless:
            each.comes_to_nothing(groundless())
            return
        began = perf_counter()
        try:
            last = self._log.insert_events(each.facts, along=() if each.along is None else (each.along,))[-1]
        except Exception as fault:
            if not _rolled_back(fault):
                raise
            self.tally.conflict()
            each.comes_to_nothing(fault)
        else:
            self.tally.committed(1, perf_counter() - began)
            each.stands_at(last)


def _apart(together: Sequence[HandedIn]) -> tuple[list[HandedIn], list[HandedIn]]:
    """Those that can be tried together, and those that are sure to spoil it: they want the same version of a stream as
    one before them, or continue one that does, or one that came to nothing.
    """
    taken: set[Any] = set()
    apart: list[HandedIn] = []
    rest: list[HandedIn] = []
    for each in together:
        places = each.places
        continues_nothing = each.upon and (each.groundless or any(before in rest for before in each.upon))
        if continues_nothing or not taken.isdisjoint(places):
            rest.append(each)
        else:
            taken |= places
            apart.append(each)
    return apart, rest


def _rolled_back(fault: Exception) -> bool:
    """Whether the database said no. If it said nothing, or was about to end, nobody knows what became of it."""
    if isinstance(fault, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return True
    return not isinstance(fault, psycopg.OperationalError | psycopg.InterfaceError)
