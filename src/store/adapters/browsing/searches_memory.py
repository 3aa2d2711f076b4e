"""The twin: searches counted in memory."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from store.adapters.browsing.searches_postgres import MOST_NAMED, MOST_UNNAMED, NAMES_KEPT, TOTALS_KEPT
from store.application.browsing import looked_for
from store.application.browsing.looked_for import DEEPEST, NAMED_BY, SUGGESTED_BY, Note, Searched, median
from store.application.browsing.searches import SearchCounts, SearchReport, SearchRow
from store.application.shared.ports import Clock

_A_DAY = timedelta(days=1)
_COUNTS = ("searches", "nothing", "guessed", "clicks", "added", "bought")


class _Row:
    def __init__(self) -> None:
        self.words: str | None = None
        self.visitors: set[bytes] = set()
        self.counts: dict[str, int] = dict.fromkeys(_COUNTS, 0)
        self.ranks = [0] * DEEPEST


class MemorySearchBook:
    """A :class:`~store.application.browsing.searches.SearchBook` and its pages."""

    def __init__(self, clock: Clock, most: int = MOST_UNNAMED, named: int = MOST_NAMED) -> None:
        self._clock, self._most, self._named = clock, most, named
        self._rows: dict[tuple[date, bytes], _Row] = defaultdict(_Row)
        self._carts: dict[bytes, dict[tuple[bytes, bytes], bool]] = defaultdict(dict)
        self._put_at: dict[bytes, datetime] = {}
        self._hidden: set[str] = set()

    def add(self, notes: Sequence[Note]) -> None:
        """Searches first, as Postgres does."""
        for note in notes:
            if isinstance(note, Searched):
                self._searched(note)
        for day in {note.day for note in notes if isinstance(note, Searched)}:
            self._bound(day)
        for note in notes:
            self._followed(note)

    def hide(self, words: str, *, hidden: bool) -> None:
        """Remembered or not."""
        self._hidden = self._hidden | {words} if hidden else self._hidden - {words}

    def tidy(self, today: date) -> None:
        """As Postgres does."""
        for (day, query), row in list(self._rows.items()):
            if day < today and query and (day < today - NAMES_KEPT or (day < today - _A_DAY and row.words is None)):
                self._fold(day, query)
            if day < today - TOTALS_KEPT:
                self._rows.pop((day, b""), None)
        for cart, at in list(self._put_at.items()):
            if at < self._clock.now() - 2 * _A_DAY:
                self._carts.pop(cart, None)

    async def report(self, since: date, *, nothing: bool, limit: int) -> SearchReport:
        """Of the days from *since* on."""
        named: dict[str, _Row] = defaultdict(_Row)
        total, unnamed = _Row(), _Row()
        for (day, _), row in self._rows.items():
            if day >= since:
                for into in (total, unnamed if row.words is None else named[row.words]):
                    _merge(into, row)
        shown = [(words, row) for words, row in named.items() if row.counts["nothing"] or not nothing]
        first = "nothing" if nothing else "searches"
        shown.sort(key=lambda it: (-it[1].counts[first], it[0]))
        return SearchReport(since, [
            SearchRow(words, SearchCounts(**row.counts), median(row.ranks), words in self._hidden)
            for words, row in shown[:limit]
        ], SearchCounts(**total.counts), SearchCounts(**unnamed.counts))

    async def popular(self, since: date, limit: int) -> list[str]:
        """As Postgres has it."""
        enough = {row.words for (day, _), row in self._rows.items()
                  if day >= since and len(row.visitors) >= SUGGESTED_BY}
        rows = (await self.report(since, nothing=False, limit=len(self._rows))).rows
        return [
            row.words for row in rows if row.words in enough and not row.hidden
            and 2 * (row.counts.searches - row.counts.nothing - row.counts.guessed) > row.counts.searches
        ][:limit]

    def _followed(self, note: Note) -> None:
        match note:
            case looked_for.Opened(query, rank):
                for row in self._more(query, "clicks"):
                    row.ranks[min(max(rank, 1), DEEPEST) - 1] += 1
            case looked_for.PutIn(query, cart, item):
                self._put_in(query, cart, item)
            case looked_for.TakenOut(cart, item):
                inside = self._carts.get(cart, {})
                inside.update({key: False for key in inside if key[0] == item})
            case looked_for.Bought(cart):
                sold = self._carts.pop(cart, {})
                for query in {its for (_, its), there in sold.items() if there}:
                    self._more(query, "bought")
            case Searched():
                pass

    def _searched(self, note: Searched) -> None:
        key = note.day, b"" if note.words is None else note.query
        row = self._rows[key] = self._rows.pop(key, _Row())  # the newest stands last
        for what, more in (("searches", 1), ("nothing", note.nothing), ("guessed", note.guessed)):
            row.counts[what] += note.times * more
        if note.words is None:
            return
        row.visitors.add(note.visitor)
        room = sum(it.words is not None for (day, _), it in self._rows.items() if day == note.day) < self._named
        if (len(row.visitors) >= NAMED_BY and room) or any(it.words == note.words for it in self._rows.values()):
            row.words = note.words

    def _more(self, query: bytes, what: str) -> list[_Row]:
        """One more of it, for whichever of yesterday's and today's searches that is."""
        since = self._clock.today() - _A_DAY
        rows = [row for (day, its), row in self._rows.items() if its == query and query and day >= since]
        for row in rows:
            row.counts[what] += 1
        return rows

    def _put_in(self, query: bytes, cart: bytes, item: bytes) -> None:
        if (item, query) in self._carts[cart] or self._more(query, "added"):
            self._carts[cart][item, query] = True
            self._put_at[cart] = self._clock.now()

    def _bound(self, day: date) -> None:
        unnamed = [(key, row) for key, row in self._rows.items() if key[0] == day and key[1] and row.words is None]
        unnamed.sort(key=lambda it: (len(it[1].visitors), it[1].counts["searches"]))
        for (_, query), _row in unnamed[:-self._most]:
            self._fold(day, query)

    def _fold(self, day: date, query: bytes) -> None:
        gone = self._rows.pop((day, query))
        gone.ranks = []
        _merge(self._rows[day, b""], gone)


def _merge(into: _Row, row: _Row) -> None:
    for name, more in row.counts.items():
        into.counts[name] += more
    into.ranks = [one + other for one, other in zip(into.ranks, row.ranks or [0] * DEEPEST, strict=True)]
