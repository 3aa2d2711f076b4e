"""Connections to Postgres, kept open and handed out."""

import select
from typing import Any

from psycopg import AsyncConnection, Connection, OperationalError
from psycopg_pool import AsyncConnectionPool, ConnectionPool

WAIT = 10.0


def pool(url: str, most: int) -> ConnectionPool[Connection[Any]]:
    """Connections for threads. Each statement is its own transaction unless one is opened."""
    return ConnectionPool(
        url, min_size=1, max_size=most, timeout=WAIT, open=True, kwargs={"autocommit": True}, check=expect_silence,
    )


def async_pool(url: str, most: int = 8) -> AsyncConnectionPool[AsyncConnection[Any]]:
    """Connections for coroutines; to be opened in the loop that uses them."""

    async def check(db: AsyncConnection[Any]) -> None:
        expect_silence(db)

    return AsyncConnectionPool(
        url, min_size=1, max_size=most, timeout=WAIT, open=False, kwargs={"autocommit": True}, check=check,
    )


def expect_silence(db: Connection[Any] | AsyncConnection[Any]) -> None:
    """Refuse a connection whose server went away while it lay in the pool.

    A server that nobody asks says nothing; one that ends says so, and closes. To look whether there is something to
    be read takes a microsecond, to ask the server takes as long as many a query.

    :raises OperationalError: so that the pool takes another one.
    """
    ears = select.poll()
    ears.register(db.fileno(), select.POLLIN)
    if ears.poll(0):
        db.pgconn.finish()  # or the pool, which asks libpq, would keep it as sound
        raise OperationalError("the server closed this connection")
