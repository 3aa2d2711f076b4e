"""Five hundred want the last twenty uses of a code at the same instant, over HTTP, against two server processes."""

import asyncio
import os
from collections import Counter
from decimal import Decimal

import pytest

from tests.race.busy_shop import STAFF, busy_shop, buying, expect, filled_cart, is_problem, level, shoppers

pytestmark = [
    pytest.mark.race, pytest.mark.slow, pytest.mark.requirement("R3.5"),
    pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
BUYERS, USES = int(os.environ.get("CODE_BUYERS", "500")), 20
COUPON = {
    "code": "LAST", "name": "Last", "terms": {"kind": "percent", "percent": "10"}, "limits": {"in_all": USES},
}


@pytest.fixture(scope="module")
def shop():
    with busy_shop() as shop:
        yield shop
        shop.sound()


async def _with_code(client, turn):
    async with turn:
        cart = await filled_cart(client, "PLENTY")
        await expect(client.put(f"/carts/{cart}/coupon", json={"code": "LAST"}), 200)
        return cart


async def _everybody(shop):
    async with shoppers(shop) as clients:
        await expect(clients[0].post("/coupons", json=COUPON, headers=STAFF), 201)
        turn = asyncio.Semaphore(16)
        carts = await asyncio.gather(*(_with_code(clients[n % 2], turn) for n in range(BUYERS)))
        answers = await asyncio.gather(*(buying(clients[n % 2], cart, key=cart) for n, cart in enumerate(carts)))
        return answers, await level(clients[0], "PLENTY")


def test_of_five_hundred_twenty_use_a_code_that_twenty_may_use(shop):
    shop.sells(PLENTY=BUYERS)
    answers, stock = asyncio.run(_everybody(shop))
    assert Counter(answer.status_code for answer in answers) == {201: USES, 409: BUYERS - USES}
    assert all(is_problem(answer, 409) for answer in answers if answer.status_code == 409)
    told = {answer.json()["type"] for answer in answers if answer.status_code == 409}
    assert told <= {"/problems/CouponUsedUp", "/problems/Busy"}
    paid = {Decimal(answer.json()["total"]["amount"]) for answer in answers if answer.status_code == 201}
    assert paid == {Decimal("13.90")}, "each of them pays a tenth less, and nobody else was charged"
    assert stock["reserved"] == USES
    shop.sound()
