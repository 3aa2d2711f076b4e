"""Blocking work out of the way of the event loop."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


async def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do *work* in a thread of the loop's own pool."""
    return await asyncio.to_thread(work, *args, **kwargs)


async def at_once(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do *work* here and now: it waits for nothing."""
    return work(*args, **kwargs)
