"""Who is logged in, where a Redis is shared: rows in Postgres say who, Redis when each was there last.

A row is written when somebody logs in, logs out, or has gone through a quarter of the time they may be idle; in between
only Redis is. A Redis that was lost leaves everybody in who was there within three quarters of that time.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.identity.last_uses_redis import RedisLastUses
from store.adapters.identity.sessions_postgres import RENEWED_EVERY, digest_of, session_of, values_at
from store.adapters.identity.standing_sql import ACTING, ROLE, STANDING
from store.application.identity.ports import OpenSession, Session
from store.domain.shared.ids import AccountId

QUARTER: Final = 0.25
"""The part of its idle time after which a session that is used is written into its row, and for which a row that looks
idle is kept: Redis may know better.
"""
NOTED_EVERY: Final = timedelta(minutes=1)
_MOST: Final = 10_000
_STANDS: Final[LiteralString] = f"{STANDING} AND (s.parent IS NULL OR {ACTING} IS NOT NULL)"
_KNOWN: Final[LiteralString] = (
    f"SELECT s.account, {ROLE}, s.id, s.version, s.acting, {ACTING}, s.parent IS NULL AND s.proven_at > %(lately)s,"
    f" s.expires_at, s.seen_at, s.idle FROM work.sessions s WHERE {_STANDS} AND "
)
_BY_TOKEN: Final[LiteralString] = f"{_KNOWN} s.token = %(token)s"
_BY_ID: Final[LiteralString] = f"{_KNOWN} s.id = %(id)s"
_OF_ACCOUNT: Final[LiteralString] = (
    "SELECT s.id, s.device, s.opened_at, s.seen_at, s.expires_at, s.idle FROM work.sessions s"
    f" WHERE s.account = %(account)s AND {_STANDS} ORDER BY s.seen_at DESC LIMIT 200"
)
_RENEW: Final = (
    "UPDATE work.sessions SET expires_at = least(%(now)s + idle, ends_at), seen_at = %(now)s"
    " WHERE id = %(id)s AND seen_at < %(now)s"
)


class RedisLiveSessions:
    """A :class:`~store.application.identity.ports.LiveSessions`: one statement a request, which only reads."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], uses: RedisLastUses) -> None:
        self._pool, self._uses = pool, uses
        self._noted: OrderedDict[UUID, datetime] = OrderedDict()

    async def find(self, token: str, now: datetime) -> Session | None:
        """Whose session this is, if it is one that lasts and its account is not disabled."""
        return await self._one(_BY_TOKEN, {"token": digest_of(token)}, now)

    async def find_by_id(self, session: UUID, now: datetime) -> Session | None:
        """The same for a pass that names its session."""
        return await self._one(_BY_ID, {"id": session}, now)

    async def of_account(self, account: AccountId, now: datetime) -> list[OpenSession]:
        """All that last, the one used last first."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(_OF_ACCOUNT, {"account": account} | values_at(now))).fetchall()
        used = await self._uses.of(row[0] for row in rows)
        found = [
            OpenSession(id, device, opened_at, max(seen_at, used.get(id, seen_at)))
            for id, device, opened_at, seen_at, expires_at, idle in rows
            if expires_at > now or (id in used and used[id] + idle > now)
        ]
        return sorted(found, key=lambda it: (it.seen_at, it.opened_at, it.id), reverse=True)

    async def _one(self, statement: LiteralString, values: dict[str, Any], now: datetime) -> Session | None:
        async with self._pool.connection() as db:
            row = await (await db.execute(statement, values | values_at(now))).fetchone()
        if row is None:
            return None
        session, (expires_at, seen_at, idle) = session_of(row[:7]), row[7:]
        if expires_at <= now:
            used = (await self._uses.of([session.id])).get(session.id)
            if used is None or used + idle <= now:
                return None
        await self._use(session.id, now, seen_at, idle)
        return session

    async def _use(self, id: UUID, now: datetime, seen_at: datetime, idle: timedelta) -> None:
        """Make it last longer: in Redis now and then, and in its row now and again, or as long as Redis is away."""
        noted = self._noted.get(id)
        if noted is None or now - noted >= NOTED_EVERY:
            kept = await self._uses.note(id, now, idle)
            if kept:
                self._noted[id] = now
                self._noted.move_to_end(id)
                if len(self._noted) > _MOST:
                    self._noted.popitem(last=False)
        else:
            kept = True
        if now - seen_at > (idle * QUARTER if kept else RENEWED_EVERY):
            async with self._pool.connection() as db:
                await db.execute(_RENEW, {"id": id, "now": now})
