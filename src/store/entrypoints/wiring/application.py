"""Whole shops, put together: on Postgres for real, in memory for tests."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.memory_containers import MemoryShop

if TYPE_CHECKING:
    from store.application.shared.ports import Clock, Ids
    from store.entrypoints.wiring.settings import Settings


@contextmanager
def postgres_shop(settings: "Settings") -> Iterator[Shop]:
    """A shop on the Postgres that *settings* name; commands and projections work, queries need :func:`asking`."""
    shop = Shop(settings=settings, secret=settings.signing_secret())
    try:
        yield shop
    finally:
        shop.recordings().flush()
        shop.stirring().close()
        shop.liveness().close()
        shop.pool().close()
        shop.appending().close()
        shop.appending_pool().close()
        shop.projector_pool().close()
        shop.keys().close()
        shop.gateway().close()


@asynccontextmanager
async def asking(shop: Shop) -> AsyncIterator[Shop]:
    """Open what queries need, in the loop that asks them."""
    async with shop.async_pool(), shop.questions(), shop.log_questions():
        yield shop


def memory_shop(clock: "Clock", ids: "Ids") -> MemoryShop:
    """A shop in memory that lives as long as somebody holds it."""
    return MemoryShop(clock=clock, ids=ids)
