"""What staff may ask about searches, and say: which words are suggested to nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from msgspec import Struct, json

from store.application.browsing.looked_for import Note, words_of
from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.caching import Cache, Kind
from store.application.shared.errors import BadValue
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork

PERIODS: Final = (7, 30, 90)
MOST: Final = 5_000
POPULAR: Final = 1000
"""Past searches that suggestions are chosen from: those most looked for."""
POPULAR_FOR: Final = timedelta(days=30)
KEPT: Final = Kind("past searches", 60)
"""Seconds after which suggestions follow what staff say."""
_popular: Final = json.Decoder(list[str])


class SearchCounts(Struct, frozen=True):
    """How often, and what came of it: ``added`` counts articles in carts, ``bought`` orders with one of them."""

    searches: int = 0
    nothing: int = 0
    guessed: int = 0
    clicks: int = 0
    added: int = 0
    bought: int = 0


class SearchRow(Struct, frozen=True):
    """Of one search; ``rank`` is the median of what was opened, ``hidden``: suggested to nobody."""

    words: str
    counts: SearchCounts
    rank: int | None = None
    hidden: bool = False


class SearchReport(Struct, frozen=True):
    """The searches of a period. ``total`` is of all, ``unnamed`` of those whose words nobody wrote down."""

    since: date
    rows: list[SearchRow]
    total: SearchCounts
    unnamed: SearchCounts


class ListSearches(Query[SearchReport], frozen=True):
    """What did people look for? The most searched first; with *nothing*, what was found nothing for most often."""

    days: int = 30
    nothing: bool = False
    limit: int = 100


class PopularSearches(Query[list[str]], frozen=True):
    """What do many look for, and find? The most searched first, as of a moment ago."""


class HideSearch(Command[None], frozen=True):
    """Suggest these words to nobody, or to whoever they fit again."""

    words: str
    hidden: bool = True


class SearchBook(Protocol):
    """Where searches are counted. It may lose what it is told, and counts nothing twice."""

    def add(self, notes: Sequence[Note]) -> None:
        """All of them, or none: whoever is not told that it came off may not ask again."""

    def hide(self, words: str, *, hidden: bool) -> None:
        """Whether these are suggested to nobody."""

    def tidy(self, today: date) -> None:
        """Forget what a day has left, and the words of days long past."""


class SearchPages(Protocol):
    """How that is read."""

    async def report(self, since: date, *, nothing: bool, limit: int) -> SearchReport: ...

    async def popular(self, since: date, limit: int) -> list[str]:
        """What enough visitors of one day looked for; most of the time, all the words were found; and nobody hid it."""


@dataclass(frozen=True)
class SearchHandlers:
    book: SearchBook

    @handles(HideSearch)
    def hide(self, command: HideSearch, work: UnitOfWork) -> None:
        del work
        words = words_of(command.words)
        if words is None:
            raise BadValue("words", "these are never suggested")
        self.book.hide(words, hidden=command.hidden)


@dataclass(frozen=True)
class SearchAnswers:
    pages: SearchPages
    clock: Clock
    cache: Cache
    reads = ()

    @answers(ListSearches)
    async def report(self, query: ListSearches) -> SearchReport:
        """Of the days up to today."""
        if query.days not in PERIODS:
            raise BadValue("days", f"choose one of {', '.join(map(str, PERIODS))}")
        if not 1 <= query.limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        since = self.clock.today() - timedelta(days=query.days - 1)
        return await self.pages.report(since, nothing=query.nothing, limit=query.limit)

    @answers(PopularSearches)
    async def popular(self, query: PopularSearches) -> list[str]:
        """Asked of the book once a minute, whoever types."""
        del query
        return _popular.decode(await self.cache.get(KEPT, "", self._made))

    async def _made(self) -> bytes:
        return json.encode(await self.pages.popular(self.clock.today() - POPULAR_FOR, POPULAR))
