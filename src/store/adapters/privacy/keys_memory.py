"""Keys of persons without a file, for tests."""

import os
from uuid import UUID

from store.adapters.privacy.fingerprints import fingerprint_of


class MemoryKeys:
    """Twin of :class:`~store.adapters.privacy.keys_sqlite.SqliteKeys`."""

    def __init__(self) -> None:
        self._keys: dict[UUID, bytes] = {}
        self._erased: set[UUID] = set()

    def obtain(self, subject: UUID) -> bytes | None:
        """The key of *subject*, made now if there never was one; ``None`` once it was destroyed."""
        if subject in self._erased:
            return None
        return self._keys.get(subject) or self._keys.setdefault(subject, os.urandom(32))

    def find(self, subject: UUID) -> bytes | None:
        """The key of *subject*, if there is one."""
        return self._keys.get(subject)

    def fingerprint(self, subject: UUID) -> str:
        """By what their key is known; empty where there is none."""
        return fingerprint_of(self.find(subject))

    def erased(self) -> list[UUID]:
        """Everybody who was forgotten."""
        return list(self._erased)

    def destroy(self, subject: UUID) -> None:
        """Forget *subject* for ever."""
        self._erased.add(subject)
        self._keys.pop(subject, None)
