"""What every page asks for, made when a server starts: the first visitors needn't wait for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, Final

import structlog
from litestar import Litestar

from store.adapters.drivers.threads import in_thread
from store.application.browsing.messages import ListCategories, ListProducts
from store.application.shared.bus import Bus, Query

ASKED: Final[tuple[Query[Any], ...]] = (
    ListCategories(), ListProducts(facets=True), ListProducts(limit=8, sort="newest", in_stock=True),
    ListProducts(limit=8, sort="-price", in_stock=True), ListProducts(q="a", limit=1),
)
"""The tree, the front page, the list of everything with its choices, and the words of searches."""
SHOWN: Final = tuple(f"storefront/{name}.html" for name in ("home", "listing", "product", "cart", "error"))
"""Templates are compiled when they are first used, which takes longer than many a page."""


@asynccontextmanager
async def warm(app: Litestar, bus: Bus) -> AsyncIterator[None]:
    """Have it made beside whatever the server does: nobody waits for it, neither visitors nor whoever asks whether the
    server is ready.
    """
    task = asyncio.create_task(_all(app, bus))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _all(app: Litestar, bus: Bus) -> None:
    for query in ASKED:
        await _tried(type(query).__name__, partial(bus.ask, query))
    if (engine := app.template_engine) is not None:
        for name in SHOWN:
            await _tried(name, partial(in_thread, engine.get_template, name))


async def _tried(what: str, make: Callable[[], Awaitable[Any]]) -> None:
    try:
        await make()
    except Exception as failure:  # noqa: BLE001 - whoever asks for it first has it made, and is told why it can't be
        structlog.get_logger().warning("not warmed up", what=what, because=type(failure).__name__)
