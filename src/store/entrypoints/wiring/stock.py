"""The stock room, put together over Postgres."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.inventory.stock_list import StockList
from store.adapters.audit.tape import Overheard
from store.adapters.inventory.attention_set import SetAttention
from store.application.inventory.handlers import InventoryAnswers, InventoryHandlers
from store.application.inventory.ports import Attention
from store.application.processes.true_owners import TrueOwners
from store.application.shared.ports import AsyncJournal, Clock


def overheard_attention(low_at: int) -> Overheard:
    """When few are few, where it can be overheard: a wish that is carried out again needs to know it."""
    return Overheard("attention", SetAttention(low_at))


def postgres_stock(
    pool: AsyncConnectionPool[AsyncConnection[Any]], low_at: int, journal: AsyncJournal, heard: Attention, clock: Clock
) -> list[Any]:
    """All handlers, and the list. *heard* is the attention of commands, where it can be overheard."""
    owners = TrueOwners()
    return [
        InventoryHandlers(clock, heard, owners), InventoryAnswers(journal, heard, clock, owners),
        StockList(pool, low_at),
    ]
