"""What happens to every request: an id, a principal, headers that keep browsers careful, a line in the log."""

import asyncio
import os
import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import ClientException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from store.entrypoints.shared.permissions import GUEST, Doorkeeper, Principal
from store.entrypoints.shared.policy import CSP, host, widen
from store.entrypoints.shared.request_names import correlated, named

SESSION_COOKIE: Final = "store_session"
BACK_OFFICE: Final = "/backoffice"
PATIENCE: Final = 20.0
"""Seconds without a part of a body that was announced."""
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_POLICY: Final = b"content-security-policy"
_NONCE: Final = b"{nonce}"
_KEEPING: Final = b"cache-control"
_SECURE: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class Edge(ASGIMiddleware):
    """The first to see a request and the last to see its response."""

    scopes = (ScopeType.HTTP,)

    def __init__(
        self, doorkeeper: Doorkeeper, pictures: str = "", files: str = "", *, patience: float = PATIENCE,
        secure: bool = False,
    ) -> None:
        """*pictures*, *files*: the addresses of CDNs that pages may show pictures and load built files from; *patience*
        in seconds; *secure*: people reach the shop by HTTPS, and their browsers shall never try anything else.
        """
        self._doorkeeper, self._patience = doorkeeper, patience
        self._always = (*_ALWAYS, _SECURE) if secure else _ALWAYS
        own = host(files)
        self._policy = CSP.format(
            nonce=_NONCE.decode(), pictures="".join(dict.fromkeys((host(pictures), own))), files=own
        ).encode()
        self._log = structlog.get_logger()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Name the request, find out who makes it, and watch it leave."""
        headers = Headers.from_scope(scope)
        state = scope["state"]
        chance = os.urandom(48)  # asked of the system once, for all three
        state["request_id"] = named(headers.get("x-request-id"), chance[:16])
        state["correlation"] = correlated(headers.get("x-correlation-id"), chance[16:32])
        state["csp_nonce"] = chance[32:].hex()
        state["session"] = _session(headers) if scope["path"].startswith(BACK_OFFICE) else ""
        state["principal"] = await self._principal(headers, state["session"])
        structlog.contextvars.bind_contextvars(
            request_id=state["request_id"], correlation=str(state["correlation"])
        )
        began = time.perf_counter()

        async def leaving(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(message, state)
                tell = self._log.debug if scope["path"].startswith("/health/") else self._log.info
                tell(
                    "request", method=scope.get("method"), path=scope["path"], status=message["status"],
                    actor=state["principal"].actor, milliseconds=round(1000 * (time.perf_counter() - began), 1),
                )
            await send(message)

        if scope.get("method") in _WITH_BODY:
            receive = _impatient(receive, self._patience)
        await next_app(scope, receive, leaving)

    def _dress(self, message: HTTPResponseStartEvent, state: Mapping[str, Any]) -> None:
        """Add what every answer has and this one has not: by hand, since each look into headers searches them all."""
        headers = list(message["headers"])
        there = {name.lower() for name, _ in headers}
        headers += [header for header in self._always if header[0] not in there]
        if _KEEPING not in there:
            headers.append((_KEEPING, b"no-store"))  # whoever may keep an answer is told so, and nobody guesses
        if _POLICY not in there:
            headers.append((_POLICY, self._policy.replace(_NONCE, state["csp_nonce"].encode())))
        headers.append((b"x-request-id", state["request_id"].encode()))
        message["headers"] = headers
        if more := state.get("csp_more"):
            widen(MutableScopeHeaders(message), more)

    async def _principal(self, headers: Headers, session: str) -> Principal:
        """Scripts show a token; people a cookie, which opens the back office and nothing else."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return await self._doorkeeper.by_bearer(token.strip())
        return await self._doorkeeper.by_session(session) if session else GUEST


def _session(headers: Headers) -> str:
    """What the cookie says, whether or not it is anybody's."""
    for pair in headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == SESSION_COOKIE and value:
            return value
    return ""


def _impatient(receive: Receive, patience: float) -> Receive:
    """Wait for each part of a body, but not for ever: whoever sends none holds nothing open."""
    more = True

    async def part() -> Any:
        nonlocal more
        if not more:
            return await receive()
        try:
            async with asyncio.timeout(patience):
                message = await receive()
        except TimeoutError:
            raise ClientException("The rest of this request never came", status_code=408) from None
        more = bool(message.get("more_body"))
        return message

    return part
