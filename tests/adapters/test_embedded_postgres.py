import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from store.adapters.drivers.data_folder import DataFolderLock, InUse
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres, PostgresFailed, running_url
from store.adapters.drivers.postgres_traces import working_in

HOLDS = """
import ctypes, sys, time
system = ctypes.CDLL(None, use_errno=True)
system.shmat.restype = ctypes.c_void_p
if system.shmat(int(sys.argv[1]), None, 0o10000) == ctypes.c_void_p(-1).value:  # to read
    sys.exit(f"not held: {ctypes.get_errno()}")
print("held", flush=True)
time.sleep(600)  # until it is killed
"""
"""Attaches itself to a segment of shared memory."""
pytestmark = pytest.mark.requirement("R1.1")


@pytest.fixture
def folder():
    """Not pytest's own: the account that Postgres gets under root could not pass there."""
    place = Path(tempfile.mkdtemp(prefix="store-postgres-test-"))
    yield place / "postgres"
    shutil.rmtree(place)


def rows(url, statement):
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


def write(url, statement):
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def start_and_die(folder):
    """A process that starts the server and is killed outright while it runs."""
    script = f"""
        import os, signal, sys
        from pathlib import Path
        from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
        server = EmbeddedPostgres(Path({str(folder)!r}))
        server.start()
        print(server.process.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    return int(ran.stdout)


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_what_was_written_is_there_after_a_restart(folder):
    server = EmbeddedPostgres(folder)
    with server:
        write(server.url(), "CREATE TABLE kept AS SELECT 1 AS one")
    with server:
        assert rows(server.url(), "SELECT one FROM kept") == [(1,)]


def test_it_is_durable_and_small_by_default(folder):
    with EmbeddedPostgres(folder) as server:
        shown = {
            name: rows(server.url(), f"SHOW {name}")[0][0]
            for name in (
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "data_checksums",
                "shared_buffers",
                "jit",
            )
        }
    assert shown == {
        "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
        "shared_buffers": "48MB", "jit": "off",
    }  # fmt: skip


def test_it_takes_more_memory_where_there_is_more_to_hold(folder):
    with EmbeddedPostgres(folder):
        pass
    with (folder / "base" / "much").open("wb") as file:
        file.truncate(400 * 1024 * 1024)  # takes no room on the disk
    with EmbeddedPostgres(folder) as server:
        [(large,)] = rows(server.url(), "SHOW shared_buffers")
    assert 100 <= int(large.removesuffix("MB")) < 120


def test_it_listens_on_no_network(folder):
    with EmbeddedPostgres(folder) as server:
        assert rows(server.url(), "SHOW listen_addresses") == [("",)]


def test_nobody_else_may_enter_its_folder(folder):
    with EmbeddedPostgres(folder):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_path_too_long_for_a_socket_gets_a_short_one_elsewhere(folder):
    deep = folder.parent / ("deep" * 25) / "postgres"
    deep.parent.mkdir()
    with EmbeddedPostgres(deep) as server:
        assert rows(server.url(), "SELECT 1") == [(1,)]
        assert running_url(deep) == server.url()


def test_a_folder_name_with_spaces_and_signs_works(folder):
    odd = folder.parent / "my shop, 100% & more"
    with EmbeddedPostgres(odd) as server:
        assert rows(server.url(), "SELECT 1") == [(1,)]


def test_the_server_dies_with_whoever_started_it(folder):
    postmaster = start_and_die(folder)
    with EmbeddedPostgres(folder):  # waits for the orphan to be gone
        assert not alive(postmaster)


def test_a_killed_start_recovers_by_itself_with_everything_committed(folder):
    server = EmbeddedPostgres(folder)
    with server:
        write(server.url(), "CREATE TABLE kept AS SELECT 7 AS seven")
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    server.start()
    try:
        assert rows(server.url(), "SELECT seven FROM kept") == [(7,)]
    finally:
        server.stop()


def test_memory_that_the_system_has_not_taken_back_yet_is_waited_for(folder):
    """Here somebody else holds it, who is no process of Postgres."""
    server = EmbeddedPostgres(folder)
    with server, ThreadPoolExecutor(1) as threads:
        write(server.url(), "CREATE TABLE kept AS SELECT 7 AS seven")
        segment = (folder / "postmaster.pid").read_text().splitlines()[6].split()[1]
        holder = subprocess.Popen([sys.executable, "-c", HOLDS, segment], stdout=subprocess.PIPE)
        assert holder.stdout.readline() == b"held\n"
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        starting = threads.submit(server.start)
        log, deadline = folder.with_name("postgres.log"), time.monotonic() + 30
        while "is still in use" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not starting.done()
        holder.kill()
        holder.communicate()
        starting.result(60)
        assert rows(server.url(), "SELECT seven FROM kept") == [(7,)]


def test_a_process_that_shows_no_program_any_more_is_still_there(tmp_path):
    for pid, folder, program in ((1, "data", "postgres"), (2, "data", None), (3, "data", "sh"), (4, "else", None)):
        process = tmp_path / "proc" / str(pid)
        process.mkdir(parents=True)
        (process / "cwd").symlink_to(tmp_path / folder)
        if program:
            (process / "exe").symlink_to(tmp_path / program)
    assert sorted(working_in(tmp_path / "data", tmp_path / "proc")) == [1, 2]


def test_notes_that_name_a_stranger_as_postmaster_are_ignored(folder):
    notes = [folder / "postmaster.pid", folder / ".s.PGSQL.5432.lock"]
    with EmbeddedPostgres(folder):
        said = [note.read_text() for note in notes]
    for note, words in zip(notes, said, strict=True):
        note.write_text(f"{os.getppid()}\n" + words.partition("\n")[2])
    with EmbeddedPostgres(folder) as server:
        assert rows(server.url(), "SELECT 1") == [(1,)]


def test_a_half_made_cluster_is_made_anew(folder):
    unfinished = folder.with_name("postgres.unfinished")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(folder) as server:
        assert rows(server.url(), "SELECT 1") == [(1,)]


def test_data_of_another_major_version_is_refused_before_anything_starts(folder):
    folder.mkdir(mode=0o700)
    (folder / "PG_VERSION").write_text("16\n")
    with pytest.raises(PostgresFailed, match="written by Postgres 16"):
        EmbeddedPostgres(folder).start()


def test_a_server_that_cannot_start_says_why_in_its_own_words(folder):
    with pytest.raises(PostgresFailed, match="unrecognized configuration parameter"):
        EmbeddedPostgres(folder, settings={"no_such_setting": "1"}).start()


def test_a_start_that_is_given_up_leaves_no_server(folder):
    server = EmbeddedPostgres(folder)
    with pytest.raises(PostgresFailed):
        server.start(given_up=lambda: True)
    assert server.process is None
    assert running_url(folder) is None


def test_a_data_folder_has_one_owner_at_a_time(tmp_path):
    with (
        DataFolderLock(tmp_path),
        pytest.raises(InUse, match=f"already running on this folder \\(pid {os.getpid()}\\)"),
    ):
        DataFolderLock(tmp_path).__enter__()


def test_a_data_folder_is_free_again_afterwards(tmp_path):
    with DataFolderLock(tmp_path):
        pass
    with DataFolderLock(tmp_path):
        pass
