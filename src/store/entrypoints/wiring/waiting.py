"""Who waits for goods, put together over either kind of shop."""

from functools import partial
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.vault import Vault
from store.adapters.identity.blind_index import BlindIndex, spelled
from store.adapters.notifications.waiting_memory import MemoryWaiting
from store.adapters.notifications.waiting_postgres import PostgresWaiting

PURPOSE: Final = "waits for goods"
"""It goes into the digests, and is never to be renamed."""


def address_digest(index: BlindIndex, email: str) -> bytes:
    """By what an address that waits is found, however it is spelled."""
    return index.of(PURPOSE, spelled(email))


def postgres_waiting(pool: ConnectionPool[Connection[Any]], index: BlindIndex, vault: Vault) -> PostgresWaiting:
    """Over the table."""
    return PostgresWaiting(pool, partial(address_digest, index), vault)


def memory_waiting() -> MemoryWaiting:
    """Its twin."""
    return MemoryWaiting(spelled)
