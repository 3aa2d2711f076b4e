"""Partners follow the facts of the shop: from any position, in order, without persons, and again if they like."""

import asyncio
import json
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest

from store.application.audit.feed import FeedPage, ReadFeed
from store.entrypoints.rest import feed
from tests.entrypoints.background_shop import EMAIL, NAME, STREET, background_shop
from tests.harness.drivers.http import _server
from tests.servers import free_port

pytestmark = pytest.mark.requirement("R9.3")
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


@contextmanager
def following(shop, **asked):
    headers = STAFF | ({"last-event-id": asked.pop("last")} if "last" in asked else {})
    with shop.client.stream("GET", "/feed", params=asked, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer.iter_lines())


def events(lines):
    """Server-sent events, parsed as a browser would."""
    event = {}
    for line in lines:
        if not line:
            if "data" in event:
                yield event | {"data": json.loads(event["data"])}
            event = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value


def places(found):
    return [(event["data"]["stream"], event["data"]["version"]) for event in found]


def take(feed, number):
    return [next(feed) for _ in range(number)]


def stored(shop):
    return [
        (str(stream), version)
        for stream, version in shop.db.execute("SELECT stream, version FROM log.events ORDER BY position")
    ]


def test_every_fact_comes_once_and_in_order_and_new_ones_as_they_happen(shop):
    shop.buy()
    there = stored(shop)
    with following(shop) as feed:
        assert places(take(feed, len(there))) == there
        shop.buy()
        new = stored(shop)[len(there):]
        found = take(feed, len(new))
    assert places(found) == new
    for event in found:
        assert event["event"] == "fact"
        assert event["id"] == event["data"]["position"]


def test_one_goes_on_where_one_was(shop):
    shop.buy()
    there = stored(shop)
    with following(shop) as feed:
        half = take(feed, len(there) // 2)
    with following(shop, last=half[-1]["id"]) as feed:
        assert places(half) + places(take(feed, len(there) - len(half))) == there
    with following(shop, **{"from": half[2]["id"]}) as feed:
        assert places(take(feed, 3)) == there[3:6]
    with following(shop, **{"from": "head"}) as feed:
        shop.buy()
        assert places(take(feed, 1)) == [stored(shop)[len(there)]]


def test_one_stream_or_one_kind_alone_can_be_followed(shop):
    shop.buy()
    stream = shop.db.execute("SELECT stream FROM log.events WHERE tag = 'ordering/placed-1'").fetchone()[0]
    with following(shop, stream=stream) as feed:
        assert [event["data"]["version"] for event in take(feed, 2)] == [1, 2]
    with following(shop, kind=["payment", "ordering/confirmed-1"]) as feed:
        tags = {event["data"]["tag"] for event in take(feed, 3)}
    assert tags == {"payments/requested-1", "payments/captured-1", "ordering/confirmed-1"}


def test_persons_are_left_out(shop):
    shop.buy()
    with following(shop, kind="ordering/placed-1") as feed:
        [order] = take(feed, 1)
    assert order["data"]["body"]["email"] == {"type": "erased"}
    assert order["data"]["body"]["totals"]["total"]["currency"] == "EUR"
    assert not [word for word in (NAME, EMAIL, STREET) if word in json.dumps(order)]


@pytest.mark.parametrize("before", ["7-42", "1-999999999999999"])
def test_a_position_of_a_log_that_is_no_more_is_told_and_everything_comes_again(shop, before):
    with following(shop, last=before) as feed:
        reset, first = take(feed, 2)
    assert (reset["event"], reset["data"]) == ("reset", {"from": "1-0"})
    assert places([first]) == stored(shop)[:1]


def test_what_is_asked_wrongly_is_refused(shop):
    for wrong in ({"from": "yesterday"}, {"kind": "unicorn"}, {"stream": "x"}):
        assert shop.client.get("/feed", params=wrong, headers=STAFF).status_code in {400, 422}, wrong
    assert shop.client.get("/feed").status_code == 401


def test_silence_has_signs_of_life_and_an_end(monkeypatch):
    monkeypatch.setattr(feed, "PAUSE", 0.01)
    quiet = FeedPage([], "1-5", more=False)

    async def ask(query):
        assert query.after == "1-5"
        return quiet

    async def listen():
        return [lines async for lines in feed.following(ask, ReadFeed(stream=uuid4()), quiet, 0.1, 0.02)]

    said = asyncio.run(listen())
    assert said[0].startswith(b"retry:")
    assert set(said[1:]) == {b": 1-5\n\n"}
