"""What somebody calls the device they are at, and answers that take the same time."""

import asyncio

import pytest

from store.entrypoints.shared.devices import device_of
from store.entrypoints.shared.even_time import evenly
from tests.entrypoints.accounts.conftest import FIREFOX, SAFARI

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36"


@pytest.mark.story("US-1.2", "a session can be ended from another device")
@pytest.mark.parametrize(("said", "device"), [
    (FIREFOX, "Firefox on Linux"), (SAFARI, "Safari on an iPhone"), (CHROME, "Chrome on Windows"),
    (f"{CHROME} Edg/143.0", "Edge on Windows"), (f"{CHROME} OPR/125.0", "Opera on Windows"), ("", "Another program"),
    ("curl/8.5", "Another program"), ("Firefox/1 <script>", "Firefox"), ("x" * 9000, "Another program"),
])
def test_a_device_is_named_by_its_families_and_no_more(said, device):
    assert device_of(said) == device


@pytest.mark.requirement("R1.2")
def test_what_ends_early_or_badly_takes_as_long_as_everything_else():
    async def took(work):
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with evenly(0.05):
                await work()
        except ValueError:
            pass
        return loop.time() - began

    async def nothing():
        return

    async def fails():
        raise ValueError

    for work in (nothing, fails):
        assert asyncio.run(took(work)) >= 0.05
