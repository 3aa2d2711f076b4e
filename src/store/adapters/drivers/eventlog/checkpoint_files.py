"""The checkpoints outside of the database: two files that only grow.

``checkpoints.jsonl`` holds the signed statements, one a line; ``facts.leaves`` the leaves of all facts they cover,
64 bytes each, one after the other, so that the fact a checkpoint counts as number *n* begins at byte *64 n*.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import DecodeError, json

from store.adapters.drivers.eventlog.checkpoints import LEAF, Checkpoint, Signed

STATEMENTS: Final = "checkpoints.jsonl"
LEAVES: Final = "facts.leaves"
PUBLIC_KEY: Final = "public-key.pem"
_TAIL: Final = 8192
"""No statement is half as long."""


class Damaged(Exception):
    """The last line of the file of checkpoints can't be read: nothing is signed before a person has looked."""


class CheckpointFiles:
    """The two files in one folder, which may be a disk that only this machine's owner can write to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._statements, self._leaves = folder / STATEMENTS, folder / LEAVES

    def publish(self, public_key: bytes) -> None:
        """Leave the public key beside the checkpoints."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self.folder / PUBLIC_KEY
        if not file.exists() or file.read_bytes() != public_key:
            file.write_bytes(public_key)

    def last(self) -> Signed | None:
        """The newest one; a line that was cut short by a crash does not count.

        :raises Damaged: if a whole line can't be read.
        """
        if not self._statements.exists():
            return None
        with self._statements.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
            lines = file.read().split(b"\n")[:-1]
        if not lines:
            return None
        found = _line(lines[-1])
        if found is None:
            raise Damaged(str(self._statements))
        return found

    def all(self) -> Iterator[Signed | None]:
        """All of them, oldest first; ``None`` for a line that can't be read."""
        if not self._statements.exists():
            return
        with self._statements.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield _line(line)

    def append(self, signed: Signed, said: Checkpoint, leaves: bytes) -> None:
        """Add one with the leaves it covers, on disk before this returns. One writer at a time."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _open(self._statements) as statements, _open(self._leaves) as file:
            fcntl.flock(statements, fcntl.LOCK_EX)
            file.seek(said.before * LEAF)
            file.write(leaves)
            file.truncate()
            _to_disk(file)
            statements.seek(_whole_lines(statements))
            statements.write(json.encode(signed) + b"\n")
            statements.truncate()
            _to_disk(statements)

    def leaves(self, said: Checkpoint) -> bytes:
        """The leaves *said* covers; fewer where the file was cut."""
        if not self._leaves.exists():
            return b""
        with self._leaves.open("rb") as file:
            file.seek(said.before * LEAF)
            return file.read(said.facts * LEAF)


def _line(line: bytes) -> Signed | None:
    try:
        return json.decode(line, type=Signed)
    except DecodeError:
        return None


def _open(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")


def _whole_lines(file: BinaryIO) -> int:
    """Where the last whole line ends: what follows was cut short by a crash."""
    end = file.seek(0, os.SEEK_END)
    begin = max(0, end - _TAIL)
    file.seek(begin)
    return begin + file.read().rfind(b"\n") + 1 if end else 0


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
