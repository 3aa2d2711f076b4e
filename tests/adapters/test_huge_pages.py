"""What a process keeps is gathered in huge pages, where the system has some to give."""

import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from store.adapters.drivers import huge_pages
from store.adapters.drivers.huge_pages import gather, keep_gathering

pytestmark = pytest.mark.requirement("R9.3")
SYSTEM = Path("/sys/kernel/mm/transparent_hugepage")

LOOK = """
from pathlib import Path
from store.adapters.drivers.huge_pages import gather

def huge():
    rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in rollup if line.startswith("AnonHugePages:"))

kept = [object() for _ in range(1_000_000)]  # sixteen megabytes
before = huge()
gathered = gather()
print(before, gathered, huge(), len({id(one) for one in kept}))
"""


def in_a_process_of_its_own(code):
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return [int(word) for word in told.stdout.split()]


def test_objects_lie_in_huge_pages_afterwards_and_are_the_same():
    if not (SYSTEM / "enabled").exists() or "[never]" in (SYSTEM / "enabled").read_text():
        pytest.skip("this machine has no huge pages to give")
    if tuple(map(int, re.findall(r"\d+", os.uname().release)[:2])) < (6, 1):
        pytest.skip("this kernel is older than 6.1 and doesn't gather pages when asked")
    before, gathered, after, kept = in_a_process_of_its_own(LOOK)
    assert gathered > 0
    assert kept == 1_000_000
    assert after - before >= 8 * 1024, "half of the sixteen megabytes at least"


@pytest.mark.parametrize("says", ["always madvise [never]", None], ids=["never", "nothing"])
def test_where_none_are_wanted_or_there_are_none_nothing_is_moved(says, tmp_path, monkeypatch):
    if says:
        (tmp_path / "enabled").write_text(says)
        (tmp_path / "hpage_pmd_size").write_text("2097152")
    monkeypatch.setattr(huge_pages, "_SYSTEM", tmp_path)
    monkeypatch.setattr(huge_pages.ctypes, "CDLL", None)
    assert gather() == 0


def test_a_process_that_may_not_look_at_its_own_memory_goes_on_without(monkeypatch):
    def closed(*_):
        raise PermissionError("/proc/self/pagemap")

    monkeypatch.setattr(huge_pages, "_size", lambda: 2**21)
    monkeypatch.setattr(huge_pages, "_own_memory", closed)
    assert gather() == 0


def test_it_goes_on_until_it_is_told_to_end(monkeypatch):
    passes, twice, halt = [], Event(), Event()

    def counted():
        passes.append(1)
        if len(passes) > len(huge_pages._PAUSES):
            twice.set()

    monkeypatch.setattr(huge_pages, "_PAUSES", (0.0, 0.001))
    monkeypatch.setattr(huge_pages, "gather", counted)
    thread = keep_gathering(halt)
    assert twice.wait(20), "and again, by the last pause"
    halt.set()
    thread.join(20)
    assert not thread.is_alive()
