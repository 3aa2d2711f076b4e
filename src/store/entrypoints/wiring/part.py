"""One child process of the supervisor."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from store.adapters.drivers.process_tree import spawn

HELD: Final = "--held"
_SECONDS_A_GOOD_RUN_LASTS: Final = 60.0
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0


class Part:
    """One child, how to start it, and how well it has been."""

    def __init__(self, name: str, module: str, environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = [sys.executable, "-m", f"store.entrypoints.wiring.{module}"]
        self._environment = environment
        self._pause = _FIRST_PAUSE
        self._began = 0.0
        self.due = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, and have it begin its work at once."""
        self._began = time.monotonic()
        self.process = spawn(self._command, environment=self._environment)
        return self.process

    def warm_up(self) -> None:
        """Start it, but have it do nothing before :meth:`release` except import what it needs."""
        self._began = time.monotonic()
        self.process = spawn([*self._command, HELD], environment=self._environment, listening=True)

    def release(self) -> None:
        """Let what was warmed up begin its work."""
        if self.process is not None and self.process.stdin is not None:
            with suppress(BrokenPipeError), self.process.stdin as pipe:  # it has died; that will be noticed
                pipe.write(b"go\n")

    def look_after(self) -> None:
        """Start it again if it has ended: soon the first time, more patiently when that doesn't help."""
        now = time.monotonic()
        if self.process is not None and (code := self.process.poll()) is not None:
            if now - self._began > _SECONDS_A_GOOD_RUN_LASTS:
                self._pause = _FIRST_PAUSE
            say(f"{self.name} ended ({ending(code)}); starting it again in {self._pause:g} s")
            self.process, self.due = None, now + self._pause
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        if self.process is None and now >= self.due:
            self.start()


def await_release() -> None:
    """In the child: end quietly if the parent that warmed it up goes without a word."""
    if HELD in sys.argv and not sys.stdin.readline():
        sys.exit(0)


def ending(code: int) -> str:
    """How a process ended, in words."""
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


def say(words: str) -> None:
    """Tell whoever watches the terminal or the journal."""
    sys.stderr.write(f"store: {words}\n")
    sys.stderr.flush()
