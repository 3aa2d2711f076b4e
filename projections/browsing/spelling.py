"""Words of goods, and which of them a mistyped word was meant for."""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, LiteralString, TypeVar

from msgspec import structs

from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number, text
from store.application.browsing.ports import Found, Wanted

M = TypeVar("M")

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONGEST, _SHORTEST_ASKED, _MOST_ASKED = 3, 40, 4, 12
_SHORT: Final = 5
"""Up to here one slip is forgiven, beyond it two."""
_NEAR: Final = 200
"""Neighbours that are looked at closely; those that share most pieces come first."""
_NEIGHBOURS: Final[LiteralString] = (
    "WITH a AS MATERIALIZED (SELECT * FROM unnest(%(words)s::text[], %(grams)s::text[], %(slips)s::int[])"
    "  AS each (word, grams, slips) WHERE numnode(plainto_tsquery('english', word)) > 0 AND NOT EXISTS ("
    "  SELECT FROM read.products WHERE for_sale"
    "  AND search @@ (plainto_tsquery('english', each.word) || to_tsquery('simple', '''' || each.word || ''':*'))))"
    " SELECT a.word, w.word, w.products FROM a CROSS JOIN LATERAL ("
    " SELECT word, products FROM read.words, LATERAL (SELECT string_to_array(a.grams, ' ') AS pieces) AS asked"
    "  WHERE grams && pieces AND length(word) BETWEEN length(a.word) - slips AND length(a.word) + slips"
    "  ORDER BY (SELECT count(*) FROM unnest(grams) AS gram WHERE gram = ANY(pieces)) DESC, products DESC, word"
    f"  LIMIT {_NEAR}) AS w"
)
"""Words that no product has, which is found out once each, and what they may have been meant for."""


def words_of(texts: Iterable[str]) -> list[str]:
    """The words in *texts* that somebody may have meant, each once. What holds a digit is no word."""
    found = {word for said in texts for word in _words(said)}
    return sorted(word for word in found if _SHORTEST <= len(word) <= _LONGEST)


def grams(word: str) -> list[str]:
    """Its pieces of three letters, its ends filled up so that these count as well."""
    filled = f"__{word}__"
    return sorted({filled[at:at + 3] for at in range(len(filled) - 2)})


def slips(word: str) -> int:
    """How many slips are forgiven in it."""
    if len(word) < _SHORTEST_ASKED:
        return 0
    return 1 if len(word) <= _SHORT else 2


def distance(one: str, other: str) -> int:
    """Damerau-Levenshtein: letters left out, put in, mistaken, or two neighbours swapped (each of them once)."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]


def nearest(neighbours: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """Of (asked, word, products): the nearest word to each that was asked; of equals the one most goods have."""
    best: dict[str, tuple[int, int, str]] = {}
    for asked, word, products in neighbours:
        far = distance(asked, word)
        if far <= slips(asked):
            best[asked] = min((far, -products, word), best.get(asked, (far, -products, word)))
    return {asked: word for asked, (_, _, word) in best.items()}


async def mended(wanted: Wanted, questions: Questions) -> tuple[Wanted, dict[str, str]]:
    """The same question with every word that no product has replaced by the nearest that some have; and which."""
    asked = [word for word in dict.fromkeys(_words(wanted.q)) if slips(word) and len(word) <= _LONGEST][:_MOST_ASKED]
    if not asked:
        return wanted, {}
    rows = await questions.ask(_NEIGHBOURS, {
        "words": asked, "grams": [" ".join(grams(word)) for word in asked], "slips": [slips(word) for word in asked],
    }, quick=False)
    corrected = nearest((text(word), text(near), number(products)) for word, near, products in rows)
    if not corrected:
        return wanted, {}
    return structs.replace(wanted, q=_replaced(wanted.q, corrected)), corrected


async def forgiven(
    wanted: Wanted, questions: Questions, find: Callable[[Wanted], Awaitable[tuple[Found, M]]]
) -> tuple[Wanted, Found, M]:
    """What *find* finds; where that is nothing, what was meant; and where no product has all words, some of them."""
    found, more = await find(wanted)
    if found.total or not wanted.q:
        return wanted, found, more
    meant, corrected = await mended(wanted, questions)
    if corrected:
        found, more = await find(meant)
    if not found.total and meant.q.split()[1:]:
        meant = structs.replace(meant, some=True)
        found, more = await find(meant)
    return meant, structs.replace(found, corrected=corrected, some=meant.some and found.total > 0), more


def _words(said: str) -> list[str]:
    """Its words in small letters, without those that are part of a number or that are asked to be absent."""
    tokens = (token for token in said.split() if not token.startswith("-") and not any(map(str.isdigit, token)))
    return [word.lower() for token in tokens for word in _LETTERS.findall(token)]


def _replaced(said: str, corrected: dict[str, str]) -> str:
    return " ".join(
        token if token.startswith("-") or any(map(str.isdigit, token))
        else _LETTERS.sub(lambda match: corrected.get(match[0].lower(), match[0]), token)
        for token in said.split()
    )
