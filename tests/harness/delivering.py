"""A webhook in memory, its partner, a log, and one who delivers; the clock stands until it is moved."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from store.adapters.partners.book_memory import MemoryBook
from store.adapters.partners.courier_memory import MemoryCourier
from store.adapters.partners.deliveries_memory import MemoryDeliveries
from store.adapters.partners.guard import networks_of
from store.adapters.partners.secrets_hmac import HmacSecrets
from store.application.audit.feed import FeedFact, FeedPage
from store.application.processes.delivering_facts import DeliveringFacts
from store.application.shared.ports import History
from store.domain.partners.webhook import Webhook
from store.domain.shared.ids import WebhookId
from tests.harness.partner import Partner

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ADDRESS, HERE = "http://127.0.0.1/hook", networks_of(["127.0.0.0/8"])
ID, MUG, BOWL = WebhookId(UUID(int=7)), UUID(int=21), UUID(int=22)


class Log:
    """A log and its feed: facts at the positions 10, 20, 30 …"""

    def __init__(self):
        self.life, self.facts = 1, []

    def happens(self, stream=MUG, kind="inventory", times=1, size=1, tag="it/happened-1", body=None):
        for _ in range(times):
            version = 1 + sum(fact.stream == stream for fact in self.facts)
            position = f"{self.life}-{10 * (len(self.facts) + 1)}"
            self.facts.append(FeedFact(position, stream, kind, version, tag, NOON, body or {"said": "x" * size}))

    def head(self):
        return self.life, 10 * len(self.facts)

    async def read(self, query):
        life, _, place = (f"{self.life}-0" if query.after == "0" else query.after).partition("-")
        reset = int(life) != self.life or int(place) > 10 * len(self.facts)
        after = 0 if reset else int(place)
        fits = [
            fact for fact in self.facts if int(fact.position.partition("-")[2]) > after
            and query.stream in {None, fact.stream} and (not query.kinds or fact.kind in query.kinds)
        ]
        items, more = fits[:query.limit], len(fits) >= query.limit
        next = items[-1].position if more else f"{self.life}-{max(after, 10 * len(self.facts))}"
        return FeedPage(items, next, more, reset)


class Stage:
    """One webhook, its partner, and one who delivers."""

    def __init__(self, **asked):
        self.instant, self.log = NOON, Log()
        self.book = MemoryBook(self.log.head)
        self.deliveries = MemoryDeliveries(self.book, "one")
        self.courier, self.secrets, self.partner = MemoryCourier(HERE), HmacSecrets(b"k" * 32), Partner()
        self.courier.receives(ADDRESS, self.partner.receive)
        self.partner.secrets = [self.secrets.of(ID, 1)]
        self.paused, self.witnessed = [], []
        self.webhook = Webhook(ID)
        self.webhook.subscribe(
            "Miller", ADDRESS, asked.get("kinds", ()), asked.get("stream"), asked.get("start", "0"), at=NOON
        )
        self.learnt()

    def learnt(self):
        """Whoever looks for webhooks knows how it stands."""
        self.book.learns(ID, self.webhook.version, active=self.webhook.stage == "active")

    async def read(self, streams):
        """Its history, as a journal gives it."""
        assert list(streams) == [ID]
        return {ID: History(self.webhook.fresh)}

    def now(self):
        return self.instant

    def waits(self, **time):
        self.instant += timedelta(**time)

    async def pause(self, webhook_id, reason, because):
        assert (webhook_id, because in self.book.sent) == (ID, True)
        self.paused.append(reason)

    def one(self, deliveries=None):
        return DeliveringFacts(
            self.log.read, self, deliveries or self.deliveries, self.courier, self.secrets, self.pause,
            lambda *said: self.witnessed.append(said), self, lambda: 1.0,
        )

    def runs(self):
        """Deliver all there is to deliver now; how many batches were tried."""

        async def all_of_it():
            for place in await self.deliveries.take(self.instant, [], 10):
                here = place
                while here is not None:
                    here = await self.one().deliver(here)

        before = len(self.partner.seen)
        asyncio.run(all_of_it())
        return len(self.partner.seen) - before

    @property
    def place(self):
        return self.book.held[ID].place

    @property
    def ids(self):
        """The id of each delivery that came."""
        return [headers["webhook-id"] for headers, _ in self.partner.seen]
