"""What answers questions about the past, put together over each kind of log."""

from collections.abc import Iterable
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.audit.activity import ActivityList
from projections.audit.chains import Chains
from projections.audit.follow_ups import NoFollowUps, PostgresFollowUps
from projections.audit.names import MemoryNames, PostgresNames
from projections.audit.teller import Teller
from projections.audit.timeline import Timeline
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.reading import MemoryFacts, PostgresFacts
from store.adapters.drivers.threads import at_once, in_thread
from store.entrypoints.wiring.register import KINDS


def postgres_past(
    pool: AsyncConnectionPool[AsyncConnection[Any]], log: PostgresLog, codec: EventCodec
) -> list[object]:
    """Over the table."""
    facts, teller = PostgresFacts(pool, log), Teller(codec, KINDS, PostgresNames(pool))
    return [
        Timeline(facts, teller, in_thread), ActivityList(log, facts, teller, in_thread),
        Chains(facts, teller, PostgresFollowUps(pool)),
    ]


def memory_past(log: MemoryLog, codec: EventCodec) -> list[object]:
    """Over a log in memory."""
    facts, teller = MemoryFacts(log), Teller(codec, KINDS, MemoryNames(log, codec))
    return [
        Timeline(facts, teller, at_once), ActivityList(log, facts, teller, at_once),
        Chains(facts, teller, NoFollowUps()),
    ]


def joined(*some: Iterable[object]) -> list[object]:
    """Handlers that were put together apart."""
    return [handler for its in some for handler in its]
