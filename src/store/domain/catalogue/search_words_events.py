"""What staff say about the words of searches."""

from typing import TypeAlias

from store.domain.shared.aggregate import Event


class SearchWordsSet(Event, frozen=True, tag="catalogue/search-words-set-1"):
    """From now on words of each group in *synonyms* mean the same, and *stop_words* nothing."""

    synonyms: tuple[tuple[str, ...], ...]
    stop_words: tuple[str, ...]


SearchWordsEvent: TypeAlias = SearchWordsSet
