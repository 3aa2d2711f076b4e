"""A log with signed checkpoints over it, and a hand that may do anything in the database."""

from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store.adapters.audit.verifier import Verifier
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.notary import Notary
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.rows import link
from store.adapters.drivers.pools import pool
from tests.adapters.eventlog.facts import HATS, MUGS, PENS, facts
from tests.harness.world import StillClock

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Archive:
    """A log of three streams under two checkpoints and a bit, and what looks after it."""

    def __init__(self, connections, url, folder):
        self.connections = connections
        self.url, self.clock, self.files = url, StillClock(NOON), CheckpointFiles(folder)
        self.key = Ed25519PrivateKey.generate()
        self.log = PostgresLog(connections)
        self.notary = Notary(connections, self.key, self.files, self.clock)
        self.verifier = Verifier(url, self.files, self.key.public_key(), {"test/happened-1": "thing"})

    def write(self, stream, *versions):
        """Facts of one stream that follow what stands there."""
        before = self.log.select_events(stream)
        self.log.insert_events(facts(stream, *versions, head=before[-1].hash if before else b""))

    def verify(self, since=None):
        return self.verifier.verify(since)[0]

    def finding(self):
        """The one thing that is wrong: what, with which version of which stream, where."""
        found = self.verify()
        assert len(found.faults) == 1, found.faults
        fault = found.faults[0]
        return fault.kind, fault.stream, fault.version, fault.position

    def place(self, stream, version):
        """Where a fact stands, as faults name it."""
        row = self.log.select_events(stream, gt=version - 1, lte=version)[0]
        return stream, version, f"1-{row.id}"

    @contextmanager
    def by_hand(self):
        """What an owner of the database can do: triggers don't hold them."""
        with psycopg.connect(self.url) as db:
            db.execute("SET session_replication_role = replica")
            yield db

    def sql(self, statement, *values):
        with self.by_hand() as db:
            db.execute(statement, values)

    def forge(self, stream, version, state):
        """Change a fact and compute the chain of its stream anew, so that it fits again."""
        with self.by_hand() as db:
            db.execute(
                "UPDATE log.events SET state = %s WHERE stream = %s AND version = %s", (state, stream, version)
            )
            head = b""
            rows = db.execute(
                "SELECT version, tag, state, metadata FROM log.events WHERE stream = %s ORDER BY version", (stream,)
            ).fetchall()
            for number, tag, body, metadata in rows:
                head = link(head, stream, number, tag, body.encode(), metadata.encode())
                db.execute(
                    "UPDATE log.events SET hash = %s WHERE stream = %s AND version = %s", (head, stream, number)
                )


@pytest.fixture
def archive(migrated_url, tmp_path):
    with pool(migrated_url, 4) as connections:
        it = Archive(connections, migrated_url, tmp_path / "outside")
        it.write(MUGS, 1, 2, 3)
        it.write(HATS, 1, 2)
        it.notary.sign(at_once=True)
        it.write(MUGS, 4, 5)
        it.write(PENS, 1, 2, 3)
        it.notary.sign(at_once=True)
        it.write(HATS, 3, 4)
        yield it
