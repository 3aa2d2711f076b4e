"""What a process counts of its own appends, for whoever wants to know how they go."""

from bisect import bisect_left
from threading import Lock
from typing import Final

from msgspec import Struct

TOGETHER: Final = (1, 2, 4, 8, 16, 32, 64)
SECONDS: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)


class Spread(Struct):
    """How often a value lay below each of some bounds, and above all of them."""

    bounds: tuple[float, ...]
    counts: list[int]
    total: float = 0.0

    @classmethod
    def over(cls, bounds: tuple[float, ...]) -> "Spread":
        return cls(bounds, [0] * (len(bounds) + 1))

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


class Tally:
    """Counts since the process began."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.together = Spread.over(TOGETHER)
        self.seconds = Spread.over(SECONDS)
        self.conflicts = 0

    def committed(self, together: int, seconds: float) -> None:
        """So many appends were committed together, in this time."""
        with self._lock:
            self.together.add(together)
            self.seconds.add(seconds)

    def conflict(self) -> None:
        """A transaction came to nothing."""
        with self._lock:
            self.conflicts += 1
