"""HEAD for every GET: the same answer without its body."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send


class Heads(ASGIMiddleware):
    """Asks as if for GET and sends only the headers: caches and monitors may look without fetching."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Turn HEAD into GET, and let nothing of the body leave."""
        if scope.get("method") != "HEAD":
            await next_app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        scope["method"] = "GET"  # type: ignore[typeddict-unknown-key]  # only HTTP scopes come here
        await next_app(scope, receive, bare)
