"""The search, put together from the settings: OpenSearch where one is set, else what Postgres can do."""

from threading import Event, Thread
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.browsing.search_feed import SearchFeed
from projections.browsing.search_opensearch import OpenSearchSearch
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.opensearch import OpenSearch, OpenSearchAway
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.patience import patiently

IDLE: Final = 0.2
"""Seconds between two looks: what was changed can be found about a second later anyway."""


def cluster(settings: Settings) -> OpenSearch | None:
    """The cluster that is set."""
    return OpenSearch(settings.opensearch_url) if settings.opensearch_url else None


def search(cluster: OpenSearch | None) -> OpenSearchSearch | None:
    """What lists ask for words; nothing where Postgres does it all."""
    return OpenSearchSearch(cluster) if cluster else None


def feed(
    cluster: OpenSearch | None, log: PostgresLog, codec: EventCodec, pool: ConnectionPool[Connection[Any]]
) -> SearchFeed | None:
    """What keeps the index up with the log."""
    return SearchFeed(cluster, log, codec, pool) if cluster else None


def feeding(feed: SearchFeed | None, passing: tuple[type[Exception], ...], halt: Event) -> Thread:
    """A thread that feeds until *halt*, apart from the read models: they must not wait for another server."""

    def round() -> float:
        while feed is not None and feed.step() and not halt.is_set():
            pass
        return IDLE

    def feed_on() -> None:
        if feed is not None:
            patiently("search", round, (*passing, OpenSearchAway), halt)

    return Thread(target=feed_on, name="search", daemon=True)
