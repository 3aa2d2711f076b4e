"""Orders live on while processes are killed: packed, sent, delivered, cancelled, sent back, paid back, in any order of
steps. Afterwards the log says of each what people were told, once, and stock and money are right.

``LIVES`` says how many orders, ``CRASHES`` how many processes are killed meanwhile; `make lives` takes a thousand.
"""

import asyncio
import os
import random
from collections import Counter, defaultdict
from uuid import UUID

import pytest

from tests.checker.reading import read_log
from tests.crash.lives import Living
from tests.crash.test_crash import CRASHES, SECONDS_TO_SETTLE, SEED, SETTLED, SKUS, crash
from tests.race.busy_shop import busy_shop

pytestmark = [pytest.mark.crash, pytest.mark.slow, pytest.mark.requirement("R4.1"), pytest.mark.requirement("R4.2")]
LIVES = int(os.environ.get("LIVES", "40"))
ONCE = {
    "sent": "ordering/parcel-sent-1", "requested": "returns/requested-1", "approved": "returns/approved-1",
    "refused": "returns/refused-1", "received": "returns/received-1", "inspected": "returns/inspected-1",
}
"""Each yes is one fact, and each fact a yes."""
AGAIN = {
    "cancelled": ("ordering/cancelled-1", "ordering/pieces-cancelled-1"), "delivered": ("ordering/parcel-delivered-1",),
}
"""What is so already is answered with yes once more."""


@pytest.mark.story("US-4.4", "everything is refunded")
@pytest.mark.story("US-4.5", "the refund comes after approval")
def test_whatever_is_killed_orders_become_what_people_were_told():
    chance = random.Random(SEED)
    with busy_shop(two=False) as shop:
        shop.sells(**dict.fromkeys(SKUS, 1_000_000))
        crowd = Living(shop.addresses[0], SKUS, chance)
        asyncio.run(crash(shop, crowd, chance, apart=-(-LIVES // (1 + CRASHES))))
        shop.sound()
        if CRASHES > 3:
            shop.sound(SECONDS_TO_SETTLE, SETTLED)
        facts = read_log(shop.database)
    assert not crowd.faults, "\n".join(crowd.faults[:20])
    assert len(crowd.told) >= LIVES
    told(crowd, facts)
    done = sum((Counter(life.done) for life in crowd.lives), Counter())
    assert set(done) >= {*ONCE, *AGAIN} - {"refused"}, "and all of it happened"


def told(crowd, facts):
    """What people were told is what the log says of each order."""
    numbers, said = {}, defaultdict(Counter)
    """By the stream of an order, and of each return of it."""
    for fact in facts:
        if fact.tag == "ordering/placed-1":
            numbers[fact.stream] = fact.said["number"]
        elif fact.tag == "returns/requested-1":
            numbers[fact.stream] = numbers[UUID(fact.said["order_id"])]
        if fact.stream in numbers:
            said[numbers[fact.stream]][fact.tag] += 1
    for life in crowd.lives:
        its = said[life.number]
        for what, tag in ONCE.items():
            assert its[tag] == life.done[what], (what, life, its)
        for what, tags in AGAIN.items():
            facts_of_it = sum(its[tag] for tag in tags)
            assert bool(facts_of_it) == bool(life.done[what]), (what, life, its)
            assert facts_of_it <= life.done[what], (what, life, its)
