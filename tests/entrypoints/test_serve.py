"""The process tree, for real: each test runs `store serve` on a folder and a port of its own."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from store.adapters.drivers.embedded_postgres import running_url
from tests import servers
from tests.servers import await_port, free_port
from tests.serving import SECONDS_TO_CLOSE, SECONDS_TO_OPEN, Serving, alive, await_end, command

pytestmark = [pytest.mark.requirement("R1.1"), pytest.mark.slow]
MEGABYTES = 400


def proportional_set_size(pids):
    kilobytes = 0
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
            kilobytes += int(found[1])
    return kilobytes / 1024


@pytest.fixture(scope="module")
def place():
    """Not pytest's own: the account that Postgres gets under root could not pass there."""
    place = Path(tempfile.mkdtemp(prefix="store-serve-test-"))
    yield place
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def prepared(place):
    """A shop's folder that waits for a start."""
    assert store(place / "prepared", "migrate").returncode == 0
    return place / "prepared"


@pytest.fixture
def fresh(place):
    """Where no shop ever was."""
    yield place / "fresh"
    shutil.rmtree(place / "fresh", ignore_errors=True)


@pytest.fixture
def folder(prepared, place):
    """A prepared folder of one's own."""
    subprocess.run(["cp", "--archive", prepared, place / "own"], check=True)
    yield place / "own"
    shutil.rmtree(place / "own")


@contextlib.contextmanager
def serving(folder):
    """What starts shops on *folder*, and closes them."""
    started = []

    def serve(port=None, **settings):
        started.append(Serving(folder, port or free_port(), **settings))
        return started[-1]

    try:
        yield serve
    finally:
        for one in started:
            one.close()


@pytest.fixture
def serve(folder):
    with serving(folder) as serve:
        yield serve


@pytest.fixture
def first_serve(fresh):
    with serving(fresh) as serve:
        yield serve


@pytest.fixture(scope="module")
def shop(prepared):
    """One that tests share: whatever they do to it, it is well again after them."""
    with serving(prepared) as serve:
        yield serve().opened()


def test_it_opens_says_where_closes_without_a_trace_and_opens_sooner_the_next_time(first_serve):
    """In nine seconds and in five on an idle machine; a busy one may be in the way of one later start, not of all."""
    first, tree = opened_in(first_serve())
    shop = first_serve()
    later, _ = opened_in(shop, signal.SIGINT)
    assert f"http://127.0.0.1:{shop.port}/" in shop.said()
    assert "Back office" in shop.said()
    assert later < first or any(opened_in(first_serve())[0] < first for _ in range(3))
    assert [command(pid) for pid in tree if alive(pid)] == []


def opened_in(shop, end=signal.SIGTERM):
    """How long it says it took to open, and what processes it had before it was told to end."""
    seconds = float(re.search(r"after ([\d.]+) s", shop.opened().said())[1])
    tree = shop.tree()
    os.killpg(shop.process.pid, end) if end == signal.SIGINT else shop.process.terminate()
    assert shop.ended() == 0
    assert [command(pid) for pid in tree if alive(pid)] == []
    return seconds, tree


def test_a_wish_to_stop_is_heard_while_it_still_starts(first_serve, fresh):
    shop = first_serve()
    shop.until((fresh / "postgres.log").exists, "a start under way")
    tree = shop.tree()
    shop.process.terminate()
    assert shop.ended() == 0
    assert [command(pid) for pid in tree if alive(pid)] == []


def test_the_whole_tree_needs_little_memory(shop):
    shop.until(lambda: shop.part("background_process"), "everything started")
    try:
        used = proportional_set_size(shop.tree())
    except PermissionError as refused:
        pytest.skip(f"this machine doesn't show the memory of processes: {refused}")
    assert used < MEGABYTES


def test_children_die_with_a_killed_supervisor_and_the_next_start_works_at_once(serve):
    shop = serve().opened()
    tree = shop.tree()
    shop.process.kill()
    shop.process.wait()
    await_end(tree)
    shop = serve(port=shop.port).opened()
    assert shop.answers()
    for pid in shop.tree():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shop.process.wait()
    assert serve(port=shop.port).opened().answers(), "also after all of them were killed"


def test_children_die_with_a_supervisor_that_is_killed_while_it_starts(first_serve, fresh):
    shop = first_serve()
    shop.until(lambda: (fresh / "postgres.log").exists() and len(shop.tree()) > 2, "a start under way")
    tree = shop.tree()
    shop.process.kill()
    shop.process.wait()
    await_end(tree)


def test_a_shop_dies_with_the_tests_that_started_it(folder):
    """Whoever ends a run of tests outright leaves no servers behind: not those, and not their children."""
    code = (
        "import sys, time\n"
        "from tests.serving import Serving\n"
        "from tests.servers import free_port\n"
        "shop = Serving(sys.argv[1], free_port())\n"
        "print(*shop.opened().tree(), flush=True)\n"
        "time.sleep(600)"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True,
                           env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    with run.stdout:
        tree = [int(pid) for pid in run.stdout.readline().split()]
    assert len(tree) >= 4
    assert all(alive(pid) for pid in tree)
    run.kill()
    run.wait()
    await_end(tree)


def test_an_http_server_that_dies_is_started_again(shop):
    first = shop.part("http_process")
    os.kill(first, signal.SIGKILL)
    shop.until(lambda: shop.part("http_process") not in {None, first} and shop.answers(), "another http server")
    assert "http ended (killed by SIGKILL); starting it again" in shop.said()


def test_a_postgres_that_dies_is_started_again(shop):
    first = shop.part("bin/postgres")
    os.kill(first, signal.SIGKILL)
    shop.until(lambda: shop.part("bin/postgres") not in {None, first} and shop.answers(), "a shop that is well")
    assert "postgres ended (killed by SIGKILL); starting it again" in shop.said()
    shop.until(lambda: leads(shop), "a server that is known to be alone, also by the new one")


def leads(shop):
    """Whether somebody counts visitors alone, as far as the database knows."""
    with psycopg.connect(running_url(shop.folder / "postgres")) as db:
        return db.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint)"
            " = hashtextextended('store/http without Redis', 0)"
        ).fetchone()


def test_a_second_instance_on_the_same_folder_says_so_and_stops(shop):
    with serving(shop.folder) as serve:
        second = serve()
        assert second.ended() == 3
        assert f"already running on this folder (pid {shop.process.pid})" in second.said()
    assert shop.answers()


def test_a_taken_port_is_said_before_anything_starts(first_serve, fresh):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        shop = first_serve(port=taken.getsockname()[1])
        assert shop.ended() == 4
    assert f"port {shop.port} on 127.0.0.1 can't be used: Address already in use" in shop.said()
    assert not (fresh / "postgres").exists()


def test_an_outside_database_is_used_instead_of_the_embedded_one(first_serve, fresh, database_url):
    shop = first_serve(STORE_DATABASE_URL=database_url).opened()
    assert shop.answers()
    assert shop.part("bin/postgres") is None
    assert not (fresh / "postgres").exists()


def test_a_database_that_cannot_be_reached_is_an_error_not_a_wait_without_end(first_serve):
    shop = first_serve(STORE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert shop.ended(60) == 1
    assert "the shop is not prepared" in shop.said()


def store(folder, *arguments):
    """Another command on the same data folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STORE_")}
    return subprocess.run(
        [sys.executable, "-m", "store.entrypoints.wiring.cli", *arguments],
        env={**clean, "PYTHONPATH": os.pathsep.join(sys.path), "STORE_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_TO_OPEN,
    )


def test_a_command_beside_a_running_shop_uses_its_database(shop):
    ran = store(shop.folder, "verify")
    assert ran.returncode == 0, ran.stderr
    assert shop.answers()


def test_a_command_without_a_running_shop_has_the_database_for_itself(folder):
    assert store(folder, "migrate").returncode == 0
    assert (folder / "postgres").exists()
    assert not (folder / "postgres" / "postmaster.pid").exists(), "and stops it afterwards"


def test_a_second_http_server_that_would_count_for_itself_is_refused(shop):
    with tempfile.TemporaryFile("w+") as log:
        second = servers.store("http", output=log, STORE_DATA_DIR=str(shop.folder), STORE_PORT=str(free_port()))
        assert second.wait(SECONDS_TO_OPEN) == 5
        log.seek(0)
        said = log.read()
    assert "another HTTP server of this shop is running" in said
    assert "STORE_REDIS_URL" in said
    assert shop.answers()


def test_a_second_http_server_serves_the_same_shop(serve, folder, redis_url):
    serve(STORE_REDIS_URL=redis_url).opened()
    port = free_port()
    second = servers.store("http", STORE_DATA_DIR=str(folder), STORE_PORT=str(port), STORE_REDIS_URL=redis_url)
    try:
        await_port(port, second, SECONDS_TO_OPEN)
    finally:
        second.terminate()
        assert second.wait(SECONDS_TO_CLOSE) == 0
