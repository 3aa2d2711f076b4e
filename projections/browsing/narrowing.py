"""What lists may be narrowed down to, asked for once however many look at the same long list."""

from typing import Final

from msgspec import json, structs
from psycopg.errors import UndefinedTable

from projections.browsing.facets import FEW, facets_from, facets_sql
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import Facets
from store.application.browsing.ports import Wanted
from store.application.shared.caching import Cache, Kind

KEPT: Final = Kind("facets", 10.0, nothing=10.0)
"""The choices of a long list may be those of a moment ago."""
_SHORT: Final = b""
"""What is kept of a short one: that it is short."""
_facets: Final = json.Decoder(Facets)


class Narrowing:
    """Knows what lists may be narrowed down to. Where so much is left that nobody could count it, for some seconds the
    same is said.
    """

    def __init__(self, questions: Questions, currency: str, cache: Cache) -> None:
        self._questions, self._currency, self._cache = questions, currency, cache

    async def of(self, wanted: Wanted) -> Facets:
        """Counts of each choice, its own filter left aside."""
        fresh: list[Facets] = []

        async def made() -> bytes:
            total, facets = await self._counted(wanted)
            fresh.append(facets)
            return json.encode(facets) if total > FEW else _SHORT

        key = structs.replace(wanted, sort="", cursor=None, limit=0)
        kept = await self._cache.get(KEPT, json.encode(key).decode(), made)
        if kept:
            return _facets.decode(kept)
        return fresh[0] if fresh else (await self._counted(wanted))[1]

    async def _counted(self, wanted: Wanted) -> tuple[int, Facets]:
        try:
            found = await self._questions.ask(*facets_sql(wanted), quick=False)
        except UndefinedTable:  # an older version made the tables, and new ones are being filled
            found = await self._questions.ask(*facets_sql(wanted, marked=False), quick=False)
        return facets_from(found, wanted, self._currency)
