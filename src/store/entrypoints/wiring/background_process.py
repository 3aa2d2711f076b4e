"""What needs no visitor: projections, jobs and the clock's errands, in one process or in one each."""

import signal
import sys
import threading
from typing import Final

from store.entrypoints.wiring.reading_settings import read_settings
from store.entrypoints.wiring.settings import Settings

PARTS: Final = frozenset({"projector", "worker", "scheduler"})


def main(
    settings: Settings | None = None, parts: frozenset[str] = PARTS, only: frozenset[str] = frozenset()
) -> int:
    """Run *parts*, of the read models *only* some, until SIGTERM or SIGINT.

    Returns the exit code: ending uncalled for is a failure.
    """
    from store.entrypoints.wiring.background import run

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(settings or read_settings(), set(parts), stop, only)
    return 0 if stop.is_set() else 1


if __name__ == "__main__":
    sys.exit(main())
