"""What is to be done again and again, by one process at a time."""

from collections.abc import Callable, Sequence
from threading import Event
from time import monotonic
from typing import Final, Protocol

import structlog
from msgspec import Struct

LOOK_AGAIN: Final = 5.0
"""Seconds until one who doesn't lead asks whether to."""
A_WHILE: Final = 60.0
"""Seconds after which a shop in which nothing happens has errands wait for each other: until then gateways, banks and
whoever pays may still be at it."""
TOGETHER: Final = 0.1
"""What is due in so many seconds is done now: each round wakes a database that had gone to sleep."""
_SOON: Final = 5.0
"""Seconds for which one beside the others waits to be told that it is due, before it looks whether to go home."""


class Errand(Struct):
    """Something to do every so many *seconds*; the first time at once."""

    name: str
    seconds: float
    do: Callable[[], object]
    due: float = 0.0


class Lead(Protocol):
    """Whether it is us who run errands, of all the processes that would."""

    def held(self) -> bool:
        """True while we lead."""


class Errands:
    """One round of errands. One that fails is logged and done again when it is due; it keeps no other from running."""

    def __init__(self, errands: Sequence[Errand], lead: Lead, passing: tuple[type[Exception], ...]) -> None:
        self._errands, self._lead, self._passing = errands, lead, passing

    def round(self) -> float:
        """Do what is due; how many seconds to rest."""
        if not self._lead.held():
            return LOOK_AGAIN
        began = monotonic()
        for errand in self._errands:
            if errand.due > began + TOGETHER:
                continue
            errand.due = began + errand.seconds
            try:
                _done(errand.do, errand.name, self._passing)
            except self._passing:
                errand.due = 0.0
                raise
        return max(0.1, min(errand.due for errand in self._errands) - monotonic())


class Beside:
    """An errand that may take long: when it is due a thread of its own does it, so that the others go on meanwhile."""

    def __init__(self, do: Callable[[], object], passing: tuple[type[Exception], ...]) -> None:
        self._do, self._passing, self._due = do, passing, Event()

    def __call__(self) -> None:
        """It is due. While it is being done, that is so once more afterwards, however often it is said."""
        self._due.set()

    def round(self) -> float:
        """What that thread does again and again."""
        if self._due.wait(_SOON):
            self._due.clear()
            _done(self._do, getattr(self._do, "__name__", "beside"), self._passing)
        return 0.0


def _done(do: Callable[[], object], name: str, passing: tuple[type[Exception], ...]) -> None:
    """Do it; what fails is logged, unless it is *passing*, which whoever runs the thread sees to."""
    try:
        do()
    except passing:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the others go on, and it is done again when it is due
        structlog.get_logger().exception("errand failed", errand=name)
