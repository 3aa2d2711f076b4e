"""Refresh tokens, in Postgres. A successor is the keyed digest of its predecessor: two who ask at once get the same."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import digest
from secrets import token_urlsafe
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.identity.sessions_postgres import digest_of
from store.adapters.identity.standing_sql import OPEN, ROLE, standing
from store.application.identity.ports import GRACE, Reused, Session
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId

# The row of the session is the family's lock: whoever shows a token of it waits for who came first.
_LOCK: Final[LiteralString] = f"""
SELECT s.account, {ROLE}, s.id, s.version FROM work.sessions s
WHERE s.id = (SELECT r.session FROM work.refresh_tokens r WHERE r.token = %(token)s) AND {OPEN}
FOR UPDATE
"""
_LOOK: Final = """
SELECT r.exchanged_at, n.exchanged_at, r.successor FROM work.refresh_tokens r
LEFT JOIN work.refresh_tokens n ON n.token = r.successor WHERE r.token = %(token)s
"""
_EXCHANGE: Final = """
WITH old AS (
    UPDATE work.refresh_tokens SET exchanged_at = %(now)s, successor = %(next)s WHERE token = %(token)s
    RETURNING session
), used AS (
    UPDATE work.sessions s SET seen_at = %(now)s, expires_at = least(%(now)s + s.idle, s.ends_at)
    FROM old WHERE s.id = old.session
)
INSERT INTO work.refresh_tokens (token, session) SELECT %(next)s, session FROM old
"""


class PostgresRefreshes:
    """A :class:`~store.application.identity.ports.Refreshes` on ``work.refresh_tokens``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], key: bytes, others: Sequence[bytes] = ()) -> None:
        """*others*: by which a successor may have been made a moment ago, by a server with another secret."""
        self._pool, self._keys = pool, (key, *others)

    def begin(self, session: UUID) -> str:
        """The first of a family; 256 random bits."""
        token = token_urlsafe(32)
        with self._pool.connection() as db:
            db.execute("INSERT INTO work.refresh_tokens (token, session) VALUES (%s, %s)", (digest_of(token), session))
        return token

    def exchange(self, token: str, now: datetime) -> tuple[Session, str] | Reused | None:
        """The next one. Whatever is decided here is decided while nobody else may touch the family."""
        made = {digest_of(next): next for next in (_after(token, key) for key in self._keys)}
        shown = standing(now) | {"token": digest_of(token), "next": next(iter(made))}
        with self._pool.connection() as db, db.transaction():  # the lock lasts as long as the transaction
            row = db.execute(_LOCK, shown).fetchone()
            if row is None:
                return None
            session = Session(AccountId(row[0]), Role(row[1]), row[2], row[3])
            exchanged, gone_on, successor = db.execute(_LOOK, shown).fetchone() or (None, None, None)
            if exchanged is None:
                db.execute(_EXCHANGE, shown)
                return session, made[shown["next"]]
            kept = made.get(bytes(successor or b""))
            if now - exchanged <= GRACE and gone_on is None and kept:
                return session, kept
            db.execute("DELETE FROM work.sessions WHERE id = %s", (session.id,))
        return Reused(session)


def _after(token: str, key: bytes) -> str:
    return urlsafe_b64encode(digest(key, token.encode(), sha256)).rstrip(b"=").decode()
