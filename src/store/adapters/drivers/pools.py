"""Connections to Postgres, kept open and handed out."""

import select
from typing import Any, Final

from psycopg import AsyncConnection, Connection, OperationalError
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool, ConnectionPool

WAIT = 10.0
PROJECTING = 4
"""Connections of one projector; pages that only resume one open none before."""
_RECONNECT = 4.0
"""Seconds of trying that one lost connection causes; the pauses between grow, and whoever asks next starts anew."""
_LONGEST_PAUSE = "30s"
"""A transaction that is open and idle holds every reader of the log back; longer than this the server ends it."""
PLANNED_ONCE: Final = "-c plan_cache_mode=force_generic_plan"
"""Commands and read models look things up by their keys: planning that anew took longer than doing it, most of it over
the partitions of the log (``docs/adr/0103``). Coroutines ask with conditions that may or may not be there, and plan;
what they read of the log they ask by its keys, too."""


def with_options(url: str, more: str) -> str:
    """The options of the address, in whose role it connects among them, and *more*: what a connection is told itself
    would stand in their place.
    """
    return f"{more} {conninfo_to_dict(url).get('options', '')}".strip()


def _ours(url: str, more: str = "") -> dict[str, Any]:
    return {
        "autocommit": True,
        "options": with_options(url, f"-c idle_in_transaction_session_timeout={_LONGEST_PAUSE} {more}"),
    }


def pool(url: str, most: int, *, least: int = 1) -> ConnectionPool[Connection[Any]]:
    """Connections for threads. Each statement is its own transaction unless one is opened."""

    def check(db: Connection[Any]) -> None:
        if left_behind(db):
            connections.drain()
            raise OperationalError("the server closed this connection")

    connections = ConnectionPool(
        url, min_size=least, max_size=most, timeout=WAIT, reconnect_timeout=_RECONNECT, open=True,
        kwargs=_ours(url, PLANNED_ONCE) | {"prepare_threshold": 0}, check=check,
    )
    return connections


def async_pool(url: str, most: int = 8) -> AsyncConnectionPool[AsyncConnection[Any]]:
    """Connections for coroutines; to be opened in the loop that uses them."""

    async def check(db: AsyncConnection[Any]) -> None:
        if left_behind(db):
            await connections.drain()
            raise OperationalError("the server closed this connection")

    connections = AsyncConnectionPool(
        url, min_size=1, max_size=most, timeout=WAIT, reconnect_timeout=_RECONNECT, open=False,
        kwargs=_ours(url), check=check,
    )
    return connections


class lent:  # noqa: N801 - it is used as a function
    """A connection of *pool* for statements that are transactions of their own; nothing is committed at the end.

    The pool's own ``connection()`` ends a transaction that never was and counts for how long it was lent: twice the
    time. One in whose hands a statement failed is looked at by the pool as it comes back.
    """

    __slots__ = ("_db", "_pool")

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def __enter__(self) -> Connection[Any]:
        self._db = self._pool.getconn()
        return self._db

    def __exit__(self, *_: object) -> None:
        self._pool.putconn(self._db)


def left_behind(db: Connection[Any] | AsyncConnection[Any]) -> bool:
    """Whether the server went away while the connection lay in its pool, and all the others' with it, most likely.

    A server that nobody asks says nothing; one that ends says so, and closes. To look whether there is something to
    be read takes a microsecond, to ask the server takes as long as many a query.
    """
    ears = select.poll()
    ears.register(db.fileno(), select.POLLIN)
    return bool(ears.poll(0))
