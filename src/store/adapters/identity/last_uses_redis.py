"""When sessions were last used, in a Redis that all processes share: what moves at every step somebody takes.

It opens nothing. Whether there is a session, whose it is and what it is good for, only Postgres knows.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

_PATIENCE: Final = 0.5
_AGAIN: Final = 5.0
"""Seconds for which a Redis that was not to be reached isn't asked: pages don't wait for it one after the other."""
_NOTE: Final = """
local kept = redis.call('get', KEYS[1])
if kept and tonumber(kept) >= tonumber(ARGV[1]) then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
return 1
"""
_log = logging.getLogger(__name__)


class RedisLastUses:
    """Moments by session, each kept for as long as the session may be idle."""

    def __init__(self, url: str, prefix: str = "store:session:") -> None:
        self._redis = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._prefix, self._away_till = prefix, 0.0

    async def note(self, session: UUID, now: datetime, idle: timedelta) -> bool:
        """*session* is used *now*; whether that is written down. An earlier moment than the last one says nothing."""
        if time.monotonic() < self._away_till:
            return False
        seconds, life = now.timestamp(), max(1, int(1000 * idle.total_seconds()))
        try:
            await self._redis.eval(_NOTE, 1, self._key(session), repr(seconds), str(life))
        except RedisError as away:
            self._is_away(away)
            return False
        return True

    async def of(self, sessions: Iterable[UUID]) -> Mapping[UUID, datetime]:
        """When they were last used, of those that it knows; of none while it is away."""
        asked = list(sessions)
        if not asked or time.monotonic() < self._away_till:
            return {}
        try:
            found = await self._redis.mget([self._key(session) for session in asked])
        except RedisError as away:
            self._is_away(away)
            return {}
        return {
            session: datetime.fromtimestamp(float(moment), UTC)
            for session, moment in zip(asked, found, strict=True) if moment is not None
        }

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    def _key(self, session: UUID) -> str:
        return f"{self._prefix}{session}"

    def _is_away(self, reason: RedisError) -> None:
        self._away_till = time.monotonic() + _AGAIN
        _log.warning("last uses of sessions are kept in Postgres meanwhile: %s", type(reason).__name__)
