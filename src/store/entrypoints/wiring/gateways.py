"""Who moves the money, put together: a gateway for each way to pay, made when somebody first pays that way."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.breaker import Breaker
from store.adapters.payments.cards_postgres import PostgresSavedCards
from store.adapters.payments.gateway_paypal import PayPalGateway
from store.adapters.payments.gateway_sandbox import SandboxGateway
from store.adapters.payments.gateways import Gateways
from store.adapters.payments.inbox_postgres import PayPalInbox
from store.adapters.payments.methods_in_the_log import MethodsInTheLog
from store.adapters.payments.paypal_client import LIVE, PayPal
from store.adapters.payments.paypal_client import connect as connect_paypal
from store.adapters.payments.paypal_notices import PayPalNotices
from store.adapters.payments.paypal_orders_postgres import PostgresPayPalOrders
from store.application.payments.ports import Gateway
from store.application.shared.ports import Journal
from store.entrypoints.wiring.cards import stripe_gateway
from store.entrypoints.wiring.settings import Settings

Pool = ConnectionPool[Connection[Any]]
SANDBOX_PAGES: Final = "/sandbox/challenge"


def ways_to_pay(settings: Settings) -> tuple[str, ...]:
    """What shoppers may choose from, the usual one first; the sandbox where money moves nowhere."""
    outside = {"stripe": settings.stripe_key, "paypal": settings.paypal_client_id}
    return tuple(name for name, key in outside.items() if key) or ("sandbox",)


def plays(settings: Settings) -> bool:
    """Whether payments go to the sandbox."""
    return ways_to_pay(settings) == ("sandbox",)


def gateways(settings: Settings, pool: Pool, journal: Journal) -> Gateways:
    """All gateways that this shop can ask. The sandbox stays, for what was bought before there was another."""
    breakers = {name: Breaker(time.monotonic) for name in ways_to_pay(settings) if name != "sandbox"}
    makers: dict[str, Callable[[], Gateway]] = {"sandbox": lambda: sandbox(settings)}
    if settings.stripe_key:
        makers["stripe"] = lambda: stripe_gateway(settings, pool, breakers["stripe"])
    if settings.paypal_client_id:
        makers["paypal"] = lambda: paypal_gateway(settings, pool, breakers["paypal"])
    return Gateways(makers, ways_to_pay(settings), MethodsInTheLog(journal), breakers)


def forgetting(cards: PostgresSavedCards, them: Gateways) -> Callable[[Sequence[UUID]], Mapping[str, int]]:
    """Has gateways forget the cards of persons, before they are forgotten here."""
    return lambda subjects: cards.give_up(subjects, them.forget_card)


def sandbox(settings: Settings) -> SandboxGateway:
    """The gateway that moves no money."""
    return SandboxGateway(settings.data_dir / "sandbox" / "gateway.sqlite3", SANDBOX_PAGES, later=settings.takes_later)


def paypal_gateway(settings: Settings, pool: Pool, breaker: Breaker) -> PayPalGateway:
    """PayPal, by its API."""
    address = settings.paypal_url or LIVE
    paypal = PayPal(connect_paypal(), address, settings.paypal_client_id, settings.paypal_secret, breaker)
    return PayPalGateway(paypal, PostgresPayPalOrders(pool), settings.address, later=settings.takes_later)


def paypal_notices(settings: Settings, pool: Pool, gateway: Gateways) -> PayPalNotices:
    """What reads PayPal's notices, and asks PayPal about each of them."""
    paypal = gateway.at("paypal")
    if not isinstance(paypal, PayPalGateway):
        raise TypeError(type(paypal))
    book, inbox = PostgresPayPalOrders(pool), PayPalInbox(pool)
    return PayPalNotices(paypal.paypal, settings.paypal_webhook_id, book, inbox)
