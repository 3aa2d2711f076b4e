"""The queue in front of a commit, and when it is long enough."""

from collections import deque
from collections.abc import Sequence
from threading import Lock
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

    Whoever is woken after a commit wakes the next one: if all were woken at once, they would queue up for the
    interpreter, in front of the writer of the next commit (``docs/adr/0285``).
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._waiting: deque[HandedIn] = deque()
        self._taken = False
        self._under_way = self._peak = self._expected = 0
        self._enough = _Signal()
        self._patience = 0.0

    def join(self, handed_in: HandedIn) -> None:
        """Wait for the next commit."""
        with self._lock:
            self._waiting.append(handed_in)
            self._peak = max(self._peak, len(self._waiting) + self._under_way)
            if self._expected and len(self._waiting) >= self._expected:
                self._enough.set()

    def take(self, by: HandedIn) -> list[HandedIn]:
        """Become the writer of those that wait; of none if somebody writes already: then *by* is to sleep."""
        with self._lock:
            if self._taken or not self._waiting:
                by.asleep = not by.settled
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

    def done(self, seconds: float, together: Sequence[HandedIn]) -> None:
        """*together* are settled, after *seconds*; of those that wait, who slept longest may be the next to write."""
        facts = sum(len(each.facts) for each in together)
        with self._lock:
            self._taken, self._under_way = False, 0
            self._patience = min(LONGEST_WAIT, max(0.0, seconds - facts * PER_FACT))
            following = next((each for each in self._waiting if each.asleep), None)
            if following:
                following.asleep = False
            others = deque(each for each in together if each.asleep)
            for each in others:
                each.others = others
        if following:
            following.nudge()
        _wake_one(others)

    def wake(self, settled: HandedIn) -> None:
        """Wake who waits for what was *settled* by itself."""
        with self._lock:
            asleep, settled.asleep = settled.asleep, False
        if asleep:
            settled.nudge()

    def awake(self, one: HandedIn, *, nudged: bool = True) -> None:
        """Whoever waited for *one* is awake, and now wakes the next of those that were settled with it."""
        if not nudged:
            with self._lock:
                one.asleep = False
        if one.settled:
            one.nudge()  # several may wait for the same one
        if one.others:
            _wake_one(one.others)

    def _first(self) -> list[HandedIn]:
        together = [self._waiting.popleft()]
        facts = len(together[0].facts)
        while self._waiting and len(together) < self._most:
            facts += len(self._waiting[0].facts)
            if facts > MOST_FACTS:
                break
            together.append(self._waiting.popleft())
        return together


class _Signal:
    """A :class:`threading.Event` for one who waits, without the condition in it: a lock that is open once it is set."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        self._lock.acquire(blocking=False)

    def set(self) -> None:
        try:
            self._lock.release()
        except RuntimeError:
            return  # it is set already

    def wait(self, seconds: float) -> bool:
        return self._lock.acquire(timeout=seconds)


def _wake_one(asleep: deque[HandedIn]) -> None:
    try:
        asleep.popleft().nudge()
    except IndexError:
        return  # all are awake
