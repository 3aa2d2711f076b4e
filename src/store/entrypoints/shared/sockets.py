"""WebSockets are opened from our own pages alone: browsers let any page try, cookies and all, and carry no token there.

Whoever adds one needs to think of nothing: the door stands around all of them.
"""

import os
from typing import Final

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from store.entrypoints.shared.permissions import GUEST, Doorkeeper
from store.entrypoints.shared.request_names import correlated, named
from store.entrypoints.shared.same_origin import is_ours

FOREIGN: Final = 1008
"""What a WebSocket is closed with for reasons of policy (RFC 6455); before it is open that is a 403."""


class OwnSockets(ASGIMiddleware):
    """Refuses handshakes that don't say they come from here. Programs that are no browsers say it, too."""

    scopes = (ScopeType.WEBSOCKET,)

    def __init__(self, doorkeeper: Doorkeeper, *, secure: bool) -> None:
        self._doorkeeper, self._schemes = doorkeeper, {"https"} if secure else {"http", "https"}

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Close it before it is open, unless it is ours; say who asks and how it is named, as at every request.

        Browsers send cookies to sockets of other sites too, so they count for nothing here: who asks shows a token.
        """
        headers = Headers.from_scope(scope)
        if not is_ours(headers.get("origin", ""), headers.get("host", ""), self._schemes):
            await receive()
            await send({"type": "websocket.close", "code": FOREIGN, "reason": ""})
            return
        chance, state = os.urandom(32), scope["state"]
        state["request_id"] = named(headers.get("x-request-id"), chance[:16])
        state["correlation"] = correlated(headers.get("x-correlation-id"), chance[16:])
        scheme, _, token = headers.get("authorization", "").partition(" ")
        shown = scheme.lower() == "bearer" and token.strip()
        state["principal"] = await self._doorkeeper.by_bearer(shown) if shown else GUEST
        await next_app(scope, receive, send)
