"""Whether anything happens in the shop: parts look often for what there is to do then, and seldom while all is quiet.

Each look wakes a thread here and a process of the database, and both find their caches cold. A shop that nobody visits
costs what these looks cost.
"""

from collections.abc import Callable
from threading import Condition, Event
from time import monotonic
from typing import Final, Protocol

QUIET: Final = 5.0
"""Seconds between two looks in a quiet shop, for what nobody would have done without telling the bus."""
A_WHILE: Final = 10.0
"""Seconds after which a shop in which nothing happens is quiet."""
LATER: Final = 0.2
"""Seconds after it stirs until parts look: what is to be done stands in read models, and these come first."""


class Stop(Protocol):
    """Whether the process is to end."""

    def wait(self, seconds: float, /) -> bool: ...


class Pulse:
    """One for each process: it beats when somebody does something, anywhere in the shop, and when the log grows."""

    def __init__(self, halt: Event, now: Callable[[], float] = monotonic) -> None:
        self.halt, self._now = halt, now
        self._changed = Condition()
        self._beats, self._last = 0, now()

    def beat(self) -> None:
        """Something happens. Who rests because it was quiet gets up."""
        with self._changed:
            self._beats, self._last = self._beats + 1, self._now()
            self._changed.notify_all()

    def resting(self, quiet: float = QUIET, awhile: float = A_WHILE, later: float = LATER) -> Callable[[float], None]:
        """How one part rests: as long as it would, until the process ends.

        If nothing happened for *awhile* seconds it rests for *quiet* seconds, if it would rest at all and for less;
        or until *later* seconds after something happens.
        """
        def rest(seconds: float) -> None:
            with self._changed:
                if seconds > 0 and self._now() - self._last >= awhile:
                    before = self._beats
                    stirred = self._changed.wait_for(
                        lambda: self._beats != before or self.halt.is_set(), max(seconds, quiet)
                    )
                    seconds = later if stirred else 0.0
            self.halt.wait(seconds)

        return rest

    def end(self) -> None:
        """Have all parts finish what they do, and rest no more."""
        self.halt.set()
        self.beat()
