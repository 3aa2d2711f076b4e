"""What operators watch of an HTTP process: metrics and traces, put together."""

from collections.abc import Sequence
from typing import Any, cast

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, ControllerRouterHandler, HTTPScope, Message, Receive, Scope, Send

from store.entrypoints.shared.limits import LimitCounts
from store.entrypoints.shared.metrics import NOWHERE, Metrics, Requests, metrics
from store.entrypoints.shared.policy_reports import PolicyReports
from store.entrypoints.wiring.append_metrics import AppendMetrics
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.gateway_metrics import GatewayMetrics
from store.entrypoints.wiring.gauges import DatabaseGauges
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.traces import following, set_up_traces


class Watch:
    """Built before the application, and put around it when it stands."""

    def __init__(self, settings: Settings, shop: Shop) -> None:
        self._settings = settings
        self._requests = Requests()
        self.limits = LimitCounts(self._requests.registry)
        self.reports = PolicyReports(self._requests.registry)
        self.metrics = Metrics(self._requests, GatewayMetrics(shop, AppendMetrics(shop, DatabaseGauges(shop))))
        set_up_traces(settings)

    @property
    def routes(self) -> Sequence[ControllerRouterHandler]:
        """``/metrics``, where it is wanted."""
        return (metrics,) if self._settings.metrics else ()

    def around(self, app: ASGIApp) -> ASGIApp:
        """*app*, watched: to stand behind the edge, which names the wish that each request belongs to."""
        if self._settings.traces_url:
            app = Traced()(app)
        return self._requests(app) if self._settings.metrics else app


class Traced(ASGIMiddleware):
    """A span for each request, called after its route."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """One span. It holds the route, never the address: those name people's orders."""
        request = cast("HTTPScope", scope)
        with following(scope["state"]["correlation"], request["method"]) as span:

            async def leaving(message: Message) -> None:
                if message["type"] == "http.response.start" and span is not None:
                    _describe(span, request, message["status"])
                await send(message)

            await next_app(scope, receive, leaving)


def _describe(span: Any, scope: HTTPScope, status: int) -> None:
    route = scope.get("path_template") or NOWHERE
    span.update_name(f"{scope['method']} {route}")
    span.set_attributes({
        "http.request.method": scope["method"], "http.route": route, "http.response.status_code": status,
    })
