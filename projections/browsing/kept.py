"""What is said of the places of the shop, kept for as long as it is true: under a key that names the edition."""

from typing import Final

from projections.browsing.edition import OF_PLACES
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import text
from store.application.shared.caching import Cache, Kind, Make

TREE: Final = Kind("tree", 120.0, unchanging=True)
CATEGORY: Final = Kind("category", 120.0, nothing=30.0, unchanging=True)
"""Pages of categories; an address at which there is none is remembered for a moment, and no longer than the edition."""


class Places:
    """A cache of what only depends on the categories and on which goods stand in them.

    Which edition that is, is asked each time, in one look at one row: nothing is ever told that is no longer so, and
    nothing has to be thrown away, since nobody asks for an edition that has passed.
    """

    def __init__(self, questions: Questions, cache: Cache) -> None:
        self._questions, self._cache = questions, cache

    async def get(self, kind: Kind, key: str, make: Make) -> bytes:
        """What is kept of the edition that is, or what *make* says now."""
        rows = await self._questions.ask(OF_PLACES, {})
        if not rows:  # nobody opened a category yet
            return await make()
        return await self._cache.get(kind, f"{text(rows[0][0])}/{key}", make)
