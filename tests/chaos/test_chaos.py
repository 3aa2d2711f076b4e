"""Everything that can go wrong does, one thing after the other, while customers shop. Then the books are checked.

``CHAOS`` says how many rounds there are and ``CHAOS_SEED`` in which order; `make chaos` plays fifty.
"""

import asyncio
import contextlib
import os
import queue
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.chaos.afterwards import mails_went_out_once, views_explain_themselves
from tests.chaos.faults import FARTHEST, faults
from tests.chaos.stage import stage
from tests.checker.checker import check
from tests.checker.papers import unwritten
from tests.checker.reading import read_log
from tests.crash.customers import Crowd
from tests.crash.test_crash import kept

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.requirement("R3.3")]

ROUNDS = int(os.environ.get("CHAOS", "5"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
CUSTOMERS = 6
SKUS = ("TEA", "CUP", "SPOON")
LATER = 2 * FARTHEST
"""Where the clock ends: by then every deadline has passed that any process saw."""
SECONDS_TO_SETTLE = 100
SECONDS_TO_GO_HOME = 180


def order_of_events(names, chance):
    """Each fault as often as any other, in an order nobody foresees."""
    while True:
        yield from chance.sample(names, len(names))


@contextlib.contextmanager
def shopping(crowd):
    """Customers shop in a thread of their own; faults stay in this one, since whom it starts lives as long as it."""

    async def shop_on():
        async with asyncio.timeout(None) as patience:
            doors.put((asyncio.get_running_loop(), patience))
            await crowd.shop_till(CUSTOMERS)

    doors = queue.SimpleQueue()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(asyncio.run, shop_on())
        loop, patience = doors.get()
        try:
            yield running
        except BaseException:
            loop.call_soon_threadsafe(patience.reschedule, 0.0)  # what went wrong has been said
            raise
        loop.call_soon_threadsafe(crowd.enough.set)
        loop.call_soon_threadsafe(patience.reschedule, loop.time() + SECONDS_TO_GO_HOME)
        running.result()


def storm(shop, crowd, chance):
    known = faults(shop)
    with shopping(crowd) as customers:
        for number, name in zip(range(1, ROUNDS + 1), order_of_events(list(known), chance), strict=False):
            bought(shop, crowd, customers)
            began = time.monotonic()
            what = known[name](shop, chance)
            shop.recovered()
            _tell(f"{number:>3}  {what}; open again after {time.monotonic() - began:.1f} s, {len(crowd.told)} errands")
        bought(shop, crowd, customers)


def bought(shop, crowd, customers, seconds=120):
    """Until as many errands more are done as there are customers: people really can buy again."""
    deadline, enough = time.monotonic() + seconds, len(crowd.told) + CUSTOMERS
    while len(crowd.told) < enough:
        assert time.monotonic() < deadline, (
            f"nobody can buy any more; answers so far: {crowd.statuses}; the shop said:\n{shop.serving.said()}"
        )
        assert not customers.done(), customers.exception()
        time.sleep(0.02)


def test_after_any_storm_log_stock_money_and_views_are_right():
    chance = random.Random(SEED)
    with stage() as shop:
        if not shop.disk.small:
            _tell("no small disk may be mounted here: it is never full")
        if not shop.clock.turns:
            _tell("no C compiler here: the clock is never turned")
        shop.sells(**dict.fromkeys(SKUS, 1_000_000))
        crowd = Crowd(shop.address, SKUS, chance)
        storm(shop, crowd, chance)
        _tell(f"answers: {dict(crowd.statuses)}")
        shop.clock.turn(LATER)
        settled(shop)
        facts = read_log(shop.direct)
        mails_went_out_once(shop, facts)
        views_explain_themselves(shop)
    assert {errand.answer.status_code for errand in crowd.told} <= {201, 402}
    kept(crowd, facts, late=shop.clock.turns)


def settled(shop):
    """The checker finds nothing, at the latest when the reconciler has asked about everything, and all papers that were
    called for are written: only then does nobody write facts any more.
    """
    ahead = timedelta() if not shop.clock.turns else LATER
    deadline = time.monotonic() + SECONDS_TO_SETTLE
    while offences := [
        *check(shop.direct, shop.books, now=datetime.now(UTC) + ahead), *unwritten(read_log(shop.direct)),
    ]:
        assert time.monotonic() < deadline, (
            f"{offences[0]}; and {len(offences) - 1} more; the shop said:\n{shop.serving.said()}"
        )
        time.sleep(1)


def _tell(words):
    sys.stderr.write(f"{words}\n")
