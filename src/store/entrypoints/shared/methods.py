"""Which methods an address has: HEAD wherever there is GET, and an honest ``Allow``."""

from typing import Any, Final

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils import normalize_path

_METHODS: Final = ("DELETE", "GET", "PATCH", "POST", "PUT")


class Methods(ASGIMiddleware):
    """Answers HEAD as GET without its body, and OPTIONS with all methods of the address.

    The framework's own OPTIONS names those of one handler, where an address is shared by several.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Turn HEAD into GET, and let nothing of the body leave; tell what there is."""
        match scope.get("method"):
            case "HEAD":
                scope["method"] = "GET"  # type: ignore[typeddict-unknown-key]  # only HTTP scopes come here
                await next_app(scope, receive, _bare(send))
            case "OPTIONS":
                await next_app(scope, receive, _telling(send, methods_of(scope["litestar_app"], scope["path"])))
            case _:
                await next_app(scope, receive, send)


def methods_of(app: Litestar, path: str) -> str:
    """The methods that *path* has, as the header ``Allow`` lists them; empty where there is no such address."""
    found = [method for method in _METHODS if _leads_somewhere(app, normalize_path(path), method)]
    return ", ".join(sorted([*found, *(["HEAD"] if "GET" in found else []), *(["OPTIONS"] if found else [])]))


def _leads_somewhere(app: Litestar, path: str, method: Any) -> bool:
    try:
        app.asgi_router.handle_routing(path=path, method=method)
    except HTTPException:  # no such address, or not with this method: what is asked here
        return False
    return True


def _bare(send: Send) -> Send:
    async def bare(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return bare


def _telling(send: Send, methods: str) -> Send:
    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, methods.encode() if name.lower() == b"allow" else value) for name, value in message["headers"]
            ]
        await send(message)

    return telling
