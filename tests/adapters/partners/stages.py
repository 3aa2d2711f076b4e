"""Places where webhooks stand and workers take them: in memory and on Postgres, spoken to alike."""

import asyncio
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import psycopg
from msgspec import structs

from store.adapters.drivers.pools import async_pool
from store.adapters.partners.book_memory import MemoryBook
from store.adapters.partners.deliveries_memory import MemoryDeliveries
from store.adapters.partners.deliveries_postgres import PostgresDeliveries, PostgresWanting
from store.domain.inventory.events import StockReceived
from store.domain.shared.ids import Sku, WebhookId, stock_of
from tests.domain.partners.test_webhook import PAUSED, REMOVED

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
A, B = WebhookId(UUID(int=100)), WebhookId(UUID(int=101))
MUG = Sku("MUG")


class InMemory:
    def __init__(self):
        self._head = 0
        self.book = self.wanting = MemoryBook(lambda: (1, self._head))
        self._states = {}

    def happened(self, id, *facts):
        version = self._states.get(id, 0) + len(facts)
        self._states[id] = version
        self.book.learns(id, version, active=facts[-1] not in {PAUSED, REMOVED})
        self._head += 1

    def fact(self):
        self._head += 1
        return f"1-{self._head}"

    def fault(self, id):
        held = self.book.held[id]
        return held.faulty_since, held.fault

    @contextmanager
    def worker(self, holder="one", lease=25.0):
        with asyncio.Runner() as runner:
            yield Worker(MemoryDeliveries(self.book, holder, lease), runner)


class OnPostgres:
    def __init__(self, learner, url):
        self._learner, self._url = learner, url
        self.wanting = PostgresWanting(learner.writing)

    def happened(self, id, *facts):
        self._learner.given(id, *(structs.replace(fact, webhook_id=id) for fact in facts))
        self._learner.runner.catch_up()

    def fact(self):
        self._learner.given(stock_of(MUG), StockReceived(at=NOON, sku=MUG, quantity=1))
        with psycopg.connect(self._url) as db:
            [newest] = db.execute("SELECT max(position) FROM log.events").fetchone()
        return f"1-{newest}"

    def fault(self, id):
        with psycopg.connect(self._url) as db:
            return db.execute("SELECT faulty_since, fault FROM work.webhooks WHERE id = %s", (id,)).fetchone()

    @contextmanager
    def worker(self, holder="one", lease=25.0):
        with asyncio.Runner() as runner:
            pool = async_pool(self._url)
            runner.run(pool.open())
            yield Worker(PostgresDeliveries(pool, holder, lease), runner)
            runner.run(pool.close())


class Worker:
    """One who delivers, asked from outside of its loop."""

    def __init__(self, deliveries, runner):
        self._deliveries, self._runner = deliveries, runner

    def __getattr__(self, name):
        method = getattr(self._deliveries, name)
        return lambda *given, **named: self._runner.run(method(*given, **named))

    def takes(self, now=NOON, busy=()):
        return sorted(place.webhook_id for place in self.take(now, busy, 10))

    def one(self, now=NOON):
        [place] = self.take(now, [], 10)
        return place
