"""Writes lines of the log: those of everyday in batches, those that matter at once, and none is ever left out."""

import atexit
import time
from collections import deque
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Final, TextIO

GATHERED: Final = 0.02
"""Seconds for which lines are gathered: whoever kills the process takes no more of them along."""
_AT_ONCE: Final = 4000
"""Bytes that a pipe takes in one piece, whoever else writes into it."""


class Scribe:
    """What structlog calls a logger: a method for each level.

    A system call for each line would cost a request more than most of what it does.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: deque[str] = deque()
        self._lock = Lock()
        self._some = Event()
        self._thread: Thread | None = None
        atexit.register(self.write)

    def info(self, line: str) -> None:
        """Write *line* soon."""
        self._lines.append(line)
        if not self._some.is_set():
            self._some.set()
            if self._thread is None:
                self._begin()

    debug = msg = log = info

    def warning(self, line: str) -> None:
        """Write *line* now, and all before it."""
        self._lines.append(line)
        self.write()

    warn = error = critical = fatal = failure = exception = err = warning

    def write(self) -> None:
        """Write all that is there, whole lines only."""
        with self._lock:
            batch: list[str] = []
            size = 0
            while self._lines:
                line = self._lines.popleft()
                if batch and size + len(line) >= _AT_ONCE:
                    self._put(batch)
                    batch, size = [], 0
                batch.append(line)
                size += len(line) + 1
            if batch:
                self._put(batch)

    def _put(self, batch: list[str]) -> None:
        with suppress(OSError, ValueError):  # the stream is closed: there is nobody left to be told, and work goes on
            self._stream.write("\n".join(batch) + "\n")
            self._stream.flush()

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="scribe", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._some.wait():
            time.sleep(GATHERED)
            self._some.clear()
            self.write()
