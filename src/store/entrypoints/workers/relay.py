"""Hands what facts call for to the queue of jobs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from store.application.notifications.ports import Jobs, MailJob
from store.application.shared.ports import Clock

IDLE: Final = 0.25
QUIET: Final = 2.0
"""Seconds between two looks of one that has nothing to hand over, in a shop in which nothing happens."""
BATCH: Final = 100
TOGETHER: Final = 20
"""Jobs handed over as one: the queue costs as much for one as for twenty."""


class Due(Protocol):
    """The duties nobody saw to yet."""

    def take(self, now: datetime, since: datetime, limit: int) -> Sequence[MailJob]:
        """Jobs for new duties, for those handed over before *since*, and for those handed over long ago."""


class Relay:
    """A worker that begins hands everything over again that is not done: whoever had it may have died with it.

    If the clock is put back, the worker has begun by it as well; or all it hands over would seem to be from before.
    """

    def __init__(self, due: Due, jobs: Jobs, clock: Clock) -> None:
        self._due, self._jobs, self._clock = due, jobs, clock
        self._began = clock.now()

    def round(self) -> float:
        """Hand one batch over; how many seconds to rest."""
        now = self._clock.now()
        self._began = min(self._began, now)
        batch = self._due.take(now, self._began, BATCH)
        for first in range(0, len(batch), TOGETHER):
            self._jobs.enqueue(*batch[first:first + TOGETHER])
        return 0.0 if len(batch) == BATCH else IDLE
