"""A cache of one process, in its memory. One of those who miss makes it for all."""

import asyncio
import logging
import random
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from store.application.shared.caching import CacheCounts, Kind, Make

EARLY: Final = 0.2
"""The last part of a life in which whoever asks has it made anew, and is given what is kept."""
MOST_BYTES: Final = 16_000_000
_JITTER: Final = 0.1
_chance: Final = random.Random()
_log = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    value: bytes
    early: float
    till: float


class MemoryCache:
    """Of this process; of answers it kept longest unasked, those beyond *most*, or *most_bytes*, are dropped."""

    def __init__(
        self, most: int = 1_000, now: Callable[[], float] = time.monotonic, most_bytes: int = MOST_BYTES
    ) -> None:
        """*now*: seconds that pass."""
        self._most, self._now, self._most_bytes, self._bytes = most, now, most_bytes, 0
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._coming: dict[str, asyncio.Task[bytes]] = {}
        self._counts: defaultdict[str, CacheCounts] = defaultdict(CacheCounts)

    @property
    def counts(self) -> Mapping[str, CacheCounts]:
        """By kind."""
        return self._counts

    async def get(self, kind: Kind, key: str, make: Make) -> bytes:
        """What is kept, or what is made: by a task of its own, so that nobody who leaves takes it from the others."""
        counts, place = self._counts[kind.name], f"{kind.name}/{key}"
        kept, now = self._kept.get(place), self._now()
        coming = self._coming.get(place)
        if kept is not None and now < kept.till:
            counts.hits += 1
            self._kept.move_to_end(place)
            if now >= kept.early and coming is None:
                counts.early += 1
                self._begin(place, kind, make).add_done_callback(complain)
            return kept.value
        if coming is None:
            counts.misses += 1
            coming = self._begin(place, kind, make)
            coming.add_done_callback(_heard)
        else:
            counts.waits += 1
        return await asyncio.shield(coming)

    async def close(self) -> None:
        """Nothing is held open, but something may be under way."""
        for coming in list(self._coming.values()):
            coming.cancel()

    def _begin(self, place: str, kind: Kind, make: Make) -> "asyncio.Task[bytes]":
        coming = self._coming[place] = asyncio.create_task(self._made(place, kind, make))
        return coming

    async def _made(self, place: str, kind: Kind, make: Make) -> bytes:
        try:
            value = await make()
            if life := jittered(kind.life_of(value)):
                now = self._now()
                self._keep(place, _Kept(value, now + life * (1 - EARLY), now + life))
            return value
        finally:
            del self._coming[place]

    def _keep(self, place: str, kept: _Kept) -> None:
        before = self._kept.pop(place, None)
        self._kept[place] = kept
        self._bytes += len(kept.value) - (len(before.value) if before else 0)
        while len(self._kept) > self._most or (self._bytes > self._most_bytes and len(self._kept) > 1):
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped.value)


def jittered(seconds: float) -> float:
    """About so many."""
    return seconds * _chance.uniform(1 - _JITTER, 1 + _JITTER)


def complain(task: "asyncio.Task[bytes]") -> None:
    """What was to be made anew in time was not: what is kept serves until its end, and operators read why."""
    if not task.cancelled() and (failed := task.exception()) is not None:
        _log.warning("what is kept could not be made anew: %s", type(failed).__name__)


def _heard(task: "asyncio.Task[bytes]") -> None:
    """Whoever waited hears of what failed; where nobody does any more, nobody complains."""
    if not task.cancelled():
        task.exception()
