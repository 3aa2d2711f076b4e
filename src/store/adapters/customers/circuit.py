"""Leaves somebody alone who doesn't answer, and tries again after a while."""

from collections.abc import Callable
from typing import Final

FAILURES: Final = 3
"""In a row: from then on nobody is asked."""
REST: Final = 30.0
"""Seconds until one may try again."""


class Circuit:
    """*now* is a clock that only goes forward, in seconds."""

    def __init__(self, now: Callable[[], float], failures: int = FAILURES, rest: float = REST) -> None:
        self._now, self._most, self._rest = now, failures, rest
        self._failed, self._until = 0, 0.0

    def open(self) -> bool:
        """Whether one should not ask. Once the rest is over one may: the others wait for what comes of it."""
        if self._failed < self._most:
            return False
        if self._now() < self._until:
            return True
        self._until = self._now() + self._rest
        return False

    def went_well(self) -> None:
        """An answer came."""
        self._failed = 0

    def failed(self) -> None:
        """None came, or one that nobody understands."""
        self._failed += 1
        if self._failed >= self._most:
            self._until = self._now() + self._rest
