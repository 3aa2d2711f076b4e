"""Queues in front of streams that everybody wants, within one process."""

import random
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from uuid import UUID

STRIPES = 256


class ThreadTurns:
    """Locks by stream. Two streams may share one: that costs a little waiting, never a deadlock.

    ``longest``: seconds that a pause may take; none where no other process writes.
    """

    def __init__(self, longest: float = 0.1) -> None:
        self._longest = longest
        self._locks = [Lock() for _ in range(STRIPES)]
        self.pauses = 0

    @contextmanager
    def holding(self, streams: Iterable[UUID]) -> Iterator[None]:
        """Be alone with *streams*, locks taken in one fixed order."""
        with ExitStack() as held:
            for stripe in sorted({stream.int % STRIPES for stream in streams}):
                held.enter_context(self._locks[stripe])
            yield

    def pause(self, attempt: int) -> None:
        """Wait up to 2 ms, then 4, 8, … 100: another process just won, and the next to try should be few."""
        self.pauses += 1
        time.sleep(random.random() * min(self._longest, 0.001 * 2 ** (attempt + 1)))
