"""Many want the same at the same instant, over HTTP, against two server processes."""

import asyncio
import os
import random
from collections import Counter

import pytest

from tests.race.busy_shop import (
    STAFF,
    busy_shop,
    buying,
    expect,
    filled_cart,
    filled_carts,
    is_problem,
    level,
    past,
    shoppers,
)

pytestmark = [pytest.mark.race, pytest.mark.slow, pytest.mark.requirement("R2.6")]

BUYERS = int(os.environ.get("RACE_BUYERS", "1000"))


@pytest.fixture(scope="module")
def shop():
    with busy_shop() as shop:
        yield shop
        shop.sound()


def race(shop, run):
    async def all_of_it():
        async with shoppers(shop) as clients:
            return await run(clients)

    return asyncio.run(all_of_it())


@pytest.mark.story("US-3.1", "inventory reservation at checkout")
@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_ten_of_a_thousand_buyers_get_the_last_ten(shop):
    shop.sells(LAST=10)

    async def run(clients):
        carts = await filled_carts(clients, BUYERS, "LAST")
        answers = await asyncio.gather(*(
            buying(clients[i % 2], cart, key=cart) for i, cart in enumerate(carts)
        ))
        return answers, await level(clients[0], "LAST"), await past(clients[1], "LAST")

    answers, stock, facts = race(shop, run)
    assert Counter(answer.status_code for answer in answers) == {201: 10, 409: BUYERS - 10}
    refused = [answer for answer in answers if answer.status_code == 409]
    assert all(is_problem(answer, 409) for answer in refused)
    assert {answer.json()["type"] for answer in refused} <= {"/problems/NotEnoughStock", "/problems/Busy"}
    assert len({answer.json()["number"] for answer in answers if answer.status_code == 201}) == 10
    assert (stock["on_hand"], stock["reserved"], stock["available"]) == (10, 10, 0)
    assert Counter(fact["tag"] for fact in facts)["inventory/ran-low-1"] == 1, "told once that few are left"
    shop.sound()  # among others: received = on hand + reserved + sold - returned, after each fact there is


@pytest.mark.requirement("R3.3")
def test_two_hundred_buyers_press_the_button_twice_and_buy_once(shop):
    shop.sells(TWICE=500)

    async def run(clients):
        carts = await filled_carts(clients, 200, "TWICE")
        first = await asyncio.gather(*(
            asyncio.gather(*(buying(client, cart, key=f"twice-{cart}") for client in clients)) for cart in carts
        ))
        again = await asyncio.gather(*(buying(clients[0], cart, key=f"twice-{cart}") for cart in carts))
        return first, again, await level(clients[0], "TWICE")

    pairs, again, stock = race(shop, run)
    for pair, later in zip(pairs, again, strict=True):
        assert later.status_code == 201, later.text
        bought = [answer for answer in pair if answer.status_code == 201]
        assert bought
        assert all(_same(answer, later) for answer in bought)
        assert all(is_problem(answer, 409) for answer in pair if answer.status_code != 201)
        assert all(answer.json()["type"] == "/problems/InFlight" for answer in pair if answer.status_code != 201)
    assert (stock["on_hand"], stock["reserved"]) == (500, 200)
    shop.sound()


def _same(one, other):
    return one.json() == other.json()


def test_buyers_of_the_same_three_things_in_any_order_never_wait_for_each_other(shop):
    shop.sells(RED=100, GREEN=100, BLUE=100)

    async def run(clients):
        orders = [("RED", "GREEN", "BLUE"), ("BLUE", "GREEN", "RED")]
        carts = [await filled_cart(clients[i % 2], *orders[i % 2]) for i in range(50)]
        answers = await asyncio.wait_for(
            asyncio.gather(*(buying(clients[i % 2], cart) for i, cart in enumerate(carts))), 60
        )
        return answers, [await level(clients[0], sku) for sku in orders[0]]

    answers, levels = race(shop, run)
    assert Counter(answer.status_code for answer in answers) == {201: 50}
    assert [stock["available"] for stock in levels] == [50, 50, 50]
    shop.sound()


def test_declines_free_what_successes_then_get(shop):
    """Twenty pieces, forty buyers, every second card refused: refused pieces come back, none is lost or sold twice."""
    shop.sells(MIXED=20)
    tokens = ["success", "decline"] * 20
    random.Random(4).shuffle(tokens)

    async def run(clients):
        carts = await filled_carts(clients, 40, "MIXED")
        answers = await asyncio.gather(*(
            buying(clients[i % 2], cart, token=token, key=f"mixed-{cart}")
            for i, (cart, token) in enumerate(zip(carts, tokens, strict=True))
        ))
        return answers, await level(clients[0], "MIXED")

    answers, stock = race(shop, run)
    got = Counter((token, answer.status_code) for token, answer in zip(tokens, answers, strict=True))
    assert set(got) <= {("success", 201), ("success", 409), ("decline", 402), ("decline", 409)}, got
    assert got["success", 201] == stock["reserved"] == 20 - stock["available"]
    shop.sound()


def test_who_loses_a_race_for_one_cart_or_one_order_hears_what_really_happened(shop):
    """Never that goods are gone which that very order took, nor that nothing is put aside for what just left."""
    shop.sells(ONLY=1)

    async def run(clients):
        told = []
        for n in range(15):
            cart = await filled_cart(clients[0], "ONLY")
            bought = await asyncio.gather(*(buying(clients[i % 2], cart, key=f"only-{n}-{i}") for i in range(4)))
            number = next(answer.json()["number"] for answer in bought if answer.status_code == 201)
            shipped = await asyncio.gather(*(
                clients[i % 2].post(f"/orders/{number}/shipment", json={"carrier": "DHL"}, headers=STAFF)
                for i in range(4)
            ))
            told.append((number, bought, shipped))
            await expect(clients[0].post("/inventory/ONLY/receipts", json={"quantity": 1}, headers=STAFF), 201)
        return told

    for number, bought, shipped in race(shop, run):
        lost = [answer.json() for answer in bought if answer.status_code != 201]
        assert {(it["type"], it["facts"].get("number")) for it in lost} == {("/problems/CartClosed", number)}
        assert len(lost) == 3
        assert sorted(answer.status_code for answer in shipped) == [201, 409, 409, 409]
        assert {answer.json()["type"] for answer in shipped if answer.status_code == 409} == {"/problems/OutOfTurn"}
    shop.sound()
