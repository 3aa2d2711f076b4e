"""The log in memory and the log in Postgres: whatever is promised, both must keep."""

import pytest

from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.pools import pool


@pytest.fixture
def connections(migrated_url):
    """Connections to a migrated, empty database."""
    with pool(migrated_url, 8) as connections:
        yield connections


@pytest.fixture
def postgres_log(connections):
    return PostgresLog(connections)


@pytest.fixture(params=["memory", "postgres"])
def log(request):
    """A log without a single fact."""
    return MemoryLog() if request.param == "memory" else request.getfixturevalue("postgres_log")
