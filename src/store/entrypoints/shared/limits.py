"""How often the same visitor may ask: a sliding window, in memory or in Redis."""

import time
from abc import ABC, abstractmethod
from typing import Any, Final

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from store.domain.shared.errors import StoreError

READING: Final = RateLimitItemPerMinute(1200)
WRITING: Final = RateLimitItemPerMinute(240)
GUESSING: Final = RateLimitItemPerMinute(10)
"""For what can be guessed: passwords, order numbers."""


_TOLD: Final = "rate_limit_headers"


class TooManyRequests(StoreError):
    """You are asking too often. Please wait a moment and try again."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


class RateLimits(ABC):
    """Refuses who asks too often. No protocol: each request to a route that asks for one is checked to have one."""

    @abstractmethod
    async def spend(self, limit: RateLimitItem, request: Request[Any, Any, Any], *names: str) -> None:
        """Count one request of this visitor, or refuse it with :class:`TooManyRequests`."""


class SlidingLimits(RateLimits):
    """Counts by address and by the *names* given. Requests with an allow-listed key are not counted."""

    def __init__(self, redis_url: str, keys: tuple[str, ...]) -> None:
        storage = RedisStorage(f"async+{redis_url}", implementation="redispy") if redis_url else MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(storage)
        self._keys = frozenset(keys)

    async def spend(self, limit: RateLimitItem, request: Request[Any, Any, Any], *names: str) -> None:
        """Count one request of this visitor, or refuse it."""
        if request.headers.get("x-api-key") in self._keys:
            return
        client = request.client.host if request.client else "unknown"
        for name in (client, *names):
            allowed = await self._limiter.hit(limit, limit.key_for(), name)
            told: dict[str, str] | None = request.scope["state"].get(_TOLD)
            if allowed and told is None:
                continue
            window = await self._limiter.get_window_stats(limit, limit.key_for(), name)
            wait = max(1, round(window.reset_time - time.time()))
            left = window.remaining if allowed else 0
            headers = {
                "X-RateLimit-Limit": str(limit.amount), "X-RateLimit-Remaining": str(left),
                "X-RateLimit-Reset": str(wait),
            }
            if not allowed:
                raise TooManyRequests({"Retry-After": str(wait), **headers})
            if told is not None:
                told.update(headers)


class TellLimits(ASGIMiddleware):
    """Has every answer behind it say how much of the limit is left."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Ask for the figures, and send them along."""
        told: dict[str, str] = {}
        scope["state"][_TOLD] = told

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                going = MutableScopeHeaders(message)
                for name, value in told.items():
                    going.setdefault(name, value)
            await send(message)

        await next_app(scope, receive, telling)

