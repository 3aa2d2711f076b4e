"""Leaves a service alone that doesn't answer, and lets one call of many threads try whether it is back."""

from collections.abc import Callable
from enum import StrEnum
from threading import Lock
from typing import Final

FAILURES: Final = 3
"""Calls in a row that got no answer, tries and all: from then on nobody is asked."""
FIRST_REST: Final = 5.0
LONGEST_REST: Final = 60.0
"""Seconds until one call may try; each that fails doubles them."""


class State(StrEnum):
    """How it stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """*now* is a clock that only goes forward, in seconds."""

    def __init__(
        self, now: Callable[[], float], failures: int = FAILURES, rest: float = FIRST_REST,
        longest: float = LONGEST_REST,
    ) -> None:
        self._now, self._most, self._first, self._longest = now, failures, rest, longest
        self._failed, self._rest, self._until, self._trying = 0, rest, 0.0, False
        self._lock = Lock()

    @property
    def state(self) -> State:
        """Open: nobody asks. Half open: the rest is over, and one call tries or may try."""
        with self._lock:
            if self._failed < self._most:
                return State.CLOSED
            return State.OPEN if self._now() < self._until else State.HALF_OPEN

    def lets_through(self) -> bool:
        """Whether this call may ask. Of those that come when the rest is over, the first alone."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._now() < self._until or (self._trying and self._now() < self._until + self._longest):
                return False
            self._trying, self._until = True, max(self._until, self._now())
            return True

    def went_well(self) -> None:
        """An answer came."""
        with self._lock:
            self._failed, self._rest, self._trying = 0, self._first, False

    def failed(self) -> None:
        """None came."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = self._now() + self._rest
                self._rest, self._trying = min(self._rest * 2, self._longest), False
