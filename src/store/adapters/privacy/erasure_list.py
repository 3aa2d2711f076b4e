"""The list of erasures in a file that is only ever appended to, outside of the log's and the keys' backups.

A line for each erasure, as JSON, on the disk before a key is destroyed. Whoever restores log and keys from a time
before it finds here what has to be destroyed again. It names ids, and no person.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from msgspec import DecodeError, json

from store.application.privacy.ports import Entry

NAME: Final = "erasures.jsonl"


class ListTorn(ValueError):
    """The list of erasures holds a line that can't be read. Nothing is served until somebody has looked at it."""


class ErasureFile:
    """An :class:`~store.application.privacy.ports.ErasureList` that several processes of one machine share."""

    def __init__(self, folder: Path) -> None:
        self._file, self._lock = folder / NAME, Lock()

    def enter(self, entry: Entry) -> None:
        """One write and one flush: half a line can be there only as the last one, and only after a crash."""
        with self._lock:
            if any((it.erasure_id, it.keys) == (entry.erasure_id, entry.keys) for it in self.entries()):
                return
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, b"\n" * self._torn() + json.encode(entry) + b"\n")
                os.fsync(handle)
            finally:
                os.close(handle)

    def entries(self) -> Sequence[Entry]:
        """All of them.

        :raises ListTorn: for a line in the midst of it that is none.
        """
        if not self._file.exists():
            return []
        found = (self._entry(line) for line in self._file.read_bytes().split(b"\n") if line)
        return [entry for entry in found if entry is not None]

    def _entry(self, line: bytes) -> Entry | None:
        """Nothing for what a crash cut off: whoever wrote it destroyed no key, and wrote it again before they did."""
        try:
            return json.decode(line, type=Entry)
        except DecodeError as torn:
            if "truncated" in str(torn):
                return None
            raise ListTorn(str(self._file)) from torn

    def _torn(self) -> bool:
        if not self._file.exists():
            return False
        content = self._file.read_bytes()
        return bool(content) and not content.endswith(b"\n")


class MemoryErasureList:
    """Twin of :class:`ErasureFile`."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def enter(self, entry: Entry) -> None:
        """Keep it."""
        if not any((it.erasure_id, it.keys) == (entry.erasure_id, entry.keys) for it in self._entries):
            self._entries.append(entry)

    def entries(self) -> Sequence[Entry]:
        """All of them."""
        return list(self._entries)
