"""Searches are counted: one promise, kept by the twin and by Postgres."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial

import psycopg
import pytest

from store.adapters.browsing.search_marks import SearchMarks
from store.adapters.browsing.search_pages_postgres import PostgresSearchPages
from store.adapters.browsing.searches_memory import MemorySearchBook
from store.adapters.browsing.searches_postgres import MOST_NAMED, MOST_UNNAMED, PostgresSearchBook
from store.adapters.drivers.pools import async_pool, pool
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.adapters.identity.blind_index import BlindIndex
from store.application.browsing.looked_for import Bought, Opened, PutIn, Searched, TakenOut, words_of
from tests.harness.world import StillClock

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.story("US-2.2", "searches are counted and nobody is known by them"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
TODAY = date(2026, 5, 31)
MARKS = SearchMarks(BlindIndex(b"k").of)


class Book:
    """A book and its pages, and visitors who look for something."""

    def __init__(self, make, ask):
        self.clock = StillClock(NOON)
        self.make, self.ask = partial(make, self.clock), ask
        self.book = self.make()

    def looks(self, words, *visitors, day=TODAY, **more):
        self.book.add([self.note(words, visitor, day, **more) for visitor in visitors])

    def note(self, words, visitor, day=TODAY, **more):
        kept = words_of(words)
        if kept is None:
            return Searched(day, None, **more)
        return Searched(day, kept, MARKS.query(kept, day), MARKS.visitor(visitor, kept, day), **more)

    def report(self, since=TODAY, *, nothing=False, limit=100):
        return self.ask(self.book, "report", since, nothing=nothing, limit=limit)

    def rows(self, **more):
        return {row.words: row for row in self.report(**more).rows}

    def popular(self, since=TODAY):
        return self.ask(self.book, "popular", since, 100)


def _of_memory(book, question, *how, **more):
    return asyncio.run(getattr(book, question)(*how, **more))


@pytest.fixture(params=["memory", "postgres"])
def book(request):
    if request.param == "memory":
        yield Book(MemorySearchBook, _of_memory)
        return
    url = request.getfixturevalue("migrated_url")

    def of_postgres(_, question, *how, **more):
        async def asked():
            async with async_pool(url) as it:
                return await getattr(PostgresSearchPages(it), question)(*how, **more)

        return asyncio.run(asked())

    with pool(url, 4) as it:
        found = Book(lambda clock, *bounds: PostgresSearchBook(it, clock, *bounds), of_postgres)
        found.url = url
        yield found


def mug(day=TODAY):
    return MARKS.query("mug", day)


def test_words_are_known_once_three_visitors_of_a_day_looked_for_them(book):
    book.looks("Mug", "ann", "ann", "ben")
    assert book.rows() == {}
    assert (book.report().total.searches, book.report().unnamed.searches) == (3, 3)
    book.looks("mug ", "cem", nothing=True)
    row = book.rows()["mug"]
    assert (row.counts.searches, row.counts.nothing, row.hidden, row.rank) == (4, 1, False, None)
    assert book.report().unnamed.searches == 0


def test_the_same_visitor_of_three_days_is_no_three_visitors(book):
    for days in range(3):
        book.looks("mug", "ann", "ben", day=TODAY - timedelta(days=days))
    assert book.rows(since=TODAY - timedelta(days=9)) == {}
    book.looks("mug", "cem")
    book.looks("mug", "ann", day=TODAY + timedelta(days=1))
    assert book.rows(since=TODAY)["mug"].counts.searches == 4, "and known words are known the next day"


def test_what_may_be_somebodys_is_counted_in_totals_alone(book):
    book.looks("ann@example.org", "a", "b", "c", "d", nothing=True)
    assert (book.rows(), book.report().total.searches, book.report().total.nothing) == ({}, 4, 4)


def test_what_came_of_a_search_is_counted_for_its_day(book):
    cart, item = MARKS.cart("c1"), MARKS.item("c1", "MUG")
    book.looks("mug", "a", "b", "c")
    book.book.add([Opened(mug(), 1), Opened(mug(), 4), Opened(mug(), 900), PutIn(mug(), cart, item), Bought(cart)])
    book.book.add([Bought(cart)])
    row = book.rows()["mug"]
    assert (row.counts.clicks, row.counts.added, row.counts.bought, row.rank) == (3, 1, 1, 4)
    book.clock.advance(timedelta(days=1))
    book.book.add([Opened(mug(), 1)])
    assert book.rows()["mug"].counts.clicks == 4, "who looked before midnight may look closer after it"
    book.clock.advance(timedelta(days=1))
    book.book.add([Opened(mug(), 1)])
    assert book.rows()["mug"].counts.clicks == 4


def test_an_article_counts_once_for_a_cart_and_not_for_an_order_it_is_not_in(book):
    cart, item, pot = MARKS.cart("c1"), MARKS.item("c1", "MUG"), MARKS.item("c1", "POT")
    book.looks("mug", "a", "b", "c")
    book.book.add([PutIn(mug(), cart, item), PutIn(mug(), cart, item), PutIn(mug(), cart, pot), TakenOut(cart, item)])
    book.book.add([TakenOut(cart, pot), PutIn(mug(), cart, item), TakenOut(cart, item), Bought(cart)])
    assert (book.rows()["mug"].counts.added, book.rows()["mug"].counts.bought) == (2, 0)


def test_what_nobody_looked_for_is_nothing_to_count(book):
    book.book.add([Opened(mug(), 1), Opened(b"", 1), PutIn(mug(), b"c", b"i"), PutIn(b"", b"c", b"i"), Bought(b"c")])
    book.looks("mug", "a", "b", "c")
    assert book.rows()["mug"].counts.clicks == book.report().total.clicks == book.report().total.added == 0


def test_many_different_searches_fill_no_more_than_there_is_room_for(book):
    book.book = book.make(20, 3)
    book.looks("teapot", "a", "b")
    book.looks("cup", "a", "b", "c")
    book.book.add([book.note(f"junk {n}", "x") for n in range(500)])
    book.book.add([book.note(f"more {n}", "x", nothing=True) for n in range(500)])
    assert (book.report().total.searches, book.report().total.nothing) == (1005, 500)
    book.looks("teapot", "c")
    assert set(book.rows()) == {"teapot", "cup"}, "what two looked for isn't pushed out by what one did"
    for n in range(9):
        book.looks(f"insult {n}", "x", "y", "z")
    assert len(book.rows()) == 3
    assert book.report().total.searches == 1033


def test_what_found_nothing_stands_first_where_that_is_asked(book):
    book.looks("mug", *"abcde")
    book.looks("kettel", *"abc", nothing=True)
    book.looks("pott", *"abcd", nothing=True)
    assert list(book.rows()) == ["mug", "pott", "kettel"]
    assert list(book.rows(nothing=True)) == ["pott", "kettel"]
    assert list(book.rows(limit=1)) == ["mug"]


def test_others_are_told_what_five_visitors_of_a_day_looked_for_and_found(book):
    book.looks("mug", *"abcde")
    book.looks("oat mug", *"abcd")
    book.looks("kettel", *"abcde", guessed=True)
    book.looks("insult", *"abcdefgh", nothing=True)
    assert book.popular() == ["mug"]
    book.looks("oat mug", *"aabbcc", "e")
    assert book.popular() == ["oat mug", "mug"]
    book.book.hide("oat mug", hidden=True)
    book.book.hide("oat mug", hidden=True)
    assert (book.popular(), book.rows()["oat mug"].hidden) == (["mug"], True)
    book.book.hide("oat mug", hidden=False)
    assert book.popular() == ["oat mug", "mug"]
    assert book.popular(TODAY + timedelta(days=1)) == []


def test_old_days_are_thinned_out(book):
    for days, words in ((0, "mug"), (1, "cup"), (2, "pot"), (100, "vase"), (900, "jug")):
        book.looks(words, *"abc", day=TODAY - timedelta(days=days))
        book.looks(f"rare {words}", "a", day=TODAY - timedelta(days=days))
    book.book.tidy(TODAY)
    book.book.tidy(TODAY)
    long_ago = TODAY - timedelta(days=2000)
    assert set(book.rows(since=long_ago)) == {"mug", "cup", "pot"}
    assert book.report(since=long_ago).total.searches == 16
    assert book.report(since=TODAY - timedelta(days=2)).total.searches == 12
    book.looks("rare cup", "b", "c", day=TODAY - timedelta(days=1))
    assert "rare cup" in book.rows(since=long_ago), "of yesterday's, what came of them is still counted"


def test_what_tells_visitors_apart_holds_neither_words_nor_networks_and_goes_with_the_day(migrated_url):
    with pool(migrated_url, 2) as it, psycopg.connect(migrated_url, autocommit=True) as db:
        book = Book(lambda clock: PostgresSearchBook(it, clock), None)
        book.looks("a rare wish", "203.0.113.0/24", "ben")
        book.book.add([PutIn(MARKS.query("a rare wish", TODAY), MARKS.cart("the-cart"), MARKS.item("the-cart", "MUG"))])
        everything = str([db.execute(asked).fetchall() for asked in (
            "SELECT * FROM work.searches", "SELECT * FROM work.search_visitors", "SELECT * FROM work.search_carts",
        )])
        assert not [it for it in ("rare", "wish", "203.0", "ben", "the-cart", "MUG") if it in everything]
        assert db.execute("SELECT count(*) FROM work.search_visitors").fetchone() == (2,)
        book.book.tidy(TODAY + timedelta(days=1))
        assert db.execute("SELECT count(*) FROM work.search_visitors").fetchone() == (0,)
        book.book.tidy(TODAY + timedelta(days=2))
        assert db.execute("SELECT query, words, searches FROM work.searches").fetchall() == [(b"", None, 2)]


def test_processes_that_write_at_once_lose_and_double_nothing(migrated_url):
    """Each would meet the rows of the others half way, in another order."""
    with pool(migrated_url, 4) as it, psycopg.connect(migrated_url) as db:
        books = [Book(lambda clock: PostgresSearchBook(it, clock, 50, 40), None) for _ in range(4)]
        words = [f"thing {n}" for n in range(60)]

        def writes(number):
            for turn in range(5):
                told = words[turn:] + words[:turn] if number % 2 else words[::-1]
                books[number].book.add([books[number].note(word, f"visitor {number}") for word in told])

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(writes, range(4)))
        ((total, most, named),) = db.execute(
            "SELECT sum(searches), max(visitors), count(words) FROM work.searches"
        ).fetchall()
        assert (total, most, named <= 40) == (4 * 5 * 60, 4, True)
        ((unnamed,),) = db.execute("SELECT count(*) FROM work.searches WHERE words IS NULL AND query <> ''").fetchall()
        assert unnamed <= 50


def test_analysts_see_counts_and_words_that_several_used_and_no_digest(migrated_url):
    with pool(migrated_url, 2) as it:
        book = Book(lambda clock: PostgresSearchBook(it, clock), None)
        book.looks("mug", *"abc")
        book.looks("rare", "a", nothing=True)
    with psycopg.connect(as_role(migrated_url, DatabaseRole.ANALYST), autocommit=True) as db:
        assert db.execute("SELECT * FROM insight.searches ORDER BY words").fetchall() == [
            (TODAY, "mug", 3, 0, 0, 0, 0, 0), (TODAY, None, 1, 1, 0, 0, 0, 0),
        ]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT * FROM work.searches")


def test_ten_thousand_different_searches_in_a_minute_leave_a_table_of_bounded_size(migrated_url):
    """Whether one visitor makes them up or several share them; and in time they are one row."""
    with pool(migrated_url, 2) as it, psycopg.connect(migrated_url, autocommit=True) as db:
        book = Book(lambda clock: PostgresSearchBook(it, clock), None)
        for batch in range(4):
            book.book.add([book.note(f"junk {batch} {n}", "x") for n in range(2500)])
        for visitor in "abc":
            book.book.add([book.note(f"planted {n}", visitor) for n in range(2500)])
        ((rows, named, total),) = db.execute(
            "SELECT count(*), count(words), sum(searches) FROM work.searches"
        ).fetchall()
        assert (rows <= MOST_UNNAMED + MOST_NAMED + 1, named, total) == (True, MOST_NAMED, 10_000 + 7_500)
        assert db.execute("SELECT count(*) FROM work.search_visitors").fetchone()[0] <= 5 * rows
        book.book.tidy(TODAY + timedelta(days=200))
        assert db.execute("SELECT query, searches FROM work.searches").fetchall() == [(b"", 17_500)]
