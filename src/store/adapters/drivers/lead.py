"""One leader among several processes, by an advisory lock of Postgres."""

from time import monotonic
from typing import Any, Final

import psycopg
from psycopg import Connection

from store.adapters.drivers.pools import left_behind, with_options

NOTICE_A_DEATH = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
"""A machine that is cut off says nothing: half a minute later its lead is another one's."""
OUR_END: Final[dict[str, Any]] = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
"""And half a minute later whoever is cut off knows. For a connection over which little is said."""
TRUSTED: Final = 10.0
"""Seconds for which a connection is believed to stand that says nothing else: one over which something stands between
us and the server says nothing though the server let go.
"""


class PostgresLead:
    """Leads for as long as its connection lives: a leader that dies is followed by another within seconds."""

    def __init__(self, url: str, what: str, trusted: float = TRUSTED) -> None:
        self._url, self._what, self._trusted = url, what, trusted
        self._db: Connection[Any] | None = None
        self._asked = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether we lead for all that can be known without asking anybody, and the server said so lately."""
        return self._db is not None and monotonic() - self._asked < self._trusted and not left_behind(self._db)

    def held(self) -> bool:
        """Whether we lead, or do so from now on.

        :raises psycopg.OperationalError: while the database is away.
        """
        try:
            if self._db is not None:
                if not self.is_sure:
                    self._db.execute("SELECT 1")
                    self._asked = monotonic()
                return True
            db = psycopg.connect(
                self._url, autocommit=True, connect_timeout=5, application_name="store lead",
                options=with_options(self._url, NOTICE_A_DEATH), **OUR_END,
            )
            row = db.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (self._what,)).fetchone()
        except psycopg.Error:
            self.close()
            raise
        if row and row[0]:
            self._db, self._asked = db, monotonic()
        else:
            db.close()
        return self._db is not None

    def close(self) -> None:
        """Let another one lead."""
        if self._db is not None:
            self._db.close()
            self._db = None
