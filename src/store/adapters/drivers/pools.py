"""Connections to Postgres, kept open and handed out."""

import ctypes
import select
from threading import local
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


class _Ear(ctypes.Structure):
    """What ``poll`` is asked about (POSIX ``struct pollfd``)."""

    _fields_: Final = [("socket", ctypes.c_int), ("wanted", ctypes.c_short), ("heard", ctypes.c_short)]  # type: ignore[misc]  # as ctypes wants it


class _Ears(local):
    """One for each thread."""

    def __init__(self) -> None:
        self.ear = _Ear(0, select.POLLIN, 0)


_ears: Final = _Ears()
# So that the interpreter's lock stays: `select` lets go of it, which wakes a thread that waits for it, for nothing.
_poll: Final = ctypes.PyDLL(None).poll


class WarmPool(ConnectionPool[Connection[Any]]):
    """Gives out the connection that came back last.

    The library takes all in turn. What a server process knows of tables and plans is then out of the processor's caches
    each time it is asked: eight in turn cost Postgres half as much again as one (``docs/adr/0281``).
    """

    def _get_ready_connection(self, timeout: float | None) -> Connection[Any] | None:
        self._pool.rotate(1)  # the library takes the first, and puts back behind the last; its lock is held
        return super()._get_ready_connection(timeout)


class WarmAsyncPool(AsyncConnectionPool[AsyncConnection[Any]]):
    """The same for coroutines."""

    async def _get_ready_connection(
        self, timeout: float | None,  # noqa: ASYNC109 - the library's way
    ) -> AsyncConnection[Any] | None:
        self._pool.rotate(1)
        return await super()._get_ready_connection(timeout)


def pool(url: str, most: int, *, least: int = 1) -> ConnectionPool[Connection[Any]]:
    """Connections for threads. Each statement is its own transaction unless one is opened."""

    def check(db: Connection[Any]) -> None:
        if left_behind(db):
            connections.drain()
            raise OperationalError("the server closed this connection")

    connections = WarmPool(
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

    connections = WarmAsyncPool(
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
    ear = _ears.ear
    ear.socket = db.fileno()
    return bool(_poll(ctypes.byref(ear), 1, 0))
