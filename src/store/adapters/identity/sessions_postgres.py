"""Who is logged in, in Postgres: only the digest of a token is kept, so that the table opens no door."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.drivers.eventlog.codec import tag_of
from store.application.identity.ports import IDLE, LONGEST, Session
from store.domain.identity.events import Role, StaffDisabled
from store.domain.shared.ids import StaffId

RENEWED_EVERY: Final = timedelta(minutes=5)
"""A session is made to last longer no more often than this: most requests only read."""

_OPEN: Final = """
WITH over AS (DELETE FROM work.sessions WHERE expires_at <= %(now)s)
INSERT INTO work.sessions (token, account, role, expires_at, ends_at)
VALUES (%(token)s, %(account)s, %(role)s, %(till)s, %(end)s)
"""
# The log has the last word on who works here: a session that somebody forgot to close opens nothing.
_FIND: Final = """
WITH known AS (
    SELECT token, account, role, expires_at FROM work.sessions s
    WHERE token = %(token)s AND expires_at > %(now)s AND ends_at > %(now)s
      AND NOT EXISTS (SELECT FROM log.events e WHERE e.stream = s.account AND e.tag = %(disabled)s)
), renewed AS (
    UPDATE work.sessions s SET expires_at = least(%(till)s, s.ends_at)
    FROM known k WHERE s.token = k.token AND k.expires_at < least(%(till)s - %(pause)s, s.ends_at)
)
SELECT account, role FROM known
"""


class PostgresSessions:
    """A :class:`~store.application.identity.ports.Sessions` on ``work.sessions``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def open(self, session: Session, now: datetime) -> str:
        """Begin one, and sweep away those that are over."""
        token = token_urlsafe(32)
        with self._pool.connection() as db:
            db.execute(_OPEN, {
                "token": digest_of(token), "account": session.account, "role": session.role.value, "now": now,
                "till": now + IDLE, "end": now + LONGEST,
            })
        return token

    def close(self, token: str) -> None:
        """End this one."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.sessions WHERE token = %s", (digest_of(token),))

    def close_all(self, account: StaffId) -> None:
        """End all of *account*."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.sessions WHERE account = %s", (account,))


class PostgresLiveSessions:
    """A :class:`~store.application.identity.ports.LiveSessions` on the same table: one statement a request."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def find(self, token: str, now: datetime) -> Session | None:
        """Whose session this is, if it is one that lasts and its account is not disabled."""
        async with self._pool.connection() as db:
            row = await (await db.execute(_FIND, {
                "token": digest_of(token), "now": now, "till": now + IDLE, "pause": RENEWED_EVERY,
                "disabled": tag_of(StaffDisabled),
            })).fetchone()
        return Session(StaffId(row[0]), Role(row[1])) if row else None


def digest_of(token: str) -> bytes:
    """What is kept of a token. It is random, so a plain digest will do."""
    return sha256(token.encode()).digest()
