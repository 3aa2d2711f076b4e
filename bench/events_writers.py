"""A process of its own that appends with so many threads when it is told to: one of those that share a log.

    python -m bench.events_writers URL SHAPE WRITERS SECONDS
"""

import sys

from bench.events_threads import at_once
from bench.events_ways import TOGETHER, Ways
from store.entrypoints.wiring.garbage import collect_rarely

WARM_UP = 0.3


def main(url: str, shape: str, writers: int, seconds: float) -> None:
    collect_rarely()
    with Ways(url).ours(TOGETHER, shape, writers) as append:
        at_once(append, writers, WARM_UP)
        print("ready", flush=True)
        sys.stdin.readline()
        print(at_once(append, writers, seconds), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
