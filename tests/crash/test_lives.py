"""Orders live on while processes are killed: packed, booked with a carrier, sent, delivered, cancelled, sent back, paid
back, by credit and by card, exchanged, in the order that the machine made up in memory. Afterwards the log says
of each what people were told, once, and stock, money, credit and the carrier's books are right.

``LIVES`` says how many orders, ``CRASHES`` how many processes are killed meanwhile; `make lives` takes a thousand.
"""

import asyncio
import json
import os
import random
from collections import Counter, defaultdict
from uuid import UUID

import pytest

from tests.checker.reading import read_log
from tests.crash.accounts import with_credit
from tests.crash.after_sale import AfterSale
from tests.crash.plans import plans
from tests.crash.test_crash import CRASHES, SECONDS_TO_SETTLE, SEED, SETTLED, SKUS, crash
from tests.race.busy_shop import busy_shop

pytestmark = [pytest.mark.crash, pytest.mark.slow, pytest.mark.requirement("R4.1"), pytest.mark.requirement("R4.2")]
LIVES = int(os.environ.get("LIVES", "40"))
ONCE = {
    "sent": "ordering/parcel-sent-1", "requested": "returns/requested-1", "approved": "returns/approved-1",
    "refused": "returns/refused-1", "received": "returns/received-1", "inspected": "returns/inspected-1",
    "booked": "ordering/parcel-booked-1", "called off": "ordering/booking-called-off-1",
}
"""Each yes is one fact, and each fact a yes; what errands do by themselves is nobody's."""
ACCOUNTS = 12
AGAIN = {
    "cancelled": ("ordering/cancelled-1", "ordering/pieces-cancelled-1"), "delivered": ("ordering/parcel-delivered-1",),
    "labelled": ("returns/parcel-booked-1",),
}
"""What is so already is answered with yes once more."""


@pytest.mark.story("US-4.4", "everything is refunded")
@pytest.mark.story("US-4.5", "the refund comes after approval")
def test_whatever_is_killed_orders_become_what_people_were_told():
    chance = random.Random(SEED)
    with busy_shop(two=False, STORE_CARRIER="sandbox", STORE_ACCESS_TOKEN_MINUTES="1440") as shop:
        shop.sells(small=True, **dict.fromkeys(SKUS, 1_000_000))
        crowd = AfterSale(shop.addresses[0], SKUS, chance, plans=plans(LIVES), accounts=with_credit(shop, ACCOUNTS))
        asyncio.run(crash(shop, crowd, chance, apart=-(-LIVES // (1 + CRASHES))))
        shop.sound()
        if CRASHES > 3:
            shop.sound(SECONDS_TO_SETTLE, SETTLED)
        facts = read_log(shop.database)
    assert not crowd.faults, "\n".join(crowd.faults[:20])
    assert len(crowd.lives) >= LIVES
    told(crowd, facts)
    done = sum((Counter(life.done) for life in crowd.lives), Counter())
    assert set(done) >= {*ONCE, *AGAIN, "exchanged"} - {"refused", "called off"}, "and all of it happened"
    assert any(crowd.by_credit.values()), "by credit, too"


def told(crowd, facts):
    """What people were told is what the log says of each order."""
    said = by_order(facts)
    for life in crowd.lives:
        its = said[life.number]
        for what, tag in ONCE.items():
            assert its[tag] == life.done[what], (what, life, its)
        for what, tags in AGAIN.items():
            facts_of_it = sum(its[tag] for tag in tags)
            assert bool(facts_of_it) == bool(life.done[what]), (what, life, its)
            assert facts_of_it <= life.done[what], (what, life, its)
    placed = {fact.said["number"]: fact.said for fact in facts if fact.tag == "ordering/placed-1"}
    for number, credit in crowd.by_credit.items():
        assert (placed[number].get("credit") or {"minor": 0})["minor"] == round(100 * float(credit or 0)), number
    replaced = [said["number"] for said in placed.values() if said.get("replaces")]
    assert sorted(replaced) == sorted(life.number for life in crowd.lives if life.number not in crowd.by_credit)


def by_order(facts):
    """How often what happened to each order, and to returns of it, by its number; without what errands did."""
    numbers, said = {}, defaultdict(Counter)
    for fact in facts:
        if fact.tag == "ordering/placed-1":
            numbers[fact.stream] = fact.said["number"]
        elif fact.tag == "returns/requested-1":
            numbers[fact.stream] = numbers[UUID(fact.said["order_id"])]
        if fact.stream in numbers and not json.loads(fact.metadata)["actor"].startswith("system:"):
            said[numbers[fact.stream]][fact.tag] += 1
    return said
