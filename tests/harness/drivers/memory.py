"""A whole shop in memory: nothing to start, nothing to clean up, a thousandth of a second a journey."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from store.application.shared.bus import Query
from store.entrypoints.wiring.application import memory_shop
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.post import memory_post
from tests.harness.world import CountingIds, StillClock

OPENING = datetime(2026, 6, 1, 9, tzinfo=UTC)


class Memory(InProcess):
    """Every port has its twin, every id can be predicted."""

    def __init__(self) -> None:
        clock, ids = StillClock(OPENING), CountingIds()
        shop = memory_shop(clock, ids)
        self.codec, self.keys, self.journal = shop.codec(), shop.keys(), shop.journal()
        super().__init__(
            shop.bus(), clock, ids, shop.gateway(), shop.log(), ask=self._answer, post=memory_post(shop),
            passes=shop.passes(), standing=lambda session: shop.sessions().by_id(session, clock.now()),
        )

    def _answer(self, query: Query[Any]) -> Any:
        return asyncio.run(self.bus.ask(query))
