"""Whoever follows an order that stays as it is, or changes before anybody looks: a sign of life, no change missed."""

import asyncio

import pytest

from store.entrypoints.shared import following_orders
from store.entrypoints.shared.order_news import OrderNews
from tests.entrypoints.rest.test_order_news import near, token

__all__ = ["near"]
pytestmark = [pytest.mark.requirement("R4.3"), pytest.mark.story("US-4.2", "changes are shown as they happen")]


@pytest.fixture
def quiet(near, monkeypatch):
    """An order to which nothing happens, followed for a moment in which a sign of life is due many times."""
    monkeypatch.setattr(following_orders, "HEARTBEAT", 0.02)
    monkeypatch.setattr(following_orders, "LONGEST", 0.5)
    number = near.buy().number
    return f"shop.test/api/v1/orders/{number}/%s?access_token={token(near, number)}"


@pytest.fixture
def socket(near):
    return lambda where: near.client.websocket_connect(
        f"ws://{where}" % "socket", headers={"origin": "http://shop.test"}
    )


def test_a_stream_and_a_socket_give_a_sign_of_life_where_there_is_no_news(near, quiet, socket):
    assert ": still here\n\n" in near.client.get(f"http://{quiet}" % "live").text
    with socket(quiet) as heard:
        assert heard.receive_text() == "{}"


def test_from_one_place_so_many_orders_are_followed_at_a_time(near, quiet, socket, monkeypatch):
    monkeypatch.setattr(following_orders, "MOST_FROM_ONE", 1)
    other = near.buy().number
    with socket(quiet):
        refused = near.client.get(f"/api/v1/orders/{other}/live", params={"access_token": token(near, other)})
    assert refused.status_code == 429


def test_what_happens_before_anybody_looks_is_told_to_those_who_had_their_answer(near, monkeypatch):
    monkeypatch.setattr(following_orders, "LONGEST", 0.5)
    number, looking = near.buy().number, OrderNews._looking

    async def late(news):
        await asyncio.to_thread(near.ship, number)
        return await looking(news)

    monkeypatch.setattr(OrderNews, "_looking", late)
    told = near.client.get(f"/api/v1/orders/{number}/live?access_token={token(near, number)}").text
    assert '"status":"shipped"' in told
