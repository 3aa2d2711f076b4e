"""What people look for, put together: where it is counted, what gathers it, and who answers for it."""

from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.browsing.search_marks import SearchMarks
from store.adapters.browsing.search_pages_postgres import PostgresSearchPages
from store.adapters.browsing.searches_postgres import PostgresSearchBook
from store.adapters.browsing.tally import Tally
from store.adapters.identity.blind_index import BlindIndex
from store.application.browsing.searches import SearchAnswers, SearchHandlers
from store.application.shared.caching import Cache
from store.application.shared.ports import Clock
from store.entrypoints.shared.looked_for import Searches


def search_book(pool: ConnectionPool[Connection[Any]], clock: Clock) -> PostgresSearchBook:
    """Where they are counted."""
    return PostgresSearchBook(pool, clock)


def about_searches(
    book: PostgresSearchBook, pool: AsyncConnectionPool[AsyncConnection[Any]], clock: Clock, cache: Cache
) -> list[object]:
    """The handlers."""
    return [SearchHandlers(book), SearchAnswers(PostgresSearchPages(pool), clock, cache)]


def tally(book: PostgresSearchBook) -> Tally:
    """What gathers them in this process."""
    return Tally(book)


def searches(tally: Tally, index: BlindIndex, clock: Clock, *, counts: bool) -> Searches:
    """What pages and the API tell."""
    return Searches(tally, SearchMarks(index.of), clock, counts=counts)
