"""What operators may count: requests by route, never by person, and how the shop stands."""

import time
from functools import cache
from typing import Final, Protocol, cast

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from store.entrypoints.shared.permissions import Permission, open_to

NOWHERE: Final = "nowhere"
"""The route of addresses that lead nowhere: as many as people care to make up."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Gauges(Protocol):
    """How the shop stands, asked when somebody wants to know."""

    async def read(self) -> list[Metric]:
        """All of it, in one statement."""


class Requests(ASGIMiddleware):
    """Counts what this process answered, and how long it took."""

    scopes = (ScopeType.HTTP,)

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "store_http_request_seconds", "Time to the first byte of an answer, by route template.",
            ("method", "route", "status"), buckets=_SECONDS, registry=self.registry,
        )
        self._of = cache(self._seconds.labels)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Take the time of one request."""
        began = time.perf_counter()

        async def leaving(message: Message) -> None:
            if message["type"] == "http.response.start":
                asked = cast("HTTPScope", scope)["method"]
                method = asked if asked in _METHODS else "OTHER"
                route = scope.get("path_template") or NOWHERE
                self._of(method, route, message["status"]).observe(time.perf_counter() - began)
            await send(message)

        await next_app(scope, receive, leaving)


class Metrics:
    """What ``/metrics`` shows: what this process counted, and the gauges of the whole shop."""

    def __init__(self, requests: Requests, gauges: Gauges) -> None:
        self._requests, self._gauges = requests, gauges

    async def text(self) -> bytes:
        """In the format of Prometheus."""
        whole = CollectorRegistry()
        whole.register(_Read(await self._gauges.read()))
        return generate_latest(self._requests.registry) + generate_latest(whole)


class _Read(Collector):
    """Metrics that are read already."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        """Them."""
        return self._metrics


@get("/metrics", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def metrics(metrics: NamedDependency[Metrics]) -> Response[bytes]:
    """For Prometheus to collect."""
    return Response(await metrics.text(), headers={"content-type": CONTENT_TYPE_LATEST})
