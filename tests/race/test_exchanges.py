"""Exchanges at the same instant, over HTTP, against two server processes: whoever looks, keeps it or wants the last."""

import asyncio
import os
from collections import Counter
from uuid import UUID

import pytest

from store.domain.shared.ids import last_parcel_of
from tests.race.busy_shop import STAFF, busy_shop, buying, expect, filled_cart, is_problem, level, shoppers

pytestmark = [
    pytest.mark.race, pytest.mark.slow, pytest.mark.requirement("R4.1"),
    pytest.mark.story("US-4.5", "the refund comes after approval"),
]
ORDERS, AT_ONCE = int(os.environ.get("EXCHANGES", "12")), 4


@pytest.fixture(scope="module")
def shop():
    with busy_shop() as shop:
        yield shop
        shop.sound()


async def _bought(clients, sku, turn):
    """An order of one piece that has arrived."""
    async with turn:
        cart = await filled_cart(clients[0], sku)
        order = (await expect(buying(clients[0], cart), 201)).json()
        number, mine = order["number"], {"authorization": f"Bearer {order['access_token']}"}
        part = (await expect(clients[0].get(f"/orders/{number}", headers=mine), 200)).json()["parts"][0]["part_id"]
        await expect(clients[0].post(f"/orders/{number}/shipment", json={"carrier": "Post"}, headers=STAFF), 201)
        there = f"/fulfilment/{number}/{part}/parcels/{last_parcel_of(UUID(part))}/delivery"
        await expect(clients[0].put(there, headers=STAFF), 200)
        return number, mine


def _ask(client, order, sku):
    number, mine = order
    return client.post(f"/orders/{number}/returns", headers=mine, json={
        "lines": [{"sku": sku, "quantity": 1, "instead": sku}], "reason": "damaged",
    })


async def _looked_at(clients, order, sku):
    """Several inspect it at once, and somebody would rather keep it: what each was told."""
    number, mine = order
    back = f"{number}-R1"
    found = {"lines": [{"sku": sku, "restocked": 1}]}
    withdraw = clients[1].post(f"/orders/{number}/returns/1/withdrawal", headers=mine)
    if ord(number[-1]) % 2:  # while it is on its way
        told = await asyncio.gather(withdraw, clients[0].post(f"/returns/{back}/receipt", headers=STAFF))
    else:
        told = [await clients[0].post(f"/returns/{back}/receipt", headers=STAFF), await withdraw]
    looked = await asyncio.gather(*(
        clients[n % 2].post(f"/returns/{back}/inspection", json=found, headers=STAFF) for n in range(AT_ONCE)
    ))
    seen = (await expect(clients[0].get(f"/returns/{back}", headers=STAFF), 200)).json()
    return seen, told, looked


async def _everybody(shop):
    async with shoppers(shop) as clients:
        turn = asyncio.Semaphore(8)
        orders = await asyncio.gather(*(_bought(clients, "SHIRT", turn) for _ in range(ORDERS)))
        for order in orders:
            await expect(_ask(clients[0], order, "SHIRT"), 201)
            await expect(clients[0].post(f"/returns/{order[0]}-R1/approval", headers=STAFF), 201)
        before = await level(clients[0], "SHIRT")
        ends = await asyncio.gather(*(_looked_at(clients, order, "SHIRT") for order in orders))
        return before, ends, await level(clients[0], "SHIRT")


def test_one_inspection_wins_and_sends_one_and_what_is_kept_after_all_sends_none(shop):
    shop.sells(SHIRT=ORDERS * 2)
    before, ends, after = asyncio.run(_everybody(shop))
    assert before["reserved"] == ORDERS, "one is kept for each"
    exchanged = 0
    for seen, told, looked in ends:
        by = Counter(answer.status_code for answer in looked)
        if seen["status"] == "withdrawn":
            assert by == {409: AT_ONCE}
            assert seen["replaced_by"] is None
            continue
        assert by == {201: 1, 409: AT_ONCE - 1}, [answer.text for answer in looked]
        assert all(is_problem(answer, 409) for answer in looked if answer.status_code == 409)
        assert seen["replaced_by"]
        assert seen["refund"] is None
        assert sum(answer.status_code == 201 for answer in told) == 1, "it has arrived, and can't be kept"
        exchanged += 1
    assert after["reserved"] == exchanged
    assert after["on_hand"] == before["on_hand"] + exchanged, "what came back lies here again"


async def _last(shop):
    async with shoppers(shop) as clients:
        turn = asyncio.Semaphore(8)
        orders = await asyncio.gather(*(_bought(clients, "LAST", turn) for _ in range(AT_ONCE)))
        answers = await asyncio.gather(*(
            _ask(clients[n % 2], order, "LAST") for n, order in enumerate(orders)
        ))
        return answers, await level(clients[0], "LAST")


def test_of_those_who_want_the_last_one_in_exchange_one_has_it(shop):
    shop.sells(LAST=AT_ONCE + 1)
    answers, stock = asyncio.run(_last(shop))
    told = Counter(answer.status_code for answer in answers)
    assert (told[201], sum(told.values())) == (1, AT_ONCE), [answer.text for answer in answers]
    assert {answer.json()["type"] for answer in answers if answer.status_code != 201} == {"/problems/SoldOut"}
    assert (stock["reserved"], stock["available"]) == (1, 0)
