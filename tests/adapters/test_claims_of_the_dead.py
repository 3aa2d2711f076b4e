"""What a killed process held is another's at once, and nobody ever carries out what somebody else has taken over."""

import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from threading import Event

import psycopg
import pytest

from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.idempotency_postgres import PostgresIdempotency
from store.adapters.drivers.liveness import Liveness
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.shared.errors import InFlight
from store.application.shared.ports import Recalled
from tests import servers
from tests.adapters.eventlog.facts import MUGS, facts
from tests.adapters.test_idempotency import ANSWER, HALFWAY, LEASE, NOON, ONCE, OTHER_ANSWER
from tests.harness.world import StillClock

pytestmark = [
    pytest.mark.requirement("R3.3"),
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
]
DIES = """
import sys, time
from tests.adapters.test_claims_of_the_dead import Process
process = Process(sys.argv[1])
process.claims()
print("claimed", flush=True)
time.sleep(60)
"""


class Process:
    """A process that answers requests, as far as it remembers them."""

    def __init__(self, url, keys=None):
        self.connections, self.liveness = pool(url, 2), Liveness(url)
        self.requests = PostgresIdempotency(
            self.connections, Vault(keys or MemoryKeys()), StillClock(NOON), b"k" * 32, self.liveness
        )
        self.log = PostgresLog(self.connections)

    def claims(self):
        return self.requests.claim(ONCE, NOON, LEASE)

    def appends(self, answer):
        return self.log.insert_events(facts(MUGS, 1), along=(self.requests.remember(answer),))

    def dies(self):
        self.liveness.close()
        self.connections.close()


@pytest.fixture
def processes(app_url):
    with ExitStack() as held:
        keys = MemoryKeys()
        found = [Process(app_url, keys) for _ in range(2)]
        for each in found:
            held.callback(each.dies)
        yield found


def test_what_the_living_hold_is_theirs(processes):
    first, second = processes
    assert first.claims() is None
    for asked in (first, second, second):
        with pytest.raises(InFlight, match="Ask again in a second"):
            asked.claims()


def test_what_the_dead_held_is_taken_over_at_once_with_all_that_was_reached(processes):
    first, second = processes
    first.claims()
    first.appends(HALFWAY)
    first.dies()
    assert second.claims() == Recalled(HALFWAY.body, final=False)
    with pytest.raises(InFlight):
        processes[1].claims()


def test_a_process_killed_for_real_is_dead_within_a_second_or_two(processes, app_url):
    victim = servers.tied("-c", DIES, app_url, output=subprocess.PIPE)
    try:
        assert victim.stdout.readline() == b"claimed\n"
        with pytest.raises(InFlight):
            processes[0].claims()
        victim.kill()
        deadline, pause = time.monotonic() + 5, Event()
        while True:
            try:
                assert processes[0].claims() is None
                break
            except InFlight:
                assert time.monotonic() < deadline, "still taken for alive"
                pause.wait(0.02)
    finally:
        victim.kill()
        victim.wait()
        victim.stdout.close()


def test_who_was_only_taken_for_dead_appends_nothing(processes, migrated_url):
    """Its connection was cut, not its life: it finds out when it writes, and nothing of what it writes stays."""
    first, second = processes
    first.claims()
    with psycopg.connect(migrated_url, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'store liveness'"
            " AND datname = current_database()"
        )
    assert second.claims() is None
    with pytest.raises(InFlight):
        first.appends(OTHER_ANSWER)
    assert first.log.max_notification_id() is None
    second.appends(ANSWER)
    assert second.claims() == first.claims() == Recalled(ANSWER.body, final=True)


def test_a_process_that_lost_its_connection_holds_what_it_claims_from_then_on(processes, migrated_url):
    first, second = processes
    before = first.liveness.number()
    with psycopg.connect(migrated_url, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'store liveness'"
            " AND datname = current_database()"
        )
    first.claims()
    assert first.liveness.number() != before
    with pytest.raises(InFlight):
        second.claims()


def test_while_the_database_says_nothing_all_who_ask_wait_together_and_not_one_after_the_other():
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, ThreadPoolExecutor(4) as threads:
        liveness = Liveness(f"postgresql://store@127.0.0.1:{silent.getsockname()[1]}/store", patience=2)
        began = time.monotonic()
        for asked in [threads.submit(liveness.number) for _ in range(4)]:
            with pytest.raises(psycopg.OperationalError):
                asked.result()
        assert time.monotonic() - began < 2 * 2


def test_what_an_older_version_holds_waits_for_its_lease(processes, migrated_url):
    first, second = processes
    first.claims()
    with psycopg.connect(migrated_url, autocommit=True) as administrator:
        administrator.execute("UPDATE work.idempotency SET claim = 0")
    first.dies()
    with pytest.raises(InFlight):
        second.claims()
