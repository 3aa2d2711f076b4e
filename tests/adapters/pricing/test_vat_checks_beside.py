"""Whoever looks at a price waits for the register of VAT numbers, and nobody else does."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from store.adapters.pricing.vat_checks_beside import VatChecksBeside
from store.adapters.pricing.vat_register_vies import AT_ONCE

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "tax rates by location")]


class Slow:
    """Checks that wait until they are let go, as many as a register lets wait; others are told at once."""

    register = "one that is slow"

    def __init__(self):
        self.go, self.waiting = Event(), 0

    def check(self, number):
        if number == "waits":
            self.go.wait(30)
        return number


async def crowd(slow):
    """As many as may wait, somebody who is told at once, and work of another kind, on a small machine."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2))
    beside = VatChecksBeside(slow)
    many = [asyncio.create_task(beside.check("waits")) for _ in range(AT_ONCE)]
    try:
        await asyncio.sleep(0)
        return await asyncio.wait_for(asyncio.gather(beside.check("told"), asyncio.to_thread(len, "work")), 5)
    finally:
        slow.go.set()
        await asyncio.gather(*many)


def test_those_who_wait_hold_up_neither_others_who_look_nor_what_else_goes_on_beside():
    assert asyncio.run(crowd(Slow())) == ["told", 4]
