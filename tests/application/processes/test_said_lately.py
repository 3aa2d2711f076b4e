"""Whoever only shows a price hears within a second what the shop says of prices, and asks nobody for it meanwhile."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from store.adapters.drivers.kept_state import KeptState
from store.application.pricing.promotions import BeginPromotion, WithdrawPromotion
from store.application.processes.said_of_prices import LATELY, Said, SaidLately
from store.application.shared.ports import History, Kept
from store.domain.pricing.promotions import Promotions
from store.domain.shared.ids import promotions
from tests.application.processes.examples import shop_selling
from tests.application.processes.test_promotions import HALF_OF_MUGS, ONE, TWO
from tests.application.processes.test_redeeming_coupons import do

pytestmark = pytest.mark.requirement("R3.2")


class Counted:
    """A log to read that says how often it was read."""

    def __init__(self, shop) -> None:
        self._journal, self.reads = shop.shop.async_journal(), 0

    async def read(self, streams: Sequence[UUID]) -> Mapping[UUID, History]:
        self.reads += 1
        return await self._journal.read(streams)

    async def reasons(self, stream: UUID) -> Mapping[int, str]:
        raise NotImplementedError


@pytest.fixture
def world():
    shop = shop_selling()
    return shop, Counted(shop), KeptState(10)


def asked(lately: SaidLately) -> Said:
    return asyncio.run(lately.said())


def test_what_was_read_serves_for_a_second(world) -> None:
    shop, log, keeper = world
    lately = SaidLately(log, keeper, shop.clock)

    assert asked(lately).promotions.version == 0
    do(shop, BeginPromotion(ONE, "Mugs", HALF_OF_MUGS))
    assert asked(lately).promotions.version == 0
    assert log.reads == 1

    shop.clock.advance(LATELY)
    assert asked(lately).promotions.version == 1
    assert log.reads == 2


def test_a_clock_put_back_makes_nothing_last_longer(world) -> None:
    shop, log, keeper = world
    lately = SaidLately(log, keeper, shop.clock)
    asked(lately)

    do(shop, BeginPromotion(ONE, "Mugs", HALF_OF_MUGS))
    shop.clock.advance(-timedelta(hours=1))

    assert asked(lately).promotions.version == 1


def test_what_this_process_knows_better_is_read_at_once(world) -> None:
    shop, log, keeper = world
    lately = SaidLately(log, keeper, shop.clock)
    asked(lately)

    do(shop, BeginPromotion(ONE, "Mugs", HALF_OF_MUGS))
    known = Promotions.replay(promotions(), shop.shop.journal().read([promotions()])[promotions()].events)
    keeper.put(Kept(known, b"", None))

    assert asked(lately).promotions.version == 1
    assert asked(lately).promotions.version == 1
    assert log.reads == 2


def test_a_shop_of_one_process_shows_each_change_at_once() -> None:
    shop = shop_selling()
    lately = SaidLately(shop.shop.async_journal(), shop.shop.keeper(), shop.clock)
    first, second = BeginPromotion(ONE, "Mugs", HALF_OF_MUGS), BeginPromotion(TWO, "Again", HALF_OF_MUGS)
    for version, command in enumerate((first, second, WithdrawPromotion(ONE, "done")), 1):
        do(shop, command)
        assert asked(lately).promotions.version == version
