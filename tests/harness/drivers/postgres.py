"""A whole shop on a real Postgres; after each command its read models are brought to the end, then it goes on."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from dependency_injector import providers

from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.post import postgres_post
from tests.harness.world import CountingIds, StillClock

LONGEST = 10.0


@contextmanager
def postgres(url: str, folder: Path, gateway: Any = None, **settings: Any) -> Iterator[InProcess]:
    """A shop on the migrated, empty database at *url* that keeps its files in *folder*, with the sandbox, or a
    *gateway* that its *settings* lead to.
    """
    clock, ids = StillClock(OPENING), CountingIds()
    with postgres_shop(Settings(database_url=url, data_dir=folder, **settings)) as shop, asyncio.Runner() as loop:
        shop.clock.override(providers.Object(clock))
        shop.ids.override(providers.Object(ids))
        open_for_queries = AsyncExitStack()
        loop.run(open_for_queries.enter_async_context(asking(shop)))
        try:
            driver = InProcess(
                shop.bus(), clock, ids, gateway or shop.sandbox(), shop.log(),
                ask=lambda query: loop.run(_answer(shop, query)), settle=lambda: settle(shop),
                post=postgres_post(shop), passes=shop.passes(),
                standing=lambda session: loop.run(_standing(shop, session, clock)),
            )
            driver.journal, driver.codec = shop.journal(), shop.codec()  # type: ignore[attr-defined]  # for machines
            yield driver
        finally:
            loop.run(open_for_queries.aclose())


async def _standing(shop: Shop, session: UUID, clock: StillClock) -> Any:
    return await shop.live_sessions().find_by_id(session, clock.now())


async def _answer(shop: Shop, query: Any) -> Any:
    return await shop.bus().ask(query)


def settle(shop: Shop) -> None:
    """Have every read model take in all there is, and fail if one of them stopped."""
    newest, deadline = shop.log().max_notification_id() or 0, monotonic() + LONGEST
    while shop.log().newest() < newest:
        assert monotonic() < deadline, "another transaction holds the readers back"
        sleep(0.002)  # the database looks after itself for a moment; there is nothing to wait on
    shop.runner().catch_up()
    stopped = [status for status in shop.runner().status() if status.state != "running"]
    assert not stopped, stopped
