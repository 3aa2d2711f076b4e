"""Statements that leave over one connection one behind the other, before those ahead of them are answered.

The server begins each as soon as it is done with the one before, and doesn't rest until whoever asked has been told and
comes with the next (``docs/adr/0287``). For threads: what coroutines have is :mod:`store.adapters.drivers.line`.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.statement import statement_of
from store.adapters.drivers.wire import Sent, Wire


class Pipeline:
    """One connection of *pool*, kept until it is lost or this is closed. Each statement is its own transaction."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool: Final = pool
        self._lock = Lock()
        self._wire: Wire | None = None

    def line_up(self, text: LiteralString, values: Mapping[str, Any]) -> Sent:
        """Have the statement *text* carried out after all that was sent before. Its answer must be asked for.

        :raises psycopg.OperationalError: while the database is away.
        """
        statement = statement_of(text)
        types, bound = statement.types(values), statement.bind(values)
        with self._lock:
            while True:
                if self._wire is None:
                    self._wire = Wire(self._pool)
                sent = self._wire.send(statement, types, bound)
                if sent:
                    return sent
                self._wire = None

    def close(self) -> None:
        """Give the connection back; of what is under way nobody will know what became of it."""
        with self._lock:
            if self._wire is not None:
                self._wire.close()
            self._wire = None
