"""One running shop per data folder."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class InUse(Exception):
    """Another process works on this data folder."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(f"already running on this folder (pid {pid}): {folder}")
        self.folder, self.pid = folder, pid


class DataFolderLock:
    """Held from start to end by whoever owns the folder; the kernel lets go of it however that process ends.

    The file stays behind when the lock is released: removing it would let two processes lock two different
    files of the same name.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(file, 32).decode().strip() or "unknown"
            os.close(file)
            raise InUse(self._folder, owner) from None
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
