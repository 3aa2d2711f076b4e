"""Noticing cheaply that the log has grown."""

from typing import Any, Final, LiteralString

import psycopg
from psycopg import Connection

from store.adapters.drivers.prepared import ask

_HORIZON: Final[LiteralString] = "SELECT log.horizon()"
_NEWEST: Final[LiteralString] = (
    "SELECT coalesce(max(position), 0) FROM log.events WHERE position < %(horizon)s::bigint"
)


class LogWatch:
    """On a connection of its own, and asked twenty times a second.

    Where the horizon stands is known without a look at the log. As long as it stands still, so does all below it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._db: Connection[Any] | None = None
        self._horizon = -1
        self._newest = 0

    def newest(self) -> int:
        """The position of the newest fact below the horizon; 0 where there is none.

        :raises psycopg.OperationalError: while the database is away; the next call connects anew.
        """
        try:
            horizon = self._asked(_HORIZON, {})
            if horizon != self._horizon:
                self._newest = self._asked(_NEWEST, {"horizon": horizon})
                self._horizon = horizon
        except psycopg.Error:
            self.close()
            raise
        return self._newest

    def close(self) -> None:
        """Let go of the connection."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _asked(self, statement: LiteralString, values: dict[str, int]) -> int:
        if self._db is None:
            self._db = psycopg.connect(self._url, autocommit=True, connect_timeout=5, application_name="store watch")
        [[answer]] = ask(self._db, statement, values)
        return int(answer or 0)
