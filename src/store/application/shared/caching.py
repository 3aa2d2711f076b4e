"""Answers that may be given again for a while: made once however many ask at the same time."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

from msgspec import Struct

Make: TypeAlias = Callable[[], Awaitable[bytes]]


class CacheCounts(Struct):
    """How often a cache was asked, since its process began.

    *hits* were kept, *waits* were being made for somebody else, *misses* had to be made, *away* had to be made because
    the store that processes share was not to be reached.
    """

    hits: int = 0
    waits: int = 0
    misses: int = 0
    away: int = 0


class Cache(Protocol):
    """A cache-aside: whoever asks says how what is missing is made.

    Nothing that depends on who asks may be kept under a key that somebody else asks for.
    """

    @property
    def counts(self) -> CacheCounts: ...

    async def get(self, key: str, make: Make, *, seconds: float) -> bytes:
        """What is kept under *key*, made now if nothing is; kept for about *seconds*, so that not all ends at once.

        What fails is not kept: each who waited for it hears so, and the next one tries again.
        """
