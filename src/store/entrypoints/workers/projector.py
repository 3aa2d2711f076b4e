"""Keeps the read models up with the log."""

from threading import Event
from time import monotonic
from typing import Final, Protocol

IDLE: Final = 0.022
"""Seconds between two looks at a log that doesn't grow: nobody notices them in a page."""
LOOK_AGAIN: Final = 1.0
"""Seconds after which the read models are asked even so: one may have been resumed or begun anew."""


class Views(Protocol):
    """The read models."""

    def step(self) -> int:
        """Take one batch into each; how many facts that were."""


class Watch(Protocol):
    """The log from afar."""

    def newest(self) -> int:
        """The position of the newest fact."""


class Projector:
    """One round of following the log; an idle one costs a single statement."""

    def __init__(self, views: Views, watch: Watch, halt: Event) -> None:
        self._views, self._watch, self._halt = views, watch, halt
        self._seen = -1
        self._looked = 0.0

    def round(self) -> float:
        """Take in all there is; how many seconds to rest."""
        newest = self._watch.newest()
        if newest != self._seen or monotonic() - self._looked > LOOK_AGAIN:
            while self._views.step() and not self._halt.is_set():
                pass
            self._seen, self._looked = newest, monotonic()
        return IDLE
