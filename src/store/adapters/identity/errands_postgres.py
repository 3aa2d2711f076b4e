"""Browsers on their way to providers, in Postgres: each row is taken by the one statement that deletes it."""

from datetime import datetime
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.identity.errand_secrets import Sealed, is_state_of, kept, new_secret, state_of
from store.application.identity.elsewhere import ERRAND, Introduction, Sent

_PUT: Final = "INSERT INTO work.login_errands (digest, sealed, expires_at) VALUES (%s, %s, %s)"
_TAKE: Final = "DELETE FROM work.login_errands WHERE digest = %s AND expires_at > %s RETURNING sealed"
_LOOK: Final = "SELECT sealed FROM work.login_errands WHERE digest = %s AND expires_at > %s"


class PostgresErrands:
    """An :class:`~store.application.identity.elsewhere.Errands` on ``work.login_errands``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], sealed: Sealed) -> None:
        self._pool, self._sealed = pool, sealed

    def begin(self, sent: Sent, now: datetime) -> str:
        """What the browser has to hold."""
        secret = new_secret()
        self._put(state_of(secret), sent, now)
        return secret

    def take(self, secret: str, state: str, now: datetime) -> Sent | None:
        """What it was sent for, once. With another browser's state nothing is looked up, and nothing used up."""
        if not is_state_of(secret, state):
            return None
        with self._pool.connection() as db:
            row = db.execute(_TAKE, (kept(state), now)).fetchone()
        return self._sealed.sent(bytes(row[0]), kept(state)) if row else None

    def keep(self, introduction: Introduction, now: datetime) -> str:
        """What their browser has to hold."""
        ticket = new_secret()
        self._put(ticket, introduction, now)
        return ticket

    def look(self, ticket: str, now: datetime) -> Introduction | None:
        """Who that was."""
        with self._pool.connection() as db:
            row = db.execute(_LOOK, (kept(ticket), now)).fetchone()
        return self._sealed.introduction(bytes(row[0]), kept(ticket)) if row else None

    def recall(self, ticket: str, now: datetime) -> Introduction | None:
        """The same, once."""
        with self._pool.connection() as db:
            row = db.execute(_TAKE, (kept(ticket), now)).fetchone()
        return self._sealed.introduction(bytes(row[0]), kept(ticket)) if row else None

    def _put(self, token: str, about: Sent | Introduction, now: datetime) -> None:
        row = kept(token)
        with self._pool.connection() as db:
            db.execute(_PUT, (row, self._sealed.seal(about, row), now + ERRAND))


def forget_login_errands(pool: ConnectionPool[Connection[Any]], now: datetime) -> None:
    """Those that nobody came back from."""
    with pool.connection() as db:
        db.execute("DELETE FROM work.login_errands WHERE expires_at < %s", (now,))
