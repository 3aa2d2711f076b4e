"""Many appends, one commit: what waits while a transaction is written to disk goes into the next one together.

Whoever waits and finds that it is time becomes the writer of up to 64 that wait. Batches leave one behind the other,
and are written in that order; what continues another on its way waits until that is settled (``docs/adr/0287``).
"""

from collections.abc import Iterable, Sequence
from copy import copy
from time import perf_counter
from typing import Any, Final

import psycopg

from store.adapters.drivers.eventlog.gathering import Gathering
from store.adapters.drivers.eventlog.handing_in import HandedIn, groundless, outcome
from store.adapters.drivers.eventlog.pace import Pace
from store.adapters.drivers.eventlog.rows import Fact
from store.adapters.drivers.eventlog.sending import Outcome, Sender
from store.adapters.drivers.eventlog.tally import Tally
from store.adapters.drivers.eventlog.waking import wake_next

MOST_TOGETHER: Final = 64
_LOOK_AGAIN: Final = 1.0
"""Seconds after which whoever waits looks by itself whether somebody still writes: only if a thread died in between."""


class GroupCommit:
    """An :class:`~store.adapters.drivers.eventlog.handing_in.Appender` that shares transactions."""

    def __init__(self, sender: Sender, tally: Tally | None = None, most: int = MOST_TOGETHER) -> None:
        self._sender, self._pace = sender, Pace()
        self._waiting = Gathering(most, self._pace)
        self._last = 0.0
        """When the last commit was known of: until then the database was busy with it."""
        self.tally = tally or Tally()

    def hand_in(self, facts: Sequence[Fact], along: Sequence[Any] = (), upon: Iterable[HandedIn] = ()) -> HandedIn:
        """Join the queue."""
        handed_in = HandedIn(facts, along, upon)
        self._waiting.join(handed_in)
        return handed_in

    def settle(self, handed_in: HandedIn) -> int:
        """Wait until it is written, or write it, and whatever waits with it."""
        while not handed_in.settled:
            together = self._waiting.take(handed_in)
            if together:
                self._write(together)
            elif handed_in.asleep and not handed_in.wait(_LOOK_AGAIN):
                self._waiting.awake(handed_in)
        wake_next(handed_in)
        return outcome(handed_in)

    def _write(self, together: Sequence[HandedIn]) -> None:
        try:
            apart, rest = _apart(together)
            began = perf_counter()
            try:
                written = self._send(apart) if apart else None
            finally:
                self._waiting.sent()
            again = [] if written is None or self._is_known(apart, written, began) else apart
            for each in (*again, *rest):
                self._alone(each)
                self._waiting.wake(each)
        except BaseException as fault:
            for each in together:
                if not each.settled:
                    each.comes_to_nothing(copy(fault))
            if not isinstance(fault, Exception):
                raise
        finally:
            self._waiting.done(together)

    def _send(self, together: Sequence[HandedIn]) -> Outcome:
        return self._sender.send(
            [fact for each in together for fact in each.facts],
            [one for each in together for one in each.along],
        )

    def _is_known(self, together: Sequence[HandedIn], written: Outcome, began: float) -> bool:
        """Settle *together*, unless there are several and none was written since one of them can't be."""
        try:
            last = written()
        except Exception as fault:
            if not _rolled_back(fault):
                raise
            self.tally.conflict()
            if len(together) > 1:
                return False
            together[0].comes_to_nothing(fault)
            return True
        facts, now = sum(len(each.facts) for each in together), perf_counter()
        self._pace.took(now - max(began, self._last), facts)
        self._last = now
        self.tally.committed(len(together), now - began)
        position = last - facts
        for each in together:
            position += len(each.facts)
            each.stands_at(position)
        return True

    def _alone(self, each: HandedIn) -> None:
        if each.groundless:
            each.comes_to_nothing(groundless())
        else:
            began = perf_counter()
            self._is_known([each], self._send([each]), began)


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
