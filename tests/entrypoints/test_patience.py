"""A request that announces a body and never sends it is answered, and holds nothing open."""

import asyncio

import pytest
from litestar import Litestar, Request, post
from msgspec import json

from store.entrypoints.shared.edge import PATIENCE, Edge
from store.entrypoints.shared.error_pages import answer_error
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.permissions import GUEST

pytestmark = [pytest.mark.requirement("R9.4")]


class Nobody:
    async def by_bearer(self, token):
        del token
        return GUEST

    async def by_session(self, cookie):
        return await self.by_bearer(cookie)


@post("/api/v1/things")
async def take(request: Request) -> int:
    return len(await request.body())


@post("/api/v1/forms")
async def take_form(request: Request) -> int:
    return len(await form_of(request))


def ask(path, *parts, patience):
    """Send *parts* of a longer body, then nothing more; the status and body of the answer."""
    app = Litestar([take, take_form], exception_handlers={Exception: answer_error}, openapi_config=None)
    edge = Edge(Nobody(), patience=patience)(app.asgi_handler)
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [
            (b"content-length", b"100"), (b"content-type", b"application/x-www-form-urlencoded"),
        ], "http_version": "1.1", "scheme": "http", "server": ("shop.test", 80), "client": ("127.0.0.1", 1),
        "root_path": "", "state": {}, "app": app, "litestar_app": app,
    }
    coming, sent = list(parts), []

    async def receive():
        if coming:
            return {"type": "http.request", "body": coming.pop(0), "more_body": True}
        return await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    asyncio.run(asyncio.wait_for(edge(scope, receive, send), 5))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("path", ["/api/v1/things", "/api/v1/forms"])
@pytest.mark.parametrize("parts", [(), (b"a=",), (b"a", b"=", b"b")])
def test_a_body_that_never_comes_is_not_waited_for(path, parts):
    status, body = ask(path, *parts, patience=0.05)
    assert status == 408
    assert "never came" in json.decode(body)["detail"]


def test_people_on_slow_lines_have_time():
    assert PATIENCE >= 10
