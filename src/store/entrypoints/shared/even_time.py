"""Answers that take the same time whoever is named, so that nobody learns from a clock who has an account."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

FLOOR: Final = 0.3
"""Seconds. Longer than the work behind it takes, unless the machine is overwhelmed; then chance covers the rest."""


@asynccontextmanager
async def evenly(floor: float | None = None) -> AsyncIterator[None]:
    """Let what happens inside take *floor* seconds, or :data:`FLOOR`, however it ends."""
    loop = asyncio.get_running_loop()
    till = loop.time() + (FLOOR if floor is None else floor)
    try:
        yield
    finally:
        await asyncio.sleep(till - loop.time())
