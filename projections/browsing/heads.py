"""What a search is for, and what only goes with it: a *projector mount* is no projector.

Behind a word a name may have another one for a thing of its own, and then says what that thing is for. Which words are
for things the goods say themselves: those after which the categories are called that goods with such a word stand in.
"""

from collections.abc import Awaitable, Callable, Iterable
from itertools import chain
from typing import Final, LiteralString, TypeAlias

from msgspec import json, structs

from projections.browsing.compounds import INTO, head_of, words_of
from projections.browsing.search_ranks import NAMED
from projections.browsing.vocabulary import THING
from projections.browsing.wishes import wishes_in
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import text
from store.application.browsing.ports import Wanted
from store.application.shared.caching import Cache, Kind

KEPT: Final = Kind("heads", 600.0)
"""For so many seconds words are for the things they were for."""
Heads: TypeAlias = Callable[[Wanted], Awaitable[Wanted]]
_Known: TypeAlias = tuple[list[str], list[str]]
_known: Final[json.Decoder[_Known]] = json.Decoder(tuple[list[str], list[str]])
LOOKED_AT: Final = 400
"""So many names are enough to learn from."""
_MOST = 24
BEHIND: Final[LiteralString] = (
    f"WITH asked AS MATERIALIZED (SELECT stem, start,"
    f"  (quote_literal('{NAMED}' || start) || ':*')::tsquery && plainto_tsquery('english', %(head)s) AS named"
    "  FROM unnest(ts_lexize('english_stem', %(head)s)) AS stem,"
    "  left(stem, greatest(length(stem) - 1, 1)) AS start),"  # what ends otherwise begins alike
    " names AS MATERIALIZED (SELECT regexp_split_to_array(lower(name), '[^[:alnum:]]+') AS words"
    f"  FROM asked, read.products WHERE for_sale AND search @@ named LIMIT {LOOKED_AT}),"
    " placed AS MATERIALIZED (SELECT words[at] AS form, words[at + 1] AS first,"
    "  CASE WHEN words[at + 1] <> ALL (%(into)s::text[]) THEN words[at + 2] END AS second"
    "  FROM asked, names, generate_subscripts(words, 1) AS at"
    "  WHERE CASE WHEN starts_with(words[at], start) THEN ts_lexize('english_stem', words[at]) = ARRAY[stem] END)"
    " SELECT DISTINCT 'head', form FROM placed UNION ALL SELECT 'other', word FROM ("
    "  SELECT behind.word FROM asked, placed, unnest(ARRAY[first, second]) AS behind (word),"
    "   (SELECT 0 AS named, 0 AS called) AS older,"  # a table that an older version made counts neither
    f"  LATERAL (SELECT FROM read.words AS w WHERE w.word = behind.word AND {THING}) AS thing"
    "  WHERE ts_lexize('english_stem', behind.word) <> ARRAY[stem]"
    f"  GROUP BY behind.word ORDER BY count(*) DESC, behind.word LIMIT {_MOST}) AS others"
)


class KnownHeads:
    """Knows of searches what they are for, as the goods had it lately."""

    def __init__(self, questions: Questions, cache: Cache) -> None:
        self._questions, self._cache = questions, cache

    async def __call__(self, wanted: Wanted) -> Wanted:
        """*wanted* with its ``head`` and its ``others``, where they make a difference."""
        if wanted.sort != "relevance":
            return wanted
        ways = [wishes_in(way).plain for way in (wanted.q, *wanted.also)]
        found = [await self._of(head) for head in dict.fromkeys(map(head_of, ways)) if head]
        said = {word for way in ways for word in words_of(way)}
        return structs.replace(
            wanted, head=_each(forms for forms, _ in found),
            others=tuple(other for other in _each(others for _, others in found) if other not in said),
        )

    async def _of(self, head: str) -> _Known:
        async def made() -> bytes:
            rows = await self._questions.ask(BEHIND, {"head": head, "into": sorted(INTO)}, quick=False)
            return json.encode([[text(word) for it, word in rows if text(it) == kind] for kind in ("head", "other")])

        return _known.decode(await self._cache.get(KEPT, head, made))


async def no_heads(wanted: Wanted) -> Wanted:
    """Where nothing is known of what words are for."""
    return wanted


def _each(words: Iterable[list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(words)))
