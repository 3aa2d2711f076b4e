"""Who is logged in, put together: in Postgres, and with a Redis the moments in there."""

from collections.abc import Awaitable, Callable
from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.identity.last_uses_redis import RedisLastUses
from store.adapters.identity.sessions_postgres import PostgresLiveSessions, PostgresSessions
from store.adapters.identity.sessions_redis import QUARTER, RedisLiveSessions
from store.application.identity.ports import LiveSessions
from store.entrypoints.wiring.settings import Settings


class SessionsAtTheDoor:
    """What each request asks, and what has to be let go of when nobody asks any more."""

    def __init__(self, live: LiveSessions, close: Callable[[], Awaitable[None]]) -> None:
        self.live, self.close = live, close


def sessions(settings: Settings, pool: ConnectionPool[Connection[Any]]) -> PostgresSessions:
    """Sessions begin and end in Postgres."""
    return PostgresSessions(pool, kept=QUARTER if settings.redis_url else 0.0)


def at_the_door(settings: Settings, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> SessionsAtTheDoor:
    """They are looked up there, and last as long as they are used."""
    if not settings.redis_url:
        return SessionsAtTheDoor(PostgresLiveSessions(pool), _nothing)
    uses = RedisLastUses(settings.redis_url)
    return SessionsAtTheDoor(RedisLiveSessions(pool, uses), uses.close)


async def _nothing() -> None:
    """Nothing is held open beside the pool."""
