"""What answers questions about the past, put together over each kind of log."""

from collections.abc import Iterable
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.audit.activity import ActivityList
from projections.audit.chains import Chains
from projections.audit.fact_index import FactIndex
from projections.audit.fact_search import PostgresFactSearch
from projections.audit.fact_search_memory import MemoryFactSearch
from projections.audit.follow_ups import NoFollowUps, PostgresFollowUps
from projections.audit.names import MemoryNames, PostgresNames
from projections.audit.teller import Teller
from projections.audit.timeline import Timeline
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.reading import MemoryFacts, PastLog, PostgresFacts
from store.adapters.drivers.threads import at_once, in_thread
from store.application.audit.searching import ExportHandlers
from store.application.processes.looking_back import LookingBack
from store.application.shared.ports import Clock, Ids
from store.entrypoints.wiring.register import EVENTS, KINDS


def postgres_past(
    pool: AsyncConnectionPool[AsyncConnection[Any]], log: PostgresLog, codec: EventCodec, clock: Clock, ids: Ids,
    media: str,
) -> list[object]:
    """Over the table."""
    facts, search = PostgresFacts(pool, log), PostgresFactSearch(pool)
    teller = Teller(codec, KINDS, PostgresNames(pool))
    return [
        Timeline(facts, teller, in_thread), ActivityList(facts, search, teller),
        Chains(facts, search, teller, PostgresFollowUps(pool)), ExportHandlers(clock, ids),
        LookingBack(PastLog(facts, codec), media),
    ]


def memory_past(log: MemoryLog, codec: EventCodec, clock: Clock, ids: Ids, media: str) -> list[object]:
    """Over a log in memory."""
    facts, search = MemoryFacts(log), MemoryFactSearch(log, codec, KINDS)
    teller = Teller(codec, KINDS, MemoryNames(log, codec))
    return [
        Timeline(facts, teller, at_once), ActivityList(facts, search, teller),
        Chains(facts, search, teller, NoFollowUps()), ExportHandlers(clock, ids),
        LookingBack(PastLog(facts, codec), media),
    ]


def fact_index() -> FactIndex:
    """What facts are found by."""
    return FactIndex(EVENTS, KINDS)


def joined(*some: Iterable[object]) -> list[object]:
    """Handlers that were put together apart."""
    return [handler for its in some for handler in its]
