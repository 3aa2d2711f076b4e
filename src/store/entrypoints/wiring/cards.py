"""Paying by card, put together: Stripe behind the gateway port, and what it sends to the shop."""

from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.breaker import Breaker
from store.adapters.payments.gateway_stripe import StripeGateway
from store.adapters.payments.inbox_postgres import PostgresInbox
from store.adapters.payments.intents_postgres import PostgresIntents
from store.adapters.payments.setups_postgres import PostgresSetups
from store.adapters.payments.stripe_intents import Intents, connect
from store.adapters.payments.stripe_notices import StripeNotices
from store.adapters.payments.stripe_setups import StripeAdding
from store.application.payments.adding import AddedCards
from store.application.payments.ports import Gateway
from store.application.processes.adding_cards import AddingCards, CardKeepers
from store.application.processes.keeping_cards import KeepingCards, PayingByKeptCard
from store.application.processes.paying_again import PayingAgain
from store.application.shared.ports import Clock
from store.entrypoints.wiring.settings import Settings


def stripe_gateway(settings: Settings, pool: ConnectionPool[Connection[Any]], breaker: Breaker) -> StripeGateway:
    """The gateway; only now is Stripe's library imported."""
    client = connect(settings.stripe_key, settings.stripe_url)
    intents = Intents(client.api, breaker=breaker)
    return StripeGateway(
        intents, PostgresIntents(pool), settings.address, client.close, later=settings.takes_later,
        adding=StripeAdding(intents, PostgresSetups(pool), settings.address),
    )


def stripe_notices(settings: Settings, pool: ConnectionPool[Connection[Any]], clock: Clock) -> StripeNotices:
    """What reads Stripe's notices. The secret may be two while one replaces the other."""
    secrets = tuple(secret for secret in settings.stripe_webhook_secret.split(",") if secret)
    return StripeNotices(
        secrets, PostgresIntents(pool), PostgresInbox(pool), clock, live=settings.stripe_live,
        setups=PostgresSetups(pool),
    )


def about_cards(saved: AddedCards, keepers: CardKeepers, clock: Clock, gateway: Gateway) -> tuple[object, ...]:
    """Who deals with cards that somebody keeps, and pays again by."""
    adding = AddingCards(saved, keepers, clock)
    return KeepingCards(saved, keepers, clock, adding), adding, PayingAgain(gateway, PayingByKeptCard(saved, clock))
