"""The fraud check, put together over either kind of shop."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.ordering.buyers import marked
from store.adapters.audit.tape import Overheard
from store.adapters.drivers.eventlog.codec import tag_of
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.identity.blind_index import BlindIndex, spelled
from store.adapters.ordering.fraud_rules import RulesFraudCheck
from store.adapters.ordering.seen_before_memory import MemorySeenBefore
from store.adapters.ordering.seen_before_postgres import PostgresSeenBefore
from store.application.identity.grams import Marks
from store.application.shared.ports import History, Journal
from store.domain.ordering.events import OrderPlaced
from store.domain.ordering.order import Order
from store.domain.ordering.screening import Rules
from store.domain.returns.events import ReturnRequested, ReturnWithdrawn
from store.domain.shared.aggregate import Event
from store.domain.shared.habits import Habit
from store.domain.shared.ids import OrderId
from store.domain.shared.money import Money, exponent
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.waiting import address_digest

PURPOSE: Final = "alike"
"""It goes into the digests, with what is counted by, and is never to be renamed."""
NO_RULES: Final = Rules()


def rules_of(settings: Settings) -> Rules:
    """What the shop's settings ask."""
    dear = settings.fraud_first_order * 10 ** exponent(settings.currency)
    return Rules(
        settings.fraud_orders, settings.fraud_refused, Money(dear, settings.currency) if dear else None,
        settings.fraud_countries, settings.fraud_returns,
    )


def seen_before(pool: ConnectionPool[Connection[Any]], index: BlindIndex, marks: Marks) -> PostgresSeenBefore:
    """Over the table."""

    def digest(by: str, text: str) -> bytes:
        return address_digest(index, text) if by == "email" else index.of(f"{PURPOSE}: {by}", text)

    return PostgresSeenBefore(pool, digest, lambda email: marked(email, marks))


def heard_fraud(settings: Settings, seen: PostgresSeenBefore) -> Overheard:
    """By the rules of the settings."""
    return Overheard("fraud", RulesFraudCheck(rules_of(settings), seen, timedelta(hours=settings.fraud_hours)))


def fraud_in_memory(log: MemoryLog, journal: Journal, rules: Rules = NO_RULES) -> RulesFraudCheck:
    """The same over the twin, which looks its orders up in the log."""
    return RulesFraudCheck(rules, MemorySeenBefore(
        spelled, lambda email: [it.stage for it in _orders(log, journal, email)], partial(_habit, log, journal),
    ), timedelta(days=1))


def _orders(log: MemoryLog, journal: Journal, email: str) -> list[Order]:
    orders = [Order.replay(OrderId(id), past.events) for id, past in _pasts(log, journal, OrderPlaced).items()]
    return [it for it in orders if it.email and isinstance(it.email.value, str) and spelled(it.email.value) == email]


def _habit(log: MemoryLog, journal: Journal, email: str, since: datetime) -> Habit:
    orders = {it.id: it for it in _orders(log, journal, email)}
    asked = [
        event for past in _pasts(log, journal, ReturnRequested).values() for event in past.events
        if isinstance(event, ReturnRequested) and event.order_id in orders and event.at > since
        and not any(isinstance(other, ReturnWithdrawn) for other in past.events)
    ]
    return Habit(sum(1 for it in orders.values() if it.placed_at and it.placed_at > since), len(asked))


def _pasts(log: MemoryLog, journal: Journal, first: type[Event]) -> Mapping[UUID, History]:
    rows = log.select_notifications(1, log.newest(), topics=(tag_of(first),))
    return journal.read([row.originator_id for row in rows if isinstance(row.originator_id, UUID)])
