"""Requests straight into an application of this process: what a test's client does besides takes longer than they.

So does packing answers only to unpack them here: nobody says that it may be done.
"""

from typing import Any

import httpx


class Straight(httpx.BaseTransport):
    """In place of the transport that *client* has."""

    def __init__(self, client: Any) -> None:
        self._app, self._portal = client.app, client.blocking_portal

    @classmethod
    def through(cls, client: Any) -> Any:
        """*client*, shortened."""
        client._transport = cls(client)
        return client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._portal.call(self._ask, request)  # type: ignore[no-any-return]

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        url, body, got = request.url, request.read(), []
        said = [{"type": "http.request", "body": body, "more_body": False}, {"type": "http.disconnect"}]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method,
            "headers": [(name.lower(), it) for name, it in request.headers.raw if name.lower() != b"accept-encoding"],
            "scheme": url.scheme,
            "path": url.path, "raw_path": url.raw_path.partition(b"?")[0], "query_string": url.query, "root_path": "",
            "server": (url.host, url.port or 80), "client": ("testclient", 50_000), "extensions": {}, "state": {},
        }

        async def receive() -> Any:
            return said.pop(0) if len(said) > 1 else said[0]

        async def send(message: Any) -> None:
            got.append(message)

        await self._app(scope, receive, send)
        return httpx.Response(
            got[0]["status"], headers=got[0]["headers"], request=request,
            content=b"".join(it.get("body", b"") for it in got[1:]),
        )
