"""Whoever follows an order hears of what happens to it as it happens, and nobody else does."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import httpx
import pytest
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from store.application.audit.feed import FeedFact, FeedPage
from store.application.identity.own_account import EndAllSessions
from store.application.identity.users import ChangeRole
from store.application.payments.messages import ReconcilePayment
from store.domain.identity.events import Role
from store.entrypoints.shared.limits import TooManyRequests
from store.entrypoints.shared.order_news import MOST_FOR_ONE, OrderNews
from store.entrypoints.shared.waiting import beats
from store.entrypoints.wiring.http import create_app
from tests.entrypoints.background_shop import background_shop
from tests.entrypoints.rest.test_feed import events
from tests.entrypoints.vendors import Vendor
from tests.harness.drivers.http import _server
from tests.servers import free_port

pytestmark = [
    pytest.mark.requirement("R4.3"), pytest.mark.story("US-4.2", "changes are shown as they happen"),
]
STAFF = {"authorization": "Bearer partners"}


@pytest.fixture
def shop(migrated_url, tmp_path):
    with (
        background_shop(migrated_url, tmp_path, staff_token="partners", port=free_port()) as shop,
        _server(shop.settings),
    ):
        shop.client = httpx.Client(base_url=f"{shop.settings.address}/api/v1", timeout=20)
        with shop.client:
            yield shop


@pytest.fixture
def near(migrated_url, tmp_path):
    """The same in this process."""
    with (
        background_shop(migrated_url, tmp_path, staff_token="partners") as shop,
        TestClient(create_app(shop.settings), base_url="http://shop.test") as client,
    ):
        shop.client = client
        yield shop


def token(shop, number):
    return shop.shop.access_tokens().of(number)


@contextmanager
def following(shop, number, headers=None, **asked):
    with shop.client.stream("GET", f"/orders/{number}/live", params=asked, headers=headers or {}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        yield events(answer.iter_lines())


@contextmanager
def meanwhile(do, *args):
    """While somebody listens already."""
    with ThreadPoolExecutor(1) as other:
        done = other.submit(do, *args)
        yield
        done.result()


def test_who_follows_an_order_hears_of_it_and_of_no_other(shop):
    mine, other = shop.buy().number, shop.buy().number
    with following(shop, mine, access_token=token(shop, mine)) as told:
        shop.ship(other)
        with meanwhile(shop.ship, mine):
            event = next(told)
    assert event["event"] == "order"
    assert (event["data"]["number"], event["data"]["status"]) == (mine, "shipped")
    assert event["id"] == event["data"]["position"]
    with following(shop, mine, STAFF, **{"from": event["id"]}) as told:
        before = shop.client.get(f"/orders/{mine}", headers=STAFF).json()["version"]
        assert before == event["data"]["version"]


def test_who_was_away_is_told_at_once_and_only_if_something_came(shop):
    bought = shop.buy("challenge")
    number, mine = bought.number, {"access_token": token(shop, bought.number)}
    with following(shop, number, {"last-event-id": "1-1"}, **mine) as told:
        first = next(told)
    assert first["data"]["status"] == "awaiting_payment"
    give_up = ReconcilePayment(payment_id=bought.payment.id, give_up=True)
    with following(shop, number, {"last-event-id": first["id"]}, **mine) as told, meanwhile(shop.do, give_up):
        assert next(told)["data"]["status"] == "cancelled"


def test_for_everybody_else_there_is_no_such_order(shop):
    mine, other = shop.buy().number, shop.buy().number
    for asked in ({}, {"access_token": token(shop, other)}, {"access_token": "x"}):
        assert shop.client.get(f"/orders/{mine}/live", params=asked).status_code == 404
    assert shop.client.get("/orders/ZZZZZ-ZZZZZ/live", headers=STAFF).status_code == 404
    wrong = {"access_token": token(shop, mine), "from": "yesterday"}
    assert shop.client.get(f"/orders/{mine}/live", params=wrong).status_code == 400


def loses_the_role(shop, vera):
    vera.do(ChangeRole(account_id=vera.account, role=Role.CUSTOMER, by=None, version=None))


def logs_out(shop, vera):
    vera.do(EndAllSessions(account_id=vera.account))


@pytest.mark.requirement("R1.5")
@pytest.mark.parametrize("ends", [loses_the_role, logs_out])
def test_whoever_of_the_staff_may_no_longer_see_orders_hears_nothing_more_of_one_they_follow(shop, ends):
    number, vera = shop.buy().number, Vendor(shop.shop)
    vera.do(ChangeRole(account_id=vera.account, role=Role.ADMIN, by=None, version=None))
    pass_ = vera.headers_as(Role.ADMIN)
    assert shop.client.get(f"/orders/{number}", headers=pass_).status_code == 200
    with following(shop, number, pass_) as told:
        ends(shop, vera)
        with meanwhile(shop.ship, number):
            assert list(told) == [], "it ends, and says nothing of what happened since"
    assert shop.client.get(f"/orders/{number}/live", headers=pass_).status_code in {401, 404}


def test_there_are_so_many_places_and_one_that_is_left_is_free_again(shop):
    number = shop.buy().number
    mine = {"access_token": token(shop, number)}
    with ExitStack() as all_of_them:
        for _ in range(MOST_FOR_ONE):
            all_of_them.enter_context(following(shop, number, **mine))
        refused = shop.client.get(f"/orders/{number}/live", params=mine)
        assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
    while shop.client.stream("GET", f"/orders/{number}/live", params=mine).__enter__().status_code == 429:
        pass


def test_a_socket_says_the_same(near):
    number = near.buy().number
    where = f"ws://shop.test/api/v1/orders/{number}/socket"
    ours = {"origin": "http://shop.test"}
    for wrong, headers in (("", ours), (f"?access_token={token(near, number)}", {"origin": "http://evil.example"})):
        refused = near.client.websocket_connect(where + wrong, headers=headers)
        with pytest.raises(WebSocketDisconnect), refused as socket:
            socket.receive_text()
    mine = f"{where}?access_token={token(near, number)}&from=1-1"
    with near.client.websocket_connect(mine, headers=ours) as socket:
        assert json.loads(socket.receive_text())["status"] == "confirmed"
        near.ship(number)
        said = json.loads(socket.receive_text())
    assert (said["number"], said["status"]) == (number, "shipped")
    with near.client.websocket_connect(where, headers=ours | STAFF) as socket:
        socket.send_text("anybody there?")


def page(position, *streams):
    return FeedPage([FeedFact(position, it, "order", 1, "x", None, {}) for it in streams], position, more=False)


class Log:
    """A log of the test: what is put in is read by the next who asks."""

    def __init__(self):
        self.pages, self.asked, self.away = [], 0, False

    async def read(self, query):
        self.asked += 1
        if self.away:
            raise OSError("the database is away")
        if query.after == "head" or query.stream or not self.pages:
            return page("1-1")
        return self.pages.pop(0)


def test_one_reader_serves_all_and_none_reads_where_nobody_waits():
    log, stream = Log(), uuid4()

    async def watch():
        news = OrderNews(log.read, pause=0.01)
        async with news.of("", stream) as one, news.of("", stream) as two, news.of("", uuid4()) as nobody:
            log.pages.append(page("1-2", stream))
            heard = [await waiting.news(5) for waiting in (one, two)]
            assert (heard, one.position, await nobody.news(0.05)) == ([True, True], "1-2", False)
        await asyncio.sleep(0.05)
        asked = log.asked
        await asyncio.sleep(0.1)
        assert log.asked == asked
        async with news.of("", stream) as again:
            log.pages.append(page("1-3", stream))
            assert await again.news(5)

    asyncio.run(watch())


def test_who_waits_while_the_database_goes_away_is_sent_home_to_ask_anew():
    log = Log()

    async def watch():
        news = OrderNews(log.read, pause=0.01)
        async with news.of("", uuid4()) as waiting:
            log.away = True
            assert [it async for it in beats(waiting, 5, 5)] == []
        with pytest.raises(OSError, match="away"):
            async with news.of("", uuid4()):
                pass
        log.away = False
        async with news.of("", uuid4()) as waiting:
            assert [it async for it in beats(waiting, 0.05, 0.02)][:1] == [False]

    asyncio.run(watch())


def test_places_are_counted_by_each_name():
    news = OrderNews(Log().read)
    with news.seat(("a", 1), ("place", 2)):
        with pytest.raises(TooManyRequests), news.seat(("a", 1), ("place", 2)):
            pass
        with news.seat(("b", 1), ("place", 2)), pytest.raises(TooManyRequests), news.seat(("c", 1), ("place", 2)):
            pass
    with news.seat(("a", 1)):
        pass
