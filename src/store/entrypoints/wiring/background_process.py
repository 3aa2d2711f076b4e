"""What needs no visitor: projections, jobs and the clock's errands, in one process or in one each."""

import os
import select
import signal
import sys
from typing import Final

from store.entrypoints.wiring.reading_settings import read_settings
from store.entrypoints.wiring.settings import Settings

PARTS: Final = frozenset({"projector", "worker", "scheduler"})


class Asked:
    """Whether somebody wants us to stop. A handler of signals may set it in the very thread that waits for it."""

    def __init__(self) -> None:
        self._out, self._in = os.pipe()

    def set(self) -> None:
        """Somebody does."""
        os.write(self._in, b".")

    def is_set(self) -> bool:
        """Whether somebody does."""
        return self.wait(0.0)

    def wait(self, seconds: float) -> bool:
        """Whether somebody does, within so many seconds at most."""
        return bool(select.select([self._out], [], [], seconds)[0])


def main(
    settings: Settings | None = None, parts: frozenset[str] = PARTS, only: frozenset[str] = frozenset()
) -> int:
    """Run *parts*, of the read models *only* some, until SIGTERM or SIGINT.

    Returns the exit code: ending uncalled for is a failure.
    """
    from store.entrypoints.wiring.background import run

    stop = Asked()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(settings or read_settings(), set(parts), stop, only)
    return 0 if stop.is_set() else 1


if __name__ == "__main__":
    sys.exit(main())
