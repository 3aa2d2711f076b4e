"""What answers about webhooks and carries out what is done with them, put together over each kind of log."""

from typing import Any, Final

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.partners.delivery_list import DeliveryList
from projections.partners.webhook_list import WebhookDetail, WebhookList
from projections.partners.webhooks import Webhooks
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.partners.book_memory import MemoryBook
from store.adapters.partners.courier_http import HttpCourier
from store.adapters.partners.courier_memory import MemoryCourier
from store.adapters.partners.deliveries_postgres import PostgresWanting
from store.adapters.partners.guard import networks_of
from store.adapters.partners.secrets_hmac import HmacSecrets
from store.application.partners.handlers import WebhookHandlers
from store.application.partners.ports import Courier, Secrets
from store.application.shared.ports import AsyncJournal, Clock, Ids
from store.entrypoints.wiring.settings import Settings

PURPOSE: Final = "webhooks"
"""What the key is derived for that makes their secrets."""


def courier(settings: Settings) -> HttpCourier:
    """Whoever carries deliveries to partners, and judges their addresses."""
    return HttpCourier(networks_of(settings.webhook_allow))


def webhook_list() -> Webhooks:
    """What webhooks are found by."""
    return Webhooks()


def postgres_webhooks(
    pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]],
    journal: AsyncJournal, courier: Courier, secrets: Secrets, clock: Clock, ids: Ids,
) -> list[object]:
    """Over the tables."""
    return [
        WebhookHandlers(courier, secrets, PostgresWanting(pool), clock, ids), WebhookList(async_pool, journal, clock),
        WebhookDetail(async_pool, journal, clock), DeliveryList(async_pool),
    ]


def memory_webhooks(log: MemoryLog, clock: Clock, ids: Ids) -> list[object]:
    """Over a log in memory."""
    book = MemoryBook(lambda: (log.incarnation, log.newest()))
    return [WebhookHandlers(MemoryCourier(), HmacSecrets(b"a shop in memory"), book, clock, ids)]
