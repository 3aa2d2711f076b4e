"""What a process keeps, moved together into pages of two megabytes (Linux 6.1 and newer, ``docs/adr/0289``).

A processor remembers where some two thousand pages lie. A server in Python keeps its objects in thirty thousand small
ones, and works on all of them for each request: it spends a sixth of its time looking up where they are. In huge
pages there are eighty. The system gives those to whoever asks; Python asks for none.
"""

import ctypes
import os
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Final

_MADV_COLLAPSE: Final = 25
"""``asm-generic/mman-common.h``: gather what lies in this range in huge pages, now."""
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_MOST_OF_IT: Final = 0.5
"""Only where so much of one is in use already: all of it counts as used then."""
_PRESENT: Final = 63
"""Which bit of an entry in ``/proc/self/pagemap`` says that the page is in memory."""
_PAUSES: Final = (5.0, 10.0, 60.0, 600.0)
"""Seconds before each pass, the last one for ever: at first a process grows, later it hardly does."""
_SYSTEM: Final = Path("/sys/kernel/mm/transparent_hugepage")


def keep_gathering(halt: Event) -> Thread:
    """Gather from time to time what this process keeps, in a thread that ends with *halt* or the process."""
    thread = Thread(target=_from_time_to_time, args=(halt,), name="huge pages", daemon=True)
    thread.start()
    return thread


def gather() -> int:
    """Move what lies in small pages into huge ones; how many there are then. None where the system has none to give, or
    doesn't let this process see which of its memory is in use.
    """
    size = _size()
    try:
        worth_it = list(_worth_it(size)) if size else []
    except OSError:
        return 0
    if not worth_it:
        return 0
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return sum(madvise(start, size, _MADV_COLLAPSE) == 0 for start in worth_it)


def _from_time_to_time(halt: Event) -> None:
    pauses = iter(_PAUSES)
    pause = next(pauses)
    while not halt.wait(pause):
        gather()
        pause = next(pauses, pause)


def _size() -> int:
    """Bytes of a huge page; 0 where there are none, or whoever runs the machine wants none."""
    try:
        if not sys.platform.startswith("linux") or "[never]" in (_SYSTEM / "enabled").read_text():
            return 0
        return int((_SYSTEM / "hpage_pmd_size").read_text())
    except OSError:
        return 0


def _worth_it(size: int) -> Iterator[int]:
    """Where huge pages of this *size* could begin, of which most is in use."""
    with Path("/proc/self/pagemap").open("rb", buffering=0) as pages:
        for first, beyond in _own_memory():
            for start in range(-(-first // size) * size, beyond - size + 1, size):
                pages.seek(start // _PAGE * 8)
                entries = array("Q", pages.read(size // _PAGE * 8))
                if sum(entry >> _PRESENT for entry in entries) >= _MOST_OF_IT * len(entries):
                    yield start


def _own_memory() -> list[tuple[int, int]]:
    """From where to where this process has memory of its own, that belongs to no file and is no stack."""
    found = []
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, rights, _, _, _, *name = line.split(maxsplit=5)
        if rights == "rw-p" and name in ([], ["[heap]"]):
            first, _, beyond = place.partition("-")
            found.append((int(first, 16), int(beyond, 16)))
    return found
