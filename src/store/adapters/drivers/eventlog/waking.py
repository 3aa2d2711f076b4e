"""How threads that append wait for one another, and wake each other up."""

from collections import deque
from threading import Lock

from store.adapters.drivers.eventlog.handing_in import HandedIn


class Signal:
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


def wake_one(asleep: deque[HandedIn]) -> None:
    """Wake the first of those who sleep until what they handed in is settled, if one is left."""
    try:
        while not asleep.popleft().nudge():
            pass  # whoever slept has left meanwhile, and wakes nobody any more
    except IndexError:
        return  # all are awake


def wake_next(settled: HandedIn) -> None:
    """Whoever waited for what is *settled* leaves: wake who else does, and the next of those that were settled with it.

    In this order: who is woken in his stead after this is passed by, and who was before has the turn to be handed on.
    """
    settled.nudge()
    if settled.others:
        wake_one(settled.others)
