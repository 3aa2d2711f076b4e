"""Answers that may be given again for a while: made once however many ask at the same time."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct

Make: TypeAlias = Callable[[], Awaitable[bytes]]


class Kind(Struct, frozen=True):
    """A kind of things that are kept: the name they are counted by, and for about how many seconds.

    *nothing*: seconds for which it is kept that there is nothing, which an empty answer says. *unchanging*: what stands
    under a key never becomes another thing, so that each process may keep it in its own memory beside a shared store.
    """

    name: str
    seconds: float
    nothing: float = 0
    unchanging: bool = False

    def life_of(self, value: bytes) -> float:
        """For about how many seconds *value* is kept."""
        return self.seconds if value else self.nothing


class CacheCounts(Struct):
    """How often a cache was asked for one kind of things, since its process began.

    *hits* were kept, *waits* were being made for somebody else, *misses* had to be made, *away* had to be made because
    the store that processes share was not to be reached; *early* ones were made anew while whoever asked got what was
    kept.
    """

    hits: int = 0
    waits: int = 0
    misses: int = 0
    away: int = 0
    early: int = 0


class Cache(Protocol):
    """A cache-aside: whoever asks says how what is missing is made.

    Nothing that depends on who asks may be kept under a key that somebody else asks for.
    """

    @property
    def counts(self) -> Mapping[str, CacheCounts]:
        """By the names of the kinds that were asked for."""

    async def get(self, kind: Kind, key: str, make: Make) -> bytes:
        """What is kept of *kind* under *key*, made now if nothing is; not all ends at once.

        Shortly before its end one who asks has it made anew, and nobody waits for that. What fails is not kept: each
        who waited for it hears so, and the next one tries again.
        """

    async def close(self) -> None:
        """Let go of what is held open."""
