"""Searches, counted in ``work.searches``: a batch is one transaction, there or not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.browsing import search_sql
from store.application.browsing.looked_for import (
    DEEPEST,
    NAMED_BY,
    SUGGESTED_BY,
    Bought,
    Note,
    Opened,
    PutIn,
    Searched,
    TakenOut,
)
from store.application.shared.ports import Clock

MOST_UNNAMED: Final = 5_000
"""Different searches of a day that are told apart before anybody knows their words."""
MOST_NAMED: Final = 2_000
"""Searches of a day that get words; whoever commands many networks fills no more than that."""
MOST_CARTS: Final = 100_000
NAMES_KEPT: Final = timedelta(days=92)
TOTALS_KEPT: Final = timedelta(days=760)
_A_DAY: Final = timedelta(days=1)


class PostgresSearchBook:
    """A :class:`~store.application.browsing.searches.SearchBook`."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], clock: Clock, most: int = MOST_UNNAMED, named: int = MOST_NAMED
    ) -> None:
        self._pool, self._clock, self._most, self._named = pool, clock, most, named

    def add(self, notes: Sequence[Note]) -> None:
        """What is looked for first, so that what came of it finds its row."""
        by_day: dict[date, list[Searched]] = defaultdict(list)
        for note in notes:
            if isinstance(note, Searched):
                by_day[note.day].append(note)
        since = self._clock.today() - _A_DAY  # who looked before midnight may buy after it
        with self._pool.connection() as db, db.transaction():
            db.execute(search_sql.SOON)
            db.execute(search_sql.ALONE)
            for day, searched in by_day.items():
                self._count(db, day, searched)
            _opened(db, [note for note in notes if isinstance(note, Opened)], since)
            for note in notes:
                _followed(db, note, since)

    def hide(self, words: str, *, hidden: bool) -> None:
        """Written or taken away."""
        with self._pool.connection() as db:
            if hidden:
                db.execute("INSERT INTO work.searches_hidden (words) VALUES (%s) ON CONFLICT DO NOTHING", (words,))
            else:
                db.execute("DELETE FROM work.searches_hidden WHERE words = %s", (words,))

    def tidy(self, today: date) -> None:
        """What told visitors apart goes with the day; searches without words go a day later, and all words in time."""
        with self._pool.connection() as db, db.transaction():
            db.execute(search_sql.ALONE)
            db.execute("DELETE FROM work.search_visitors WHERE day < %s", (today,))
            db.execute("DELETE FROM work.search_carts WHERE put_at < now() - interval '2 days'")
            db.execute(search_sql.FOLD, {"named": today - NAMES_KEPT, "unnamed": today - _A_DAY})
            db.execute("DELETE FROM work.searches WHERE day < %s", (today - TOTALS_KEPT,))

    def _count(self, db: Connection[Any], day: date, searched: Sequence[Searched]) -> None:
        words = {note.query: note.words for note in searched if note.words is not None}
        known = {row[0] for row in db.execute(search_sql.KNOWN, (list(words.values()),)).fetchall()}
        ((named,),) = db.execute(search_sql.NAMED, (day,)).fetchall()
        rows = _summed(searched)
        db.execute(search_sql.COUNT, {
            "day": day, "queries": list(rows), "words": [words[it] if words.get(it) in known else None for it in rows],
            "searches": [counts["searches"] for counts in rows.values()],
            "nothing": [counts["nothing"] for counts in rows.values()],
            "guessed": [counts["guessed"] for counts in rows.values()],
        })
        visitors = sorted({(note.query, note.visitor) for note in searched if note.words is not None})
        seen = db.execute(search_sql.TELL_APART, {
            "day": day, "queries": [query for query, _ in visitors], "visitors": [visitor for _, visitor in visitors],
            "enough": SUGGESTED_BY,
        }).fetchall()
        enough = [query for query, visitors, name in seen if visitors >= NAMED_BY and name is None]
        enough = enough[:max(0, self._named - named)]
        db.execute(search_sql.NAME, {"day": day, "queries": enough, "words": [words[query] for query in enough]})
        db.execute(search_sql.BOUND, {"day": day, "most": self._most})


def _summed(searched: Iterable[Searched]) -> dict[bytes, Counter[str]]:
    """By digest; what is counted without words is a part of the rest. In one order, whoever writes."""
    rows: dict[bytes, Counter[str]] = defaultdict(Counter)
    for note in searched:
        rows[b"" if note.words is None else note.query].update(
            searches=note.times, nothing=note.times * note.nothing, guessed=note.times * note.guessed
        )
    return dict(sorted(rows.items()))


def _followed(db: Connection[Any], note: Note, since: date) -> None:
    """What happened to carts, in the order in which it did."""
    match note:
        case PutIn(query, cart, item):
            db.execute(search_sql.PUT_IN, {
                "query": query, "cart": cart, "item": item, "since": since, "most": MOST_CARTS,
            })
        case TakenOut(cart, item):
            db.execute(search_sql.TAKE_OUT, (cart, item))
        case Bought(cart):
            db.execute(search_sql.BUY, {"cart": cart, "since": since})
        case Searched() | Opened():
            pass


def _opened(db: Connection[Any], opened: Sequence[Opened], since: date) -> None:
    ranks: dict[bytes, list[int]] = defaultdict(lambda: [0] * DEEPEST)
    for note in opened:
        ranks[note.query][min(max(note.rank, 1), DEEPEST) - 1] += 1
    for query, times in ranks.items():
        db.execute(search_sql.OPEN, {
            "query": query, "times": sum(times), "ranks": times, "deepest": DEEPEST, "since": since,
        })
