"""Keeps the read models up with the log."""

from collections.abc import Callable, Collection
from threading import Event
from time import monotonic
from typing import Final, Protocol

IDLE: Final = 0.05
"""Seconds between two looks at a log that doesn't grow."""
QUIET: Final = 1.0
"""The same once nothing happened for a while: whoever does something then says so."""
A_WHILE: Final = 2.0
"""Longer than anybody who does something after that keeps silent about it."""
BUSY: Final = 0.1
"""Seconds after something was taken in: what comes meanwhile is taken in together, at half of the cost."""
LOOK_AGAIN: Final = 1.0
"""Seconds after which the read models are asked even so: one may have been resumed or begun anew."""

Held = Collection[tuple[str, str]]


class Views(Protocol):
    """The read models."""

    def step(self, held: Held | None = None, till: int | None = None) -> int:
        """Take one batch into each that is held, up to *till*; how many facts that were."""

    def build(self, held: Held | None = None) -> int:
        """Take one large batch into each that is held and being built; how many there were."""


class Share(Protocol):
    """Which of them are ours."""

    def held(self) -> Held: ...


class Watch(Protocol):
    """The log from afar."""

    def newest(self) -> int:
        """The position of the newest fact."""


class Projector:
    """One round of following the log; an idle one costs a single statement. *grew* is told when there was something."""

    def __init__(
        self, views: Views, share: Share, watch: Watch, halt: Event, grew: Callable[[], None] = lambda: None
    ) -> None:
        self._views, self._share, self._watch, self._halt, self._grew = views, share, watch, halt, grew
        self._seen = -1
        self._looked = 0.0

    def round(self) -> float:
        """Take in all there is; how many seconds to rest.

        What comes meanwhile waits for the next round: or a shop in which somebody always buys would never rest, and
        take in each order by itself.
        """
        held = self._share.held()
        newest = self._watch.newest()
        if newest != self._seen or monotonic() - self._looked > LOOK_AGAIN:
            while self._views.step(held, newest) and not self._halt.is_set():
                held = self._share.held()
            grew = newest != self._seen
            self._seen, self._looked = newest, monotonic()
            if grew:
                self._grew()
                return BUSY
        return IDLE


class Builder:
    """Fills what is being built anew, apart from those that people read: these must not wait for it."""

    def __init__(self, views: Views, share: Share, halt: Event) -> None:
        self._views, self._share, self._halt = views, share, halt

    def round(self) -> float:
        """Build to the end; how many seconds to rest."""
        while self._views.build(self._share.held()) and not self._halt.is_set():
            pass
        return LOOK_AGAIN
