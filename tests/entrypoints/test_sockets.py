"""A WebSocket is opened from our own pages, whoever adds one."""

import pytest
from litestar import Litestar, WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.sockets import OwnSockets
from store.entrypoints.wiring.http import create_app, expect_permissions
from store.entrypoints.wiring.settings import Settings

pytestmark = [pytest.mark.requirement("R10.3"), pytest.mark.story("US-10.3", "forms carry a token")]
FOREIGN = 1008
ELSEWHERE = [
    {}, {"origin": ""}, {"origin": "null"}, {"origin": "https://evil.example"}, {"origin": "http://sub.shop.test"},
    {"origin": "http://shop.test:8080"}, {"origin": "http://shop.test.evil.example"},
    {"origin": "http://shop.test@evil.example"}, {"origin": "ws://shop.test"},
]


@websocket("/news", opt=open_to(Permission.PUBLIC))
async def news(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


class NobodyKnown:
    """A doorkeeper to whom everybody is a guest."""

    async def by_bearer(self, token):
        return Principal("guest", bearer=token)


@pytest.fixture
def shop(migrated_url, tmp_path):
    """The real shop, once somebody added a WebSocket to it."""
    app = create_app(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error"))
    app.register(news)
    with TestClient(app, base_url="http://shop.test") as client:
        yield client


def hears(client, headers):
    with client.websocket_connect("ws://shop.test/news", headers=headers) as socket:
        return socket.receive_text()


def test_our_own_pages_reach_it(shop):
    assert hears(shop, {"origin": "http://shop.test"}) == "hello"


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.story("US-10.3", "origins are checked")
def test_nobody_else_does(shop, headers):
    with pytest.raises(WebSocketDisconnect) as closed:
        hears(shop, headers)
    assert closed.value.code == FOREIGN


def test_a_shop_that_is_tried_out_takes_its_own_pages():
    app = Litestar([news])
    app.asgi_handler = OwnSockets(NobodyKnown(), secure=False)(app.asgi_handler)
    with TestClient(app, base_url="http://shop.test") as client:
        assert hears(client, {"origin": "http://shop.test"}) == "hello"
        with pytest.raises(WebSocketDisconnect):
            hears(client, {"origin": "http://evil.example"})


@pytest.mark.story("US-10.5", "data travels encrypted")
def test_a_shop_behind_https_takes_no_page_by_http():
    app = Litestar([news])
    app.asgi_handler = OwnSockets(NobodyKnown(), secure=True)(app.asgi_handler)
    with TestClient(app, base_url="http://shop.test") as client:
        assert hears(client, {"origin": "https://shop.test"}) == "hello"
        with pytest.raises(WebSocketDisconnect):
            hears(client, {"origin": "http://shop.test"})


def test_one_that_says_nothing_of_who_may_open_it_is_noticed_at_the_start():
    @websocket("/forgotten")
    async def forgotten(socket: WebSocket) -> None:
        await socket.accept()

    with pytest.raises(TypeError, match="/forgotten declares no permission"):
        expect_permissions(Litestar([forgotten]))
