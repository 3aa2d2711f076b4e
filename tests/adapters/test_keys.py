"""Keys of persons, in memory and in a file: made once, shared, and destroyed for ever."""

import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from store.adapters.drivers.vault import KeyUnreadable, is_kept
from store.adapters.privacy.keys_memory import MemoryKeys
from store.adapters.privacy.keys_sqlite import SqliteKeys
from store.adapters.privacy.master_key import AnotherSecret, look_at

pytestmark = [
    pytest.mark.requirement("R11.1"),
    pytest.mark.story("US-10.4", "who was forgotten can be read nowhere"),
]
ANN, BEN = UUID(int=1), UUID(int=2)
MASTER = b"m" * 32


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kept apart" / "keys.sqlite3"


@pytest.fixture(params=["memory", "sqlite"])
def keys(request, file):
    if request.param == "memory":
        yield MemoryKeys()
        return
    found = SqliteKeys(file, MASTER)
    yield found
    found.close()


def test_a_person_has_one_key_and_nobody_else_has_it(keys):
    hers = keys.obtain(ANN)
    assert hers == keys.obtain(ANN) == keys.find(ANN)
    assert len(hers) == 32
    assert keys.obtain(BEN) != hers


def test_looking_for_a_key_does_not_make_one(keys):
    assert keys.find(ANN) is None
    assert keys.find(ANN) is None


def test_a_destroyed_key_never_comes_back(keys):
    keys.obtain(ANN)
    keys.destroy(ANN)
    assert keys.find(ANN) is None
    assert keys.obtain(ANN) is None
    keys.destroy(ANN)
    assert keys.obtain(ANN) is None


def test_whoever_is_forgotten_before_having_a_key_never_gets_one(keys):
    keys.destroy(ANN)
    assert keys.obtain(ANN) is None


def test_forgetting_one_person_leaves_the_others(keys):
    bens = keys.obtain(BEN)
    keys.obtain(ANN)
    keys.destroy(ANN)
    assert keys.find(BEN) == bens


def test_many_who_ask_at_once_get_the_same_key(keys):
    with ThreadPoolExecutor(6) as askers:
        assert len(set(askers.map(lambda _: keys.obtain(ANN), range(30)))) == 1


@pytest.fixture
def open_keys():
    opened = []

    def open_(file, master=MASTER):
        opened.append(SqliteKeys(file, master))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def test_keys_outlive_the_process_and_are_shared_between_processes(file, open_keys):
    here, there = open_keys(file), open_keys(file)
    key = here.obtain(ANN)
    assert there.obtain(ANN) == key
    there.destroy(ANN)
    assert here.find(ANN) is None
    assert here.obtain(ANN) is None
    assert open_keys(file).obtain(ANN) is None


def test_the_file_alone_opens_nothing(file, open_keys):
    key = open_keys(file).obtain(ANN)
    assert key not in everything_beside(file)
    with pytest.raises(AnotherSecret):
        open_keys(file, b"x" * 32)


@pytest.mark.requirement("R10.5")
def test_another_master_key_is_refused_from_the_first_start_on_and_writes_nothing(file, open_keys):
    open_keys(file)
    before = file.read_bytes()
    with pytest.raises(AnotherSecret, match="another STORE_SECRET"):
        open_keys(file, b"x" * 32)
    with pytest.raises(AnotherSecret):
        look_at(file, [b"x" * 32])
    assert look_at(file, [MASTER]).lost == 0
    assert file.read_bytes() == before
    assert b"m" * 32 not in everything_beside(file)


def test_whose_a_file_is_that_says_nothing_of_it_yet_shows_in_its_keys(file, open_keys):
    for subject in (ANN, BEN):
        open_keys(file).obtain(subject)
    forgetting_the_mark(file)
    with pytest.raises(AnotherSecret):
        look_at(file, [b"x" * 32])
    with pytest.raises(AnotherSecret):
        open_keys(file, b"x" * 32)
    open_keys(file)
    with pytest.raises(AnotherSecret):
        open_keys(file, b"x" * 32)


def test_a_key_of_another_secret_is_counted_can_be_forgotten_and_seals_nothing(file, open_keys):
    keys = open_keys(file)
    keys.obtain(ANN)
    with sqlite3.connect(file) as db:
        db.execute("INSERT INTO keys VALUES (?, ?)", (BEN.bytes, bytes(60)))
    db.close()
    assert look_at(file, [MASTER]).lost == 1
    for ask in (keys.find, keys.obtain):
        with pytest.raises(KeyUnreadable):
            ask(BEN)
    assert is_kept(keys, BEN)
    assert keys.fingerprint(BEN) not in {"", keys.fingerprint(ANN)}
    keys.destroy(BEN)
    assert not is_kept(keys, BEN)
    assert look_at(file, [MASTER]).lost == 0


def forgetting_the_mark(file):
    """As files are that older versions wrote."""
    with sqlite3.connect(file) as db:
        db.execute("DROP TABLE master")
    db.close()


def test_a_key_does_not_pass_for_somebody_elses(file, open_keys):
    keys = open_keys(file)
    keys.obtain(ANN)
    with sqlite3.connect(file) as db:
        db.execute("UPDATE keys SET subject = ?", (BEN.bytes,))
    db.close()
    with pytest.raises(KeyUnreadable):
        keys.find(BEN)


def test_a_destroyed_key_is_wiped_from_the_file_and_leaves_a_mark(file, open_keys):
    keys = open_keys(file)
    keys.obtain(ANN)
    with sqlite3.connect(file) as db:
        wrapped = db.execute("SELECT wrapped FROM keys").fetchone()[0]
    keys.destroy(ANN)
    keys.close()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert db.execute("SELECT subject FROM erased").fetchall() == [(ANN.bytes,)]
    db.close()
    assert wrapped not in everything_beside(file)


def test_a_destroyed_key_leaves_no_trace_while_the_file_is_in_use(file, open_keys):
    keys, somebody_else = open_keys(file), open_keys(file)
    keys.obtain(ANN)
    somebody_else.obtain(BEN)
    with sqlite3.connect(file) as db:
        wrapped = db.execute("SELECT wrapped FROM keys WHERE subject = ?", (ANN.bytes,)).fetchone()[0]
    db.close()
    assert wrapped in everything_beside(file)
    keys.destroy(ANN)
    assert wrapped not in everything_beside(file)
    assert somebody_else.find(BEN) == keys.find(BEN)


def everything_beside(file):
    """The file, and whatever the database keeps next to it."""
    return b"".join(part.read_bytes() for part in file.parent.iterdir())


def test_nobody_else_on_the_machine_may_read_the_file(file, open_keys):
    open_keys(file).obtain(ANN)
    for part in file.parent.iterdir():
        assert part.stat().st_mode & 0o077 == 0, part.name
    assert file.parent.stat().st_mode & 0o077 == 0
    assert os.access(file, os.R_OK)


OPENING = """
import sys, time
from pathlib import Path
from store.adapters.privacy.keys_sqlite import SqliteKeys

print("ready", flush=True)
began = float(sys.stdin.readline())
for number in range(60):
    while time.time() < began + number * 0.05:  # all of them in the same instant: that is when it would go wrong
        pass
    SqliteKeys(Path(sys.argv[1]) / str(number) / "keys.sqlite3", bytes(32)).close()
"""


def test_the_processes_of_a_shop_may_all_be_the_first_to_open_the_file(tmp_path):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen([sys.executable, "-c", OPENING, tmp_path], **pipes) for _ in range(4)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    began = str(time.time() + 0.1)
    for process in processes:
        process.stdin.write(f"{began}\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
