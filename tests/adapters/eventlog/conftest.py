"""The log in memory and the log in Postgres: whatever is promised, both must keep."""

import pytest

from store.adapters.drivers.eventlog.along import Along
from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.sending import AtOnce, PipelinedLog
from store.adapters.drivers.pools import pool
from store.adapters.drivers.roles import DatabaseRole, as_role


@pytest.fixture
def connections(migrated_url):
    """Connections to a migrated, empty database, as whoever owns the log."""
    with pool(as_role(migrated_url, DatabaseRole.OWNER), 8) as connections:
        yield connections


@pytest.fixture
def postgres_log(app_url):
    """The log as pages and workers have it: what they may not do, it can't need."""
    with pool(app_url, 8) as connections:
        yield PostgresLog(connections)


@pytest.fixture(params=["memory", "postgres"])
def log(request):
    """A log without a single fact."""
    return MemoryLog() if request.param == "memory" else request.getfixturevalue("postgres_log")


@pytest.fixture
def sender(log, request):
    """What carries batches to that log."""
    return AtOnce(log) if isinstance(log, MemoryLog) else PipelinedLog(request.getfixturevalue("pipeline"))


@pytest.fixture
def group(sender):
    """Appends that share commits."""
    return GroupCommit(sender)


@pytest.fixture(params=["one by one", "together"])
def appender(log, request):
    """A way into that log."""
    return OneByOne(log) if request.param == "one by one" else request.getfixturevalue("group")


@pytest.fixture
def beside(log, request):
    """How to write a number beside an append, and what was written; nothing can be written for 0."""
    if isinstance(log, MemoryLog):
        done = []
        return (lambda number: lambda: done.append(10 // number)), lambda: done
    connections = request.getfixturevalue("connections")
    with connections.connection() as db:
        db.execute("CREATE TABLE work.beside (number int)")
    statement = "INSERT INTO work.beside SELECT 10 / number FROM unnest(%(number)s::int[]) AS given (number)"

    def written():
        with connections.connection() as db:
            return [number for (number,) in db.execute("SELECT number FROM work.beside")]

    return (lambda number: Along(statement, {"number": number})), written


@pytest.fixture
def nobody_looks_by_itself(monkeypatch):
    """Whoever is to wake up must be woken."""
    monkeypatch.setattr("store.adapters.drivers.eventlog.group_commit._LOOK_AGAIN", 60)
