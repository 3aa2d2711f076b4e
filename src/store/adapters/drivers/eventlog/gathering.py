"""The queue in front of a commit, and when it is long enough."""

from collections import deque
from threading import Event, Lock
from typing import Final

from store.adapters.drivers.eventlog.handing_in import HandedIn

MOST_FACTS: Final = 4096
"""What is longer than this goes alone: an import must not make everybody wait behind one huge statement."""
LONGEST_WAIT: Final = 0.005
"""Seconds for which a writer waits for others to join at most."""
PER_FACT: Final = 15e-6
"""Seconds that each fact adds to a commit. What is left of its time is the commit itself: the flush to the disk."""


class Gathering:
    """Appends that wait, in the order in which they came, for one writer at a time.

    Those who just got their answer mostly come again at once. Without a moment's patience they miss the next commit,
    and all who write fall into two halves that wait for each other. So a writer waits until as many are there as were
    there or under way together in the round before: for as long as a commit of nothing takes, since that is what
    joining saves. Where the disk is quick two halves are better, of which one gets ready while the other is written.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._waiting: deque[HandedIn] = deque()
        self._taken = False
        self._under_way = self._peak = self._expected = 0
        self._enough = Event()
        self._patience = 0.0

    def join(self, handed_in: HandedIn) -> None:
        """Wait for the next commit."""
        with self._lock:
            self._waiting.append(handed_in)
            self._peak = max(self._peak, len(self._waiting) + self._under_way)
            if self._expected and len(self._waiting) >= self._expected:
                self._enough.set()

    def take(self) -> list[HandedIn]:
        """Become the writer of those that wait; of none if somebody writes already."""
        with self._lock:
            if self._taken or not self._waiting:
                return []
            self._taken = True
            self._expected, self._peak = min(self._peak, self._most), 0
            self._enough.clear()
            patience = self._patience if len(self._waiting) < self._expected else 0
        if patience:
            self._enough.wait(patience)
        with self._lock:
            together = self._first()
            self._expected, self._under_way = 0, len(together)
            self._peak = self._under_way + len(self._waiting)
        return together

    def done(self, seconds: float, facts: int) -> None:
        """The one who wrote so many *facts* is done, after *seconds*; whoever waits longest may be the next."""
        with self._lock:
            self._taken, self._under_way = False, 0
            self._patience = min(LONGEST_WAIT, max(0.0, seconds - facts * PER_FACT))
            following = self._waiting[0] if self._waiting else None
        if following:
            following.nudge()

    def _first(self) -> list[HandedIn]:
        together = [self._waiting.popleft()]
        facts = len(together[0].facts)
        while self._waiting and len(together) < self._most:
            facts += len(self._waiting[0].facts)
            if facts > MOST_FACTS:
                break
            together.append(self._waiting.popleft())
        return together
