"""Processes are killed in the middle of checkouts. Afterwards nothing is lost, doubled or half done.

``CRASHES`` says how many are killed and ``CRASH_SEED`` in which order; `make crash` kills fifty.
"""

import asyncio
import os
import random
import signal
import time
from collections import defaultdict
from datetime import timedelta

import pytest

from tests.checker.reading import read_log
from tests.crash.customers import Crowd
from tests.race.busy_shop import busy_shop

pytestmark = [pytest.mark.crash, pytest.mark.slow, pytest.mark.requirement("R3.3")]

CRASHES = int(os.environ.get("CRASHES", "3"))
SEED = int(os.environ.get("CRASH_SEED", "1"))
CUSTOMERS = 8
SKUS = ("TEA", "CUP", "SPOON")
PARTS = {"http": "http_process", "postgres": "bin/postgres", "background": "background_process"}
SETTLED = timedelta(seconds=15)
SECONDS_TO_SETTLE = 200
"""The reconciler writes a payment off that the gateway never heard of after a minute, and asks ever more rarely."""


def victims(chance):
    """Everybody's turn comes as often, in an order nobody foresees."""
    while True:
        yield from chance.sample(["http", "postgres", "supervisor", "background"], 4)


def kill(shop, victim):
    """SIGKILL, and back to an open shop the way an operator or the supervisor would get there."""
    if victim == "supervisor":
        shop.serving.process.kill()
        shop.serving.process.wait()
        shop.serving.log.close()
        shop.open()
        return
    pid = shop.serving.part(PARTS[victim])
    os.kill(pid, signal.SIGKILL)
    shop.serving.until(
        lambda: shop.serving.part(PARTS[victim]) not in {None, pid} and shop.serving.answers(), f"another {victim}", 90
    )


async def crash(shop, crowd, chance, apart=CUSTOMERS):
    """Kill while they shop, each time *apart* errands later, and see them shop on."""
    shopping = asyncio.create_task(crowd.shop_till(CUSTOMERS))
    try:
        for _, victim in zip(range(CRASHES), victims(chance), strict=False):
            await _orders(crowd, shopping, crowd.so_far + apart)
            await asyncio.sleep(chance.uniform(0, 0.4))  # so that no two find the shop at the same point
            await asyncio.to_thread(kill, shop, victim)
        await _orders(crowd, shopping, crowd.so_far + apart)
    finally:
        crowd.enough.set()
    await asyncio.wait_for(shopping, 180)


async def _orders(crowd, shopping, number, seconds=60):
    """Until *number* of them are done, and no minute goes by without one: the shop really is open again."""
    deadline, done = time.monotonic() + seconds, crowd.so_far
    while crowd.so_far < number:
        if crowd.so_far > done:
            deadline, done = time.monotonic() + seconds, crowd.so_far
        assert time.monotonic() < deadline, f"nobody can buy any more; answers so far: {crowd.statuses}"
        assert not shopping.done(), shopping.exception()
        await asyncio.sleep(0.02)


def test_whatever_is_killed_nothing_is_lost_doubled_or_half_done():
    chance = random.Random(SEED)
    with busy_shop(two=False) as shop:
        shop.sells(**dict.fromkeys(SKUS, 1_000_000))
        crowd = Crowd(shop.addresses[0], SKUS, chance)
        asyncio.run(crash(shop, crowd, chance))
        shop.sound()
        if CRASHES > 3:  # in a short run nobody waits for the reconciler to have asked about everything
            shop.sound(SECONDS_TO_SETTLE, SETTLED)
        facts = read_log(shop.database)
    assert {errand.answer.status_code for errand in crowd.told} <= {201, 402}
    kept(crowd, facts)


def kept(crowd, facts, *, late=False):
    """What customers were told is what the log says, of each errand once; *late*, payments have run out since."""
    placed, ends = defaultdict(list), defaultdict(set)
    for fact in facts:
        if fact.tag == "ordering/placed-1":
            placed[fact.said["cart_id"]].append(fact.said)
        elif fact.tag.startswith("ordering/"):
            ends[fact.said["order_id"]].add(fact.tag)
    for errand in crowd.errands:
        orders = placed[errand.cart]
        assert len(orders) <= 1, f"doubled: {errand}"
        for order in orders:
            assert {line["sku"]: line["quantity"] for line in order["lines"]} == errand.wanted
        if errand.answer is None:
            continue
        said, (order,) = errand.answer.json(), orders
        end = ends[order["order_id"]]
        if errand.answer.status_code == 402:
            assert end == {"ordering/cancelled-1"}, f"told it was declined: {errand}"
        else:
            assert said["number"] == order["number"]
            ran_out = late and said["status"] == "awaiting_payment"
            assert ran_out or "ordering/cancelled-1" not in end, f"told it was placed: {errand}"
            assert said["status"] == "awaiting_payment" or "ordering/confirmed-1" in end, f"told it was paid: {errand}"
