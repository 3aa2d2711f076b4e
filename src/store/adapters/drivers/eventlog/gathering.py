"""The queue in front of a commit, and when it is long enough."""

from collections import deque
from collections.abc import Sequence
from threading import Lock
from typing import Final

from store.adapters.drivers.eventlog.handing_in import HandedIn
from store.adapters.drivers.eventlog.pace import Pace
from store.adapters.drivers.eventlog.waking import Signal, wake_one

MOST_FACTS: Final = 4096
"""What is longer than this goes alone: an import must not make everybody wait behind one huge statement."""


class Gathering:
    """Appends that wait, in the order in which they came, for a writer to take them along.

    One batch is sent at a time, and another while the last ones are still being written: how many at once, and how many
    appends are enough for one, is for the :class:`~store.adapters.drivers.eventlog.pace.Pace` to say. What continues
    something under way waits until that is settled, and all behind it.

    Whoever is woken after a commit wakes the next one: if all were woken at once, they would queue up for the
    interpreter, in front of the writer of the next commit (``docs/adr/0285``).
    """

    def __init__(self, most: int, pace: Pace) -> None:
        self._most, self._pace = most, pace
        self._lock = Lock()
        self._waiting: deque[HandedIn] = deque()
        self._taken = False
        self._batches = self._under_way = 0
        self._peak = self._expected = 0
        self._enough = Signal()

    def join(self, handed_in: HandedIn) -> None:
        """Wait for the next commit."""
        with self._lock:
            self._waiting.append(handed_in)
            self._peak = max(self._peak, len(self._waiting) + self._under_way)
            if self._expected and len(self._waiting) >= self._expected:
                self._enough.set()

    def take(self, by: HandedIn) -> list[HandedIn]:
        """Become the writer of those that wait, until :meth:`sent` and :meth:`done`; of none if it isn't time yet, or
        somebody does it already: then *by* is to sleep.
        """
        with self._lock:
            if not self._due():
                by.asleep = not by.settled
                return []
            self._taken = True
            everybody = min(self._peak, self._most)
            alone = len(self._waiting) < everybody and not self._batches
            patience = self._pace.patience(self._peak) if alone else 0.0
            if patience:
                self._expected = everybody
                self._enough.clear()
        if patience:
            try:
                self._enough.wait(patience)
            except BaseException:
                self.sent()  # it wasn't, but it is for others now
                raise
        with self._lock:
            together = self._first()
            self._expected = 0
            self._batches += 1
            self._under_way += len(together)
        return together

    def sent(self) -> None:
        """What was taken is on its way: another may follow."""
        with self._lock:
            self._taken = False
            following = self._following()
        if following:
            following.nudge()

    def done(self, together: Sequence[HandedIn]) -> None:
        """*together* are settled: those who wait for them are woken, and whoever writes what waits."""
        with self._lock:
            self._batches -= 1
            self._under_way -= len(together)
            self._peak = len(together) + self._under_way + len(self._waiting)
            following = self._following()
            asleep = [each for each in together if each.asleep]
            others = deque(asleep)  # who leaves meanwhile takes from it
            for each in asleep:
                each.others = others
        if following:
            following.nudge()
        wake_one(others)

    def wake(self, settled: HandedIn) -> None:
        """Wake who waits for what was *settled* by itself."""
        with self._lock:
            asleep, settled.asleep = settled.asleep, False
        if asleep:
            settled.nudge()

    def awake(self, one: HandedIn) -> None:
        """Whoever waited for *one* is awake though nobody woke him."""
        with self._lock:
            one.asleep = False

    def _due(self) -> bool:
        if self._taken or not self._waiting:
            return False
        if not self._batches:
            return True
        waiting = len(self._waiting)
        batches = self._pace.batches(self._peak)
        enough = waiting >= self._most or waiting * batches >= self._peak
        return self._batches < batches and enough and not self._waiting[0].continues_beyond(())

    def _following(self) -> HandedIn | None:
        """Who slept longest of those that wait, if it is time to send: to be woken."""
        following = next((each for each in self._waiting if each.asleep), None) if self._due() else None
        if following:
            following.asleep = False
        return following

    def _first(self) -> list[HandedIn]:
        together: dict[HandedIn, None] = {}
        facts = 0
        while self._waiting and len(together) < self._most:
            facts += len(self._waiting[0].facts)
            if (together and facts > MOST_FACTS) or self._waiting[0].continues_beyond(together):
                break
            together[self._waiting.popleft()] = None
        return list(together)
