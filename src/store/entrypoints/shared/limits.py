"""How often the same visitor may ask: by address, by account and by what is asked for (``docs/adr/0160``)."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any, Final

import structlog
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct
from prometheus_client import CollectorRegistry, Counter

from store.domain.shared.errors import StoreError
from store.entrypoints.shared.card_numbers import masked
from store.entrypoints.shared.permissions import Principal
from store.entrypoints.shared.windows import CountsAway, Spent, Windows

_TOLD: Final = "rate_limit_headers"
_NETWORK: Final = 64
"""Bits of an IPv6 address that name a household or a machine; the rest is theirs to change at will."""
_LEFT_ALONE: Final = 1.0
"""Seconds for which nobody asks for counts that just were away."""


class RateClass(Struct, frozen=True):
    """What is limited together. All of *windows* hold: who goes on at the pace of the first is stopped by the next one,
    for longer each time.

    ``fails_open``: while nobody can count, requests are let through, since a shop that sells without limits is better
    than none. What can be guessed is refused then.
    """

    name: str
    windows: tuple[RateLimitItem, ...]
    fails_open: bool = False


READING: Final = RateClass("reading", (RateLimitItemPerMinute(1200),), fails_open=True)
WRITING: Final = RateClass("writing", (RateLimitItemPerMinute(240),), fails_open=True)
GUESSING: Final = RateClass(
    "guessing", (RateLimitItemPerMinute(10), RateLimitItemPerHour(100), RateLimitItemPerDay(500))
)
"""For what can be guessed: passwords, order numbers."""
MAILING: Final = RateClass("mailing", (RateLimitItemPerHour(20), RateLimitItemPerDay(60)))
"""For what ends in an inbox: counted for whoever asks, and for the address, whether anybody has it or not."""
CODES: Final = RateClass("codes", (RateLimitItemPerHour(30), RateLimitItemPerDay(100)))
"""For codes of a second factor, however slowly they are tried: one in 300,000 is right at any moment."""
UPLOADING: Final = RateClass("uploading", (RateLimitItemPerHour(60),), fails_open=True)
"""For pictures, which take a second of somebody's processor each."""
PICTURING: Final = RateClass("picturing", (RateLimitItemPerMinute(60), RateLimitItemPerHour(1000)), fails_open=True)
"""For pictures of goods, which come by the dozen."""
COPYING: Final = RateClass("copying", (RateLimitItemPerHour(5), RateLimitItemPerDay(20)))
"""For copies of all that is kept about somebody: each is work for a while, and a letter."""
SEARCH: Final = 5
"""What a search costs of reading: about so many times as much as a page of goods."""


class TooManyRequests(StoreError):
    """You are asking too often. Please wait a moment and try again."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


class NobodyCounts(StoreError):
    """This is closed for a moment, since nobody can tell how often it was tried. Please try again soon."""


class LimitCounts:
    """What operators may count of limits: refusals, and requests for which nobody could count."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.refused = Counter(
            "store_rate_limit_refused", "Requests refused since somebody asked too often, by class of limit.",
            ("limit",), registry=registry,
        )
        self.uncounted = Counter(
            "store_rate_limit_uncounted", "Requests for which nobody could count: let through, or refused.",
            ("limit", "let_through"), registry=registry,
        )


class RateLimits(ABC):
    """Refuses who asks too often. No protocol: each request to a route that asks for one is checked to have one."""

    @abstractmethod
    async def spend(self, limit: RateClass, request: Request[Any, Any, Any], *names: str, cost: int = 1) -> None:
        """Count one request of this visitor, or refuse it with :class:`TooManyRequests`."""


class SlidingLimits(RateLimits):
    """Counts by address, by account and by the *names* given. Requests with an allow-listed key are not counted."""

    def __init__(self, windows: Windows, keys: tuple[str, ...], counts: LimitCounts | None = None) -> None:
        self._windows, self._keys, self._counts = windows, frozenset(keys), counts or LimitCounts()
        self._away_until = 0.0

    async def spend(self, limit: RateClass, request: Request[Any, Any, Any], *names: str, cost: int = 1) -> None:
        """Count one request of this visitor, or refuse it."""
        if request.headers.get("x-api-key") in self._keys:
            return
        told: dict[str, str] | None = request.scope["state"].get(_TOLD)
        least: tuple[RateLimitItem, Spent] | None = None
        for window, name in _counted(limit, request, names):
            spent = await self._spent(limit, window, name, cost)
            if spent is None:
                return
            if not spent.allowed:
                self._counts.refused.labels(limit.name).inc()
                raise TooManyRequests({"Retry-After": _seconds(spent), **_headers(window, spent)})
            if least is None or spent.left < least[1].left:
                least = window, spent
        if told is not None and least is not None:
            told.update(_headers(*least))

    async def _spent(self, limit: RateClass, window: RateLimitItem, name: str, cost: int) -> Spent | None:
        """Nothing if nobody can count, and that is no reason to refuse."""
        if time.monotonic() >= self._away_until:
            try:
                return await self._windows.spend(window, f"{limit.name} {name}", cost)
            except CountsAway as away:
                self._away_until = time.monotonic() + _LEFT_ALONE
                structlog.get_logger().error("rate limits are not counted", limit=limit.name, exc_info=away)
        self._counts.uncounted.labels(limit.name, str(limit.fails_open).lower()).inc()
        if not limit.fails_open:
            raise NobodyCounts
        return None


class TellLimits(ASGIMiddleware):
    """Has every answer behind it say how much of the limit is left."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Ask for the figures, and send them along."""
        told: dict[str, str] = {}
        scope["state"][_TOLD] = told

        async def telling(message: Message) -> None:
            if told and message["type"] == "http.response.start":
                going = MutableScopeHeaders(message)
                for name, value in told.items():
                    going.setdefault(name, value)
            await send(message)

        await next_app(scope, receive, telling)


def _counted(
    limit: RateClass, request: Request[Any, Any, Any], names: tuple[str, ...]
) -> Iterator[tuple[RateLimitItem, str]]:
    """What is counted, for whom. Longer windows are for addresses alone: nobody can shut others out for a day by asking
    for them.
    """
    place = place_of(request.client.host if request.client else "")
    yield from ((window, place) for window in limit.windows)
    who: Principal | None = request.scope["state"].get("principal")
    if who is not None and who.account is not None:
        yield limit.windows[0], f"account {who.account}"
    yield from ((limit.windows[0], masked(name)) for name in names)  # Redis keeps them as they are


@lru_cache(4096)
def place_of(host: str) -> str:
    """Where somebody asks from, as limits see it."""
    try:
        address = ip_address(host)
    except ValueError:
        return host or "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, _NETWORK), strict=False))
    return host


def _headers(window: RateLimitItem, spent: Spent) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(window.amount), "X-RateLimit-Remaining": str(spent.left),
        "X-RateLimit-Reset": _seconds(spent),
    }


def _seconds(spent: Spent) -> str:
    return str(max(1, ceil(spent.wait)))
