"""Aggregates in memory from one command to the next, the ones used last."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from store.application.shared.ports import Kept


class KeptState:
    """A :class:`~store.application.shared.ports.Keeper` of at most so many aggregates."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[UUID, Kept] = OrderedDict()
        self.hits = self.misses = self.current = self.behind = 0

    def take(self, stream: UUID) -> Kept | None:
        """What is kept of *stream*; nobody else finds it until it is put back."""
        with self._lock:
            kept = self._kept.pop(stream, None)
            if kept is None or (kept.last and kept.last.failed):
                self.misses += 1
                return None
            self.hits += 1
            return kept

    def put(self, kept: Kept) -> None:
        """Keep this, unless something newer is there; what was not used for longest has to go."""
        stream = kept.it.id
        with self._lock:
            there = self._kept.get(stream)
            if there and there.it.version > kept.it.version and not (there.last and there.last.failed):
                return
            self._kept[stream] = kept
            self._kept.move_to_end(stream)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def version(self, stream: UUID) -> int:
        """Up to which version *stream* is kept; 0 where it is not."""
        with self._lock:
            kept = self._kept.get(stream)
            return kept.it.version if kept else 0

    def looked(self, *, moved: bool) -> None:
        """Count how often what was kept was behind the log."""
        with self._lock:
            if moved:
                self.behind += 1
            else:
                self.current += 1

    def __len__(self) -> int:
        return len(self._kept)
