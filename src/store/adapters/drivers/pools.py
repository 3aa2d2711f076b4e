"""Connections to Postgres, kept open and handed out."""

from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

WAIT = 10.0


def pool(url: str, most: int) -> ConnectionPool[Connection[Any]]:
    """Connections for threads. Each statement is its own transaction unless one is opened."""
    return ConnectionPool(
        url, min_size=1, max_size=most, timeout=WAIT, open=True, kwargs={"autocommit": True},
        check=ConnectionPool.check_connection,
    )


def async_pool(url: str, most: int = 8) -> AsyncConnectionPool[AsyncConnection[Any]]:
    """Connections for coroutines; to be opened in the loop that uses them."""
    return AsyncConnectionPool(
        url, min_size=1, max_size=most, timeout=WAIT, open=False, kwargs={"autocommit": True},
        check=AsyncConnectionPool.check_connection,
    )
