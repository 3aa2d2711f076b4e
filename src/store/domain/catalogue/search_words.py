"""Search words: which of them mean the same, and which of them mean nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from store.domain.catalogue.errors import SearchWordTwice, TooManySearchWords, WordMalformed
from store.domain.catalogue.search_words_events import SearchWordsEvent, SearchWordsSet
from store.domain.shared.aggregate import Aggregate

LONGEST: Final = 60
MOST_GROUPS: Final = 500
MOST_IN_A_GROUP: Final = 10
MOST_STOP_WORDS: Final = 500


class SearchWords(Aggregate[SearchWordsEvent]):
    """One for the whole shop. Words are kept in small letters, in the order they were given."""

    kind = "search_words"

    synonyms: tuple[tuple[str, ...], ...] = ()
    stop_words: tuple[str, ...] = ()

    def set(
        self, synonyms: Iterable[Iterable[str]], stop_words: Iterable[str], *, at: datetime
    ) -> None:
        """Say it anew. Saying the same again is no fact."""
        groups = tuple(group for words in synonyms if (group := _cleaned(words)))
        stops = _cleaned(stop_words)
        if len(groups) > MOST_GROUPS or len(stops) > MOST_STOP_WORDS:
            raise TooManySearchWords(MOST_GROUPS)
        if any(len(group) > MOST_IN_A_GROUP for group in groups):
            raise TooManySearchWords(MOST_IN_A_GROUP)
        seen = set[str](stops)
        for word in (word for group in groups for word in group):
            if word in seen:
                raise SearchWordTwice(word)
            seen.add(word)
        groups = tuple(group for group in groups if len(group) > 1)
        if (groups, stops) != (self.synonyms, self.stop_words):
            self._record(SearchWordsSet(at=at, synonyms=groups, stop_words=stops))

    def _evolve(self, event: SearchWordsEvent) -> None:
        self.synonyms, self.stop_words = event.synonyms, event.stop_words


def _cleaned(words: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(" ".join(word.lower().split()) for word in words if word.strip())
    for word in found:
        if len(word) > LONGEST or not word.isprintable():
            raise WordMalformed(word[:LONGEST])
    return tuple(found)
