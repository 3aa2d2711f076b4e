"""One leader among several processes, by an advisory lock of Postgres."""

from typing import Any

import psycopg
from psycopg import Connection

from store.adapters.drivers.pools import left_behind, with_options

NOTICE_A_DEATH = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
"""A machine that is cut off says nothing: half a minute later its lead is another one's."""


class PostgresLead:
    """Leads for as long as its connection lives: a leader that dies is followed by another within seconds."""

    def __init__(self, url: str, what: str) -> None:
        self._url, self._what = url, what
        self._db: Connection[Any] | None = None

    @property
    def is_sure(self) -> bool:
        """Whether we lead for all that can be known without asking anybody."""
        return self._db is not None and not left_behind(self._db)

    def held(self) -> bool:
        """Whether we lead, or do so from now on.

        :raises psycopg.OperationalError: while the database is away.
        """
        try:
            if self._db is not None:
                if not self.is_sure:
                    self._db.execute("SELECT 1")
                return True
            db = psycopg.connect(
                self._url, autocommit=True, connect_timeout=5, application_name="store lead",
                options=with_options(self._url, NOTICE_A_DEATH),
            )
            row = db.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (self._what,)).fetchone()
        except psycopg.Error:
            self.close()
            raise
        if row and row[0]:
            self._db = db
        else:
            db.close()
        return self._db is not None

    def close(self) -> None:
        """Let another one lead."""
        if self._db is not None:
            self._db.close()
            self._db = None
