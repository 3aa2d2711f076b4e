"""One running shop per data folder."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_MOST: Final = 400
"""Bytes of a process's number and the place where it listens."""


class InUse(Exception):
    """Another process works on this data folder."""

    def __init__(self, folder: Path, pid: str, place: str = "") -> None:
        super().__init__(f"already running on this folder (pid {pid}): {folder}")
        self.folder, self.pid, self.place = folder, pid, place


class DataFolderLock:
    """Held from start to end by whoever owns the folder; the kernel lets go of it however that process ends.

    The file stays behind when the lock is released: removing it would let two processes lock two different
    files of the same name.
    """

    def __init__(self, folder: Path, place: str = "") -> None:
        """*place*: where whoever holds it listens, for those who find it held."""
        self._folder, self._place = folder, place
        self._file: int | None = None

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as reason:
            raise OSError(
                f"{self._folder} can't be the data folder: {reason.strerror}. Choose another with STORE_DATA_DIR."
            ) from reason
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner, _, place = os.read(file, _MOST).decode().partition("\n")
            os.close(file)
            raise InUse(self._folder, owner.strip() or "unknown", place.strip()) from None
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n{self._place}\n".encode(), 0)
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
