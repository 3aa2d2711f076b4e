"""What words of a search mean: those that say nothing left out, and others that say the same beside them."""

import re
from itertools import islice, product
from typing import Final

from msgspec import json, structs

from store.application.browsing.ports import Wanted
from store.application.catalogue.search_words import GetSearchWords, SearchWordsAnswers, WordsOfSearches
from store.application.shared.caching import Cache, Kind

MOST: Final = 8
"""Other ways to say the same that are looked for at once."""
KEPT: Final = Kind("words", 30.0)
"""Within these seconds searches follow what staff say about words."""
_words: Final = json.Decoder(WordsOfSearches)
_PARTS: Final = re.compile(r"\S+")


class KnownWords:
    """What staff said about the words of searches, as of a moment ago."""

    def __init__(self, answers: SearchWordsAnswers, cache: Cache) -> None:
        self._answers, self._cache = answers, cache

    async def __call__(self) -> WordsOfSearches:
        return _words.decode(await self._cache.get(KEPT, "", self._made))

    async def _made(self) -> bytes:
        return json.encode(await self._answers.get(GetSearchWords()))


async def no_words() -> WordsOfSearches:
    """Where nobody said anything about any."""
    return WordsOfSearches()


def meant(wanted: Wanted, words: WordsOfSearches) -> Wanted:
    """*wanted* without its stop words, unless it has no others, and with the other ways to say it."""
    if not wanted.q or not (words.synonyms or words.stop_words):
        return wanted
    said = _PARTS.findall(wanted.q)
    kept = [word for word in said if word.lower() not in words.stop_words] or said
    also = tuple(islice((way for way in _ways(kept, words) if way != " ".join(kept)), MOST))
    return structs.replace(wanted, q=" ".join(kept), also=also)


def _ways(said: list[str], words: WordsOfSearches) -> list[str]:
    """All ways to say it: the longest phrases that mean the same as others are exchanged for these."""
    others = {word: group for group in words.synonyms for word in group}
    longest = max((len(word.split()) for word in others), default=0)
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(said):
        for length in range(min(longest, len(said) - at), 0, -1):
            phrase = " ".join(said[at:at + length])
            if phrase.lower() in others:
                parts.append((phrase, *(word for word in others[phrase.lower()] if word != phrase.lower())))
                at += length
                break
        else:
            parts.append((said[at],))
            at += 1
    return [" ".join(way) for way in islice(product(*parts), MOST + 1)]
