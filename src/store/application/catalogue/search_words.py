"""What one may say about the words of searches, and ask."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.catalogue.search_words import SearchWords
from store.domain.shared.ids import search_words


class WordsOfSearches(Struct, frozen=True):
    """Groups of words that mean the same, and words that mean nothing; in small letters."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    stop_words: tuple[str, ...] = ()
    version: int = 0


class SetSearchWords(Command[WordsOfSearches], frozen=True):
    """Say it anew, all of it.

    :raises SearchWordTwice: if a word stands in two groups, or in one and among those that mean nothing.
    """

    synonyms: tuple[tuple[str, ...], ...]
    stop_words: tuple[str, ...]
    version: int | None = None


class GetSearchWords(Query[WordsOfSearches], frozen=True):
    """What do they mean? Answered from the facts themselves."""


@dataclass(frozen=True)
class SearchWordsHandlers:
    clock: Clock

    @handles(SetSearchWords)
    def set(self, command: SetSearchWords, work: UnitOfWork) -> WordsOfSearches:
        words = work.find(SearchWords, search_words())
        expect(words, command.version)
        words.set(command.synonyms, command.stop_words, at=self.clock.now())
        work.save(words)
        return WordsOfSearches(words.synonyms, words.stop_words, words.version)


@dataclass(frozen=True)
class SearchWordsAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(GetSearchWords)
    async def get(self, query: GetSearchWords) -> WordsOfSearches:
        """The words as they were said last."""
        del query
        history = (await self.journal.read([search_words()])).get(search_words(), History())
        words = SearchWords.replay(search_words(), history.events)
        return WordsOfSearches(words.synonyms, words.stop_words, words.version)
