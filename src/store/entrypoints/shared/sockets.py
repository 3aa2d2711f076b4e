"""WebSockets are opened from our own pages alone: browsers let any page try, cookies and all, and carry no token there.

There are none yet. Whoever adds one needs to think of nothing: the door stands around all of them.
"""

from typing import Final

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from store.entrypoints.shared.same_origin import is_ours

_FOREIGN: Final = 1008
"""What a WebSocket is closed with for reasons of policy (RFC 6455); before it is open that is a 403."""


class OwnSockets(ASGIMiddleware):
    """Refuses handshakes that don't say they come from here. Programs that are no browsers say it, too."""

    scopes = (ScopeType.WEBSOCKET,)

    def __init__(self, *, secure: bool) -> None:
        self._schemes = {"https"} if secure else {"http", "https"}

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Close it before it is open, unless it is ours."""
        headers = Headers.from_scope(scope)
        if is_ours(headers.get("origin", ""), headers.get("host", ""), self._schemes):
            await next_app(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": _FOREIGN, "reason": ""})
