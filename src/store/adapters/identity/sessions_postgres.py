"""Who is logged in, in Postgres: only the digest of a token is kept, so that the table opens no door."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final, LiteralString
from uuid import UUID, uuid4

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.identity.standing_sql import ACTING, LASTING, ROLE, standing
from store.application.identity.ports import IDLE, LONGEST, PROVEN_FOR, VISITING, OpenSession, Session
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId

RENEWED_EVERY: Final = timedelta(minutes=5)
"""A session is made to last longer no more often than this: most requests only read."""

_OPEN: Final = """
WITH over AS (DELETE FROM work.sessions WHERE expires_at + idle * %(kept)s::float8 <= %(now)s)
INSERT INTO work.sessions
(token, id, account, role, device, idle, opened_at, seen_at, proven_at, expires_at, ends_at)
VALUES (%(token)s, %(id)s, %(account)s, %(role)s, %(device)s, %(idle)s, %(now)s, %(now)s, %(proven)s, %(till)s, %(end)s)
"""
_CLOSE_OTHERS: Final = """
WITH kept AS (UPDATE work.sessions SET version = version + 1 WHERE account = %(account)s AND id = %(but)s)
DELETE FROM work.sessions WHERE account = %(account)s AND id IS DISTINCT FROM %(but)s
"""
_PROVE: Final = "UPDATE work.sessions SET proven_at = %s WHERE id = %s AND account = %s AND parent IS NULL"
_PROVEN: Final = (
    "SELECT FROM work.sessions WHERE id = %s AND account = %s AND proven_at > %s AND parent IS NULL"
)
_VISIT: Final = """
INSERT INTO work.sessions (
    token, id, account, role, device, idle, opened_at, seen_at, proven_at, expires_at, ends_at, acting, parent
) VALUES (
    %(token)s, %(id)s, %(account)s, %(role)s, %(device)s, %(idle)s, %(now)s, %(now)s, '-infinity', %(end)s, %(end)s,
    %(acting)s, %(parent)s
)
"""
_BECOME: Final = """
UPDATE work.sessions SET role = %(role)s, idle = least(idle, %(idle)s), ends_at = least(ends_at, %(end)s),
    expires_at = least(expires_at, %(till)s)
WHERE account = %(account)s AND acting IS NULL
"""
_AND_RENEW: Final[LiteralString] = """
), renewed AS (
    UPDATE work.sessions s SET expires_at = least(%(now)s + s.idle, s.ends_at), seen_at = %(now)s
    FROM known k WHERE s.id = k.id AND k.seen_at < %(now)s - %(pause)s
)
SELECT account, role, id, version, acting, acting_role, proven FROM known
"""
_KNOWN: Final[LiteralString] = (
    f"WITH known AS (SELECT id, account, {ROLE} AS role, version, seen_at, acting, {ACTING} AS acting_role,"
    " parent IS NULL AND proven_at > %(lately)s AS proven FROM work.sessions s WHERE "
)
_FIND: Final[LiteralString] = f"{_KNOWN} token = %(token)s AND {LASTING} {_AND_RENEW}"
_FIND_BY_ID: Final[LiteralString] = f"{_KNOWN} id = %(id)s AND {LASTING} {_AND_RENEW}"
_OF_ACCOUNT: Final[LiteralString] = (
    f"SELECT id, device, opened_at, seen_at FROM work.sessions s WHERE account = %(account)s AND {LASTING}"
    " ORDER BY seen_at DESC, opened_at DESC, id DESC LIMIT 200"
)


class PostgresSessions:
    """A :class:`~store.application.identity.ports.Sessions` on ``work.sessions``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], *, kept: float = 0.0) -> None:
        """*kept*: the part of its idle time for which a row is kept longer, where something else may know of a use."""
        self._pool, self._kept = pool, kept

    def open(
        self, account: AccountId, role: Role, device: str, now: datetime, *, proven: bool = True
    ) -> tuple[Session, str]:
        """Begin one, and sweep away those that are over."""
        token, session = token_urlsafe(32), Session(account, role, uuid4())
        with self._pool.connection() as db:
            db.execute(_OPEN, {
                "token": digest_of(token), "id": session.id, "account": account, "role": role.value, "device": device,
                "idle": IDLE[role], "now": now, "till": now + IDLE[role], "end": now + LONGEST[role],
                "proven": now if proven else "-infinity", "kept": self._kept,
            })
        return session, token

    def open_visit(self, account: AccountId, staff: Session, until: datetime, now: datetime) -> tuple[Session, str]:
        """Begin one of *account* that hangs on the session of somebody of the staff."""
        token, session = token_urlsafe(32), Session(account, Role.CUSTOMER, uuid4(), acting=staff.account)
        with self._pool.connection() as db:
            db.execute(_VISIT, {
                "token": digest_of(token), "id": session.id, "account": account, "role": session.role.value,
                "device": VISITING, "idle": until - now, "now": now, "end": until, "acting": staff.account,
                "parent": staff.id,
            })
        return session, token

    def become(self, account: AccountId, role: Role, now: datetime) -> None:
        """All of *account* are of *role* from now on, and last no longer than one that begins now as such."""
        with self._pool.connection() as db:
            db.execute(_BECOME, {
                "account": account, "role": role.value, "idle": IDLE[role], "till": now + IDLE[role],
                "end": now + LONGEST[role],
            })

    def close(self, token: str) -> None:
        """End this one."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.sessions WHERE token = %s", (digest_of(token),))

    def end(self, account: AccountId, session: UUID) -> bool:
        """End one of *account*."""
        with self._pool.connection() as db:
            ended = db.execute("DELETE FROM work.sessions WHERE id = %s AND account = %s", (session, account))
        return ended.rowcount > 0

    def has(self, account: AccountId, session: UUID) -> bool:
        """Whether there is one to end."""
        with self._pool.connection() as db:
            found = db.execute("SELECT 1 FROM work.sessions WHERE id = %s AND account = %s", (session, account))
            return found.fetchone() is not None

    def close_all(self, account: AccountId, but: UUID | None = None) -> None:
        """End all of *account*, but perhaps one."""
        with self._pool.connection() as db:
            db.execute(_CLOSE_OTHERS, {"account": account, "but": but})

    def prove(self, account: AccountId, session: UUID, now: datetime) -> None:
        """Whoever is in said the password again."""
        with self._pool.connection() as db:
            db.execute(_PROVE, (now, session, account))

    def proven(self, account: AccountId, session: UUID, now: datetime) -> bool:
        """Whether that was just now."""
        with self._pool.connection() as db:
            row = db.execute(_PROVEN, (session, account, now - PROVEN_FOR)).fetchone()
        return row is not None


class PostgresLiveSessions:
    """A :class:`~store.application.identity.ports.LiveSessions` on the same table: one statement a request."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def find(self, token: str, now: datetime) -> Session | None:
        """Whose session this is, if it is one that lasts and its account is not disabled."""
        return await self._one(_FIND, {"token": digest_of(token)} | values_at(now))

    async def find_by_id(self, session: UUID, now: datetime) -> Session | None:
        """The same for a pass that names its session."""
        return await self._one(_FIND_BY_ID, {"id": session} | values_at(now))

    async def of_account(self, account: AccountId, now: datetime) -> list[OpenSession]:
        """All that last, the one used last first."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(_OF_ACCOUNT, {"account": account} | values_at(now))).fetchall()
        return [OpenSession(*row) for row in rows]

    async def _one(self, statement: LiteralString, values: dict[str, Any]) -> Session | None:
        async with self._pool.connection() as db:
            row = await (await db.execute(statement, values)).fetchone()
        return session_of(row) if row else None


def session_of(row: Sequence[Any]) -> Session:
    """What a row says, in the order of the statements that find one."""
    account, role, id, version, acting, acting_role, proven = row
    return Session(
        AccountId(account), Role(role), id, version, AccountId(acting) if acting else None,
        Role(acting_role) if acting_role else None, proven,
    )


def values_at(now: datetime) -> dict[str, Any]:
    """What statements are told of the moment at which they are asked."""
    return standing(now) | {"pause": RENEWED_EVERY, "lately": now - PROVEN_FOR}


def digest_of(token: str) -> bytes:
    """What is kept of a token. It is random, so a plain digest will do."""
    return sha256(token.encode()).digest()
