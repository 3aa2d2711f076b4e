"""Whether a process still lives, as the database knows it: by a lock that goes with its connection."""

import secrets
import time
from copy import copy
from threading import Lock
from typing import Any, Final, LiteralString

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict

from store.adapters.drivers.lead import NOTICE_A_DEATH
from store.adapters.drivers.pools import left_behind

_CLASS: Final = 121
"""Locks of two numbers: this one says what the other stands for, a process."""
_LIVES: Final[LiteralString] = f"SELECT NOT pg_try_advisory_xact_lock({_CLASS}, %s)"


class Liveness:
    """A number for this process, which is held as long as the process lives, and not a moment longer.

    Killed, a process loses its connections with its life, and the server notices at once. A connection that is lost in
    any other way takes the number with it, and the next one brings another: what was held under the old number counts
    as a dead man's, so whoever holds something must not rely on this alone (``docs/adr/0121``).
    """

    def __init__(self, url: str, patience: int = 5) -> None:
        """*patience*: seconds for which a database that says nothing is waited for."""
        self._url, self._patience = url, patience
        self._lock = Lock()
        self._db: Connection[Any] | None = None
        self._number = 0
        self._failed: tuple[float, psycopg.Error] | None = None

    def number(self) -> int:
        """This process's number, from 1 to 2**31 - 1.

        :raises psycopg.Error: while the database is away. Who waited for another one's try shares what came of it.
        """
        asked = time.monotonic()
        with self._lock:
            if self._db is None or self._db.closed or left_behind(self._db):
                if self._failed and self._failed[0] > asked:
                    raise copy(self._failed[1])
                try:
                    self._begin()
                except psycopg.Error as away:
                    self._failed = time.monotonic(), away
                    raise
            return self._number

    def close(self) -> None:
        """Be taken for dead."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _begin(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
        db = psycopg.connect(
            self._url, autocommit=True, connect_timeout=self._patience, application_name="store liveness",
            options=f"{conninfo_to_dict(self._url).get('options', '')} {NOTICE_A_DEATH}".strip(),
        )
        try:
            self._number = _taken_by(db)
        except psycopg.Error:
            db.close()
            raise
        self._db = db


def _taken_by(db: Connection[Any]) -> int:
    """A number that nobody else holds, held by *db* from here on."""
    while True:
        number = 1 + secrets.randbelow(2**31 - 1)
        row = db.execute(f"SELECT pg_try_advisory_lock({_CLASS}, %s)", (number,)).fetchone()
        if row and row[0]:
            return number


def lives(number: int, db: Connection[Any]) -> bool:
    """Whether the process of this *number* lives, asked in a transaction of somebody else's connection."""
    row = db.execute(_LIVES, (number,)).fetchone()
    return bool(row and row[0])
