"""What came in, in memory: the twin."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import RLock

from msgspec import Struct

from store.domain.shared.ids import ProductId

TRIES = 5
PAUSE = timedelta(minutes=1)


class Upload(Struct):
    """One that came in."""

    product: ProductId
    begun: datetime
    looked_at: bool = False
    sized: datetime | None = None
    taken: datetime | None = None
    tries: int = 0
    failure: str | None = None


class MemoryUploads:
    """A :class:`~store.application.catalogue.picture_ports.Uploads` that ends with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, Upload] = {}
        self._lock = RLock()

    def begin(self, name: str, product: ProductId, now: datetime) -> None:
        """Write it down; one that came before has its sizes made again, since its files may be gone."""
        with self._lock:
            self._kept[name] = Upload(product, now)

    def take(self, now: datetime) -> str | None:
        """The one that waits the longest."""
        with self._lock:
            for name, upload in sorted(self._kept.items(), key=lambda one: one[1].begun):
                rested = upload.taken is None or upload.taken <= now - PAUSE * upload.tries
                if upload.sized is None and upload.tries < TRIES and rested:
                    upload.taken, upload.tries = now, upload.tries + 1
                    return name
        return None

    def sized(self, name: str, now: datetime) -> None:
        """Made."""
        with self._lock:
            self._kept[name].sized = now

    def failed(self, name: str, reason: str) -> None:
        """Not made."""
        with self._lock:
            self._kept[name].failure = reason

    def sweep(
        self, before: datetime, is_shown: Callable[[ProductId, str], bool], throw_away: Callable[[str], None]
    ) -> int:
        """One after the other."""
        thrown = 0
        with self._lock:
            for name, upload in list(self._kept.items()):
                if upload.looked_at or upload.begun >= before:
                    continue
                if is_shown(upload.product, name):
                    upload.looked_at = True
                else:
                    throw_away(name)
                    del self._kept[name]
                    thrown += 1
        return thrown
