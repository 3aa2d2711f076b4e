"""That somebody does something in the shop, told to whoever works in the background: on a channel of Postgres."""

import os
import select
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, Final, LiteralString

import psycopg
from psycopg import Connection
from psycopg.pq.abc import PGconn
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from store.adapters.drivers.lead import OUR_END
from store.adapters.drivers.prepared import ask

_SAY: Final[LiteralString] = "SELECT pg_notify('store_stirring', '')"
_LISTEN: Final[LiteralString] = "LISTEN store_stirring"
SELDOM: Final = 1.0
"""Seconds between two words of a process. Who hears one looks often for longer than that."""

MOMENT: Final = 0.025
"""Seconds until it is said."""
_WORD, _LAST = True, False
LAST_WORD: Final = 1.0
"""Seconds for which a process that ends waits for it to be heard."""


class Stirring:
    """Says that something was done, if it didn't just say so: a shop that is busy pays one statement a second.

    A thread of its own says it, and a moment later: whoever did it has an answer to give, and whoever hears it would
    take the cores from them.
    """

    def __init__(self, pool: ConnectionPool[Connection[Any]], now: Callable[[], float] = monotonic) -> None:
        self._pool, self._now = pool, now
        self._said = -SELDOM
        self._words: SimpleQueue[bool] = SimpleQueue()
        self._mouth = Thread(target=self._speak, name="stirring", daemon=True)
        self._beginning = Lock()

    def __call__(self) -> None:
        """It was done. Where nobody can be told, they look by themselves, some seconds later."""
        now = self._now()
        if now - self._said < SELDOM:
            return
        self._said = now
        if self._words.empty():
            self._words.put(_WORD)
        with self._beginning:
            if self._mouth.ident is None:
                self._mouth.start()

    def close(self) -> None:
        """Say the last word, if the database hears it within a second, and nothing any more."""
        self._words.put(_LAST)
        if self._mouth.ident is not None:
            self._mouth.join(LAST_WORD)

    def _speak(self) -> None:
        while self._words.get():
            sleep(MOMENT)
            with suppress(psycopg.Error, PoolTimeout, PoolClosed), self._pool.connection(SELDOM) as db:
                ask(db, _SAY, {})


class Ear:
    """Hears it, on a connection of its own: between two words neither this process nor the server has to wake up."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._db: Connection[Any] | None = None
        self._over, self._end = os.pipe()

    def hear(self) -> bool:
        """Wait until something was said, and on a new connection for nothing: it may have been said before.

        False once it is over.

        :raises psycopg.OperationalError: while the database is away; the next call connects anew.
        """
        try:
            if self._db is None:
                self._db = self._listening()
                return True
            return self._heard(self._db)
        except psycopg.Error:
            self._leave()
            raise

    def stop(self) -> None:
        """Wait no longer. To be called from another thread."""
        os.write(self._end, b".")

    def close(self) -> None:
        """Let go of the connection, after the last word was heard."""
        self._leave()
        os.close(self._over)
        os.close(self._end)

    def _heard(self, db: Connection[Any]) -> bool:
        poll = select.poll()
        poll.register(db.fileno(), select.POLLIN)
        poll.register(self._over, select.POLLIN)
        while not self._said(db.pgconn):
            if any(which == self._over for which, _ in poll.poll()):
                return False
            db.pgconn.consume_input()
        return True

    @staticmethod
    def _said(pg: PGconn) -> bool:
        """Whether anything was said; all of it is one word."""
        words = 0
        while pg.notifies():
            words += 1
        return words > 0

    def _listening(self) -> Connection[Any]:
        db = psycopg.connect(
            self._url, autocommit=True, connect_timeout=5, application_name="store ear",
            **OUR_END,
        )
        db.execute(_LISTEN)
        return db

    def _leave(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
