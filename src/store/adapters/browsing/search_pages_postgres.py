"""What searches were counted, read from ``work.searches``."""

from collections import defaultdict
from datetime import date
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.application.browsing.looked_for import DEEPEST, SUGGESTED_BY, median
from store.application.browsing.searches import SearchCounts, SearchReport, SearchRow

_TOTALS: Final = """
SELECT which, coalesce(sum(searches), 0)::int, coalesce(sum(nothing), 0)::int, coalesce(sum(guessed), 0)::int,
       coalesce(sum(clicks), 0)::int, coalesce(sum(added), 0)::int, coalesce(sum(bought), 0)::int
FROM (VALUES (0), (1)) AS part (which)
LEFT JOIN work.searches s ON s.day >= %(since)s AND (which = 0 OR s.words IS NULL)
GROUP BY which ORDER BY which
"""
_ROWS: Final = """
SELECT s.words, h.words IS NOT NULL, sum(searches)::int AS often, sum(nothing)::int AS none, sum(guessed)::int,
       sum(clicks)::int, sum(added)::int, sum(bought)::int
FROM work.searches s LEFT JOIN work.searches_hidden h ON h.words = s.words
WHERE s.words IS NOT NULL AND s.day >= %(since)s GROUP BY s.words, h.words
HAVING NOT %(nothing)s OR sum(nothing) > 0
ORDER BY CASE WHEN %(nothing)s THEN sum(nothing) ELSE sum(searches) END DESC, s.words LIMIT %(limit)s
"""
_RANKS: Final = """
SELECT words, place::int, sum(times)::int FROM work.searches, unnest(ranks) WITH ORDINALITY AS r (times, place)
WHERE words = ANY (%(words)s) AND day >= %(since)s GROUP BY words, place
"""
_POPULAR: Final = """
SELECT s.words FROM work.searches s WHERE s.words IS NOT NULL AND s.day >= %(since)s
AND NOT EXISTS (SELECT FROM work.searches_hidden h WHERE h.words = s.words)
GROUP BY s.words
HAVING max(s.visitors) >= %(enough)s AND 2 * sum(s.searches - s.nothing - s.guessed) > sum(s.searches)
ORDER BY sum(s.searches) DESC, s.words LIMIT %(limit)s
"""


class PostgresSearchPages:
    """A :class:`~store.application.browsing.searches.SearchPages`."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def report(self, since: date, *, nothing: bool, limit: int) -> SearchReport:
        """Totals, rows, and the ranks of what is shown: a statement for each."""
        async with self._pool.connection() as db:
            total, unnamed = (await (await db.execute(_TOTALS, {"since": since})).fetchall())
            rows = await (await db.execute(
                _ROWS, {"since": since, "nothing": nothing, "limit": limit}
            )).fetchall()
            places = await (await db.execute(
                _RANKS, {"since": since, "words": [row[0] for row in rows]}
            )).fetchall()
        ranks: dict[str, list[int]] = defaultdict(lambda: [0] * DEEPEST)
        for words, place, times in places:
            ranks[words][place - 1] = times
        return SearchReport(since, [
            SearchRow(words, SearchCounts(*counts), median(ranks[words]), hidden) for words, hidden, *counts in rows
        ], SearchCounts(*total[1:]), SearchCounts(*unnamed[1:]))

    async def popular(self, since: date, limit: int) -> list[str]:
        """One statement."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                _POPULAR, {"since": since, "limit": limit, "enough": SUGGESTED_BY}
            )).fetchall()
        return [words for (words,) in rows]
