"""The stock room, put together over Postgres."""

from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.inventory.stock_list import StockList
from projections.inventory.whereabouts import PostgresWhereabouts
from store.adapters.audit.tape import Overheard
from store.adapters.inventory.attention_set import SetAttention
from store.application.inventory.answers import InventoryAnswers
from store.application.inventory.handlers import InventoryHandlers
from store.application.inventory.locations import LocationHandlers
from store.application.inventory.ports import Attention
from store.application.processes.true_owners import TrueOwners
from store.application.shared.ports import AsyncJournal, Clock


def overheard_attention(low_at: int) -> Overheard:
    """When few are few, where it can be overheard: a wish that is carried out again needs to know it."""
    return Overheard("attention", SetAttention(low_at))


def postgres_stock(
    pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]], low_at: int,
    journal: AsyncJournal, heard: Attention, clock: Clock,
) -> list[Any]:
    """All handlers, and the lists. *heard* is the attention of commands, where it can be overheard."""
    owners, whereabouts = TrueOwners(), PostgresWhereabouts(pool, async_pool)
    return [
        InventoryHandlers(clock, heard, owners), InventoryAnswers(journal, heard, clock, owners),
        LocationHandlers(clock, whereabouts), whereabouts, StockList(async_pool, low_at),
    ]
