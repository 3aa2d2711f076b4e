"""Exchanges lapse by themselves where nothing comes, once, and what was kept for them can be bought."""

import pytest

from store.domain.returns.exchanged import KEPT_FOR
from store.entrypoints.workers.exchanges import ExchangeKeeper
from tests.application.processes.exchange_examples import MEDIUM, free, swap, wearing
from tests.application.processes.return_examples import RETURN, do
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]


def test_what_is_kept_is_free_after_two_weeks_however_often_somebody_looks():
    shop = wearing()
    do(shop, swap())
    asked = []
    keeper = ExchangeKeeper(lambda now: asked.append(now) or [RETURN], shop.shop.bus(), shop.clock)
    keeper()
    assert free(shop, MEDIUM) == 2
    shop.clock.set(NOON + KEPT_FOR)
    for _ in range(2):
        keeper()
    assert free(shop, MEDIUM) == 3
    assert asked == [NOON, NOON + KEPT_FOR, NOON + KEPT_FOR]
    facts = [type(it).__name__ for it in shop.streams()[RETURN]]
    assert facts == ["ReturnRequested", "ExchangeLapsed"]
