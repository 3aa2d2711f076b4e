"""Noticing cheaply that the log has grown."""

from typing import Any, Final, LiteralString

import psycopg
from psycopg import Connection

_NEWEST: Final[LiteralString] = (
    "SELECT coalesce(max(position), 0) FROM log.events WHERE position < log.horizon()"
)


class LogWatch:
    """One prepared statement on a connection of its own: asked forty times a second, a pool would ask twice."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._db: Connection[Any] | None = None

    def newest(self) -> int:
        """The position of the newest fact below the horizon; 0 where there is none.

        :raises psycopg.OperationalError: while the database is away; the next call connects anew.
        """
        try:
            row = self._connection().execute(_NEWEST, prepare=True).fetchone()
        except psycopg.Error:
            self.close()
            raise
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Let go of the connection."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _connection(self) -> Connection[Any]:
        if self._db is None:
            self._db = psycopg.connect(self._url, autocommit=True, connect_timeout=5, application_name="store watch")
        return self._db
