"""So many who write at once: in a thread each, or shared between as many threads as pgbench has."""

import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

from store.application.shared.ports import OnItsWay

Append = Callable[[int], object]
THREADS = min(2, os.cpu_count() or 1)
"""Of pgbench, and of ours where they share the writers between them as pgbench's do."""


def at_once(append: Append, writers: int, seconds: float) -> float:
    """How many times a second *append* was done by so many threads."""
    numbers, begin = count(), Barrier(writers + 1)

    def write() -> int:
        begin.wait()
        until, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < until:
            append(next(numbers))
            done += 1
        return done

    with ThreadPoolExecutor(writers) as threads:
        writing = [threads.submit(write) for _ in range(writers)]
        begin.wait()
        began = time.perf_counter()
        done = sum(each.result() for each in writing)
        return done / (time.perf_counter() - began)


def shared(hand_in: Callable[[int], OnItsWay], writers: int, seconds: float) -> float:
    """How many times a second something was appended by so many writers, shared between a few threads.

    As in pgbench each of them has one append under way, and comes with the next when that is written.
    """
    numbers, threads = count(), min(THREADS, writers)
    begin = Barrier(threads + 1)

    def write(own: int) -> int:
        under_way: deque[OnItsWay] = deque()
        begin.wait()
        until, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < until:
            if len(under_way) == own:
                under_way.popleft().settle()
                done += 1
            under_way.append(hand_in(next(numbers)))
        for each in under_way:
            each.settle()
        return done

    with ThreadPoolExecutor(threads) as executor:
        writing = [executor.submit(write, len(range(n, writers, threads))) for n in range(threads)]
        begin.wait()
        began = time.perf_counter()
        done = sum(each.result() for each in writing)
        return done / (time.perf_counter() - began)
