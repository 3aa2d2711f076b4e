"""Gateways, and the worlds behind them: the sandbox, a small Stripe and a small PayPal."""

import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from store.adapters.drivers.breaker import Breaker
from store.adapters.payments.gateway_paypal import PayPalGateway
from store.adapters.payments.gateway_sandbox import SandboxGateway
from store.adapters.payments.gateway_stripe import StripeGateway
from store.adapters.payments.intents_memory import MemoryIntents
from store.adapters.payments.paypal_amounts import from_paypal
from store.adapters.payments.paypal_client import PayPal
from store.adapters.payments.paypal_client import connect as connect_paypal
from store.adapters.payments.paypal_orders_memory import MemoryPayPalOrders
from store.adapters.payments.setups_memory import MemorySetups
from store.adapters.payments.stripe_amounts import from_stripe
from store.adapters.payments.stripe_intents import Intents, connect
from store.adapters.payments.stripe_setups import StripeAdding
from store.application.payments.cards import CardWish
from store.application.payments.ports import Challenged, Declined, Undecided
from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money
from tests.paypal_server import CLIENT, SECRET, PayPalServer
from tests.stripe_server import KEY, StripeServer

TWELVE = Money(1250, "EUR")


def a_payment() -> PaymentId:
    return PaymentId(uuid4())


@dataclass
class Sandbox:
    gateway: Any
    success, decline, challenge, not_held = "success", "decline", "challenge", "no_capture"
    method, no_refund, slow_refund = "sandbox", "no_refund", "slow_refund"
    once = "held_once"
    takes = frozenset(("EUR", "JPY", "KWD"))

    def taken(self):
        return sorted((str(payment), amount) for payment, amount in self.gateway.captures().items())

    def returned(self):
        return sorted((str(refund), amount) for refund, amount in self.gateway.refunds().items())

    def is_done_with_refunds(self):
        """Here it is the question alone that takes its time."""

    def loses_the_answer_about_a_refund(self, refund):
        return refund()

    def loses_the_answer_about_taking(self, payment, amount):
        """Here no answer about it is ever lost."""
        self.gateway.capture(payment, amount)

    def answers_bank(self, payment, *, approved):
        self.gateway.answer_challenge(payment, approved=approved)

    def loses_the_answer(self, payment, amount):
        return self.gateway.charge(payment, amount, self.method, "timeout")

    def answers_bank_about_a_card(self, adding, *, approved):
        self.gateway.adding.answer(adding, approved=approved)

    def holds(self, payment, token):
        """Have it held by a card that the gateway may be asked for again."""
        return self.gateway.charge(payment, TWELVE, self.method, token)

    def ages(self, payment, days):
        """As if it was held so many days ago."""
        past = (f"-{days} days", str(payment))
        earlier = "SET at = strftime('%Y-%m-%dT%H:%M:%f+00:00', at, ?) WHERE payment = ?"
        self.gateway._db.execute(f"UPDATE charges {earlier}", past)
        self.gateway._db.execute(f"UPDATE holds {earlier}", past)

    def live(self, payment):
        """How many holds there are for it."""
        return len(self.gateway._db.execute(
            "SELECT 1 FROM charges WHERE payment = ? AND state = 'authorised'", (str(payment),)
        ).fetchall())

    def loses_the_answer_about_holding(self, again):
        return again()

    def loses_the_answer_about_a_card(self, adding):
        return self.gateway.adding.add(adding, "timeout", "")


@dataclass
class Stripe:
    gateway: Any
    server: Any
    success, decline, challenge = "pm_card_visa", "pm_card_chargeDeclined", "pm_card_authenticationRequired"
    not_held = "pm_card_notHeld"
    method, no_refund, slow_refund = "stripe", "pm_card_refundFail", "pm_card_pendingRefund"
    once = ""
    takes = frozenset(("EUR", "JPY", "KWD"))

    def taken(self):
        return sorted((payment, from_stripe(minor, currency)) for payment, minor, currency in self.server.taken)

    def returned(self):
        return sorted((refund, from_stripe(minor, currency)) for refund, minor, currency in self.server.given_back)

    def is_done_with_refunds(self):
        for refund in self.server.books.refunds.values():
            refund["status"] = "succeeded"

    def loses_the_answer_about_a_refund(self, refund):
        self.server.goes_wrong("POST /v1/refunds", "cut", after=True)
        self.server.goes_wrong("POST /v1/refunds", "cut", times=2)
        return refund()

    def loses_the_answer_about_taking(self, payment, amount):
        self.server.goes_wrong("/capture", "cut", after=True)
        self.server.goes_wrong("/capture", "cut", times=2)
        assert self.gateway.capture(payment, amount) == Undecided()

    def answers_bank(self, payment, *, approved):
        self.server.books.answer(self.server.intent_of(payment)["id"], approved=approved)

    def holds(self, payment, token):
        """A card that was kept; without a token, one that wasn't."""
        wish = CardWish(remember=True) if token else None
        return self.gateway.charge(payment, TWELVE, self.method, token or self.success, wish)

    def ages(self, payment, days):
        for intent in self._intents_of(payment):
            intent["created"] -= days * 86400

    def live(self, payment):
        return sum(intent["status"] == "requires_capture" for intent in self._intents_of(payment))

    def loses_the_answer_about_holding(self, again):
        self.server.goes_wrong("/confirm", "cut", after=True)
        self.server.goes_wrong("/confirm", "cut", times=2)
        return again()

    def _intents_of(self, payment):
        return [one for one in self.server.books.intents.values() if one["metadata"]["payment"] == str(payment)]

    def answers_bank_about_a_card(self, adding, *, approved):
        self.server.books.answer(self.server.setup_of(adding)["id"], approved=approved)

    def loses_the_answer_about_a_card(self, adding):
        """Stripe keeps the card, and every answer about it is lost on the way."""
        self.server.goes_wrong("/confirm", "cut", after=True)
        self.server.goes_wrong("/confirm", "cut", times=2)
        self.server.goes_wrong("GET", "cut", times=3)
        return self.gateway.adding.add(adding, self.success, "")

    def loses_the_answer(self, payment, amount):
        """Stripe takes the money, and every answer about it is lost on the way."""
        self.server.goes_wrong("/confirm", "cut", after=True)
        self.server.goes_wrong("/confirm", "cut", times=2)
        self.server.goes_wrong("GET", "cut", times=3)
        return self.gateway.charge(payment, amount, self.method, self.success)


class Approving:
    """PayPal's gateway with a shopper who goes there at once: what a card does by itself, they do by hand."""

    def __init__(self, inner, server):
        self._inner, self._server = inner, server

    def charge(self, payment, amount, method, token):
        verdict = self._inner.charge(payment, amount, method, "")
        if not isinstance(verdict, Challenged) or token not in KNOWN - {"asking"}:
            return Declined("nobody would pay with that") if token not in KNOWN else verdict
        self._server.books.approve(self._server.order_of(payment)["id"], token)
        return self._inner.look(payment)

    def __getattr__(self, name):
        return getattr(self._inner, name)


KNOWN = {"good", "poor", "slow", "no refund", "asking", "not held", "held once"}


@dataclass
class PayPalWorld:
    gateway: Any
    server: Any
    success, decline, challenge, not_held = "good", "poor", "asking", "not held"
    method, no_refund, slow_refund = "paypal", "no refund", "slow"
    once = "held once"
    takes = frozenset(("EUR", "JPY"))

    def taken(self):
        return sorted((payment, from_paypal(*money)) for payment, *money in self.server.taken)

    def returned(self):
        return sorted((refund, from_paypal(*money)) for refund, *money in self.server.given_back)

    def is_done_with_refunds(self):
        for refund in self.server.books.refunds.values():
            refund["status"] = "COMPLETED"

    def loses_the_answer_about_a_refund(self, refund):
        self.server.goes_wrong("/refund", "cut", after=True)
        self.server.goes_wrong("/refund", "cut", times=2)
        return refund()

    def loses_the_answer_about_taking(self, payment, amount):
        self.server.goes_wrong("/capture", "cut", after=True)
        self.server.goes_wrong("/capture", "cut", times=2)
        assert self.gateway.capture(payment, amount) == Undecided()

    def holds(self, payment, token):
        return self.gateway.charge(payment, TWELVE, self.method, token)

    def ages(self, payment, days):
        for one in self._held(payment):
            one["create_time"] = (datetime.fromisoformat(one["create_time"]) - timedelta(days=days)).isoformat()

    def live(self, payment):
        return sum(one["status"] == "CREATED" for one in self._held(payment))

    def loses_the_answer_about_holding(self, again):
        self.server.goes_wrong("/reauthorize", "cut", after=True)
        self.server.goes_wrong("/reauthorize", "cut", times=2)
        return again()

    def _held(self, payment):
        return [one for one in self.server.books.held.values() if one["custom_id"] == str(payment)]

    def answers_bank(self, payment, *, approved):
        self.server.books.approve(self.server.order_of(payment)["id"], "good" if approved else "poor")

    def loses_the_answer(self, payment, amount):
        """PayPal takes the money, and every answer about it is lost on the way."""
        self.server.goes_wrong("/capture", "cut", after=True)
        self.server.goes_wrong("/capture", "cut", times=2)
        return self.gateway.charge(payment, amount, self.method, self.success)


@contextmanager
def paypal(*, later=False):
    with PayPalServer() as server:
        client = PayPal(
            connect_paypal(2), server.address, CLIENT, SECRET, Breaker(time.monotonic, failures=99),
            pause=lambda _: None,
        )
        inner = PayPalGateway(client, MemoryPayPalOrders(), "http://shop.test", later=later)
        yield PayPalWorld(Approving(inner, server), server)
        inner.close()


@contextmanager
def opened(name, *, later=False):
    """A gateway, and the world behind it. *later*: money is held first."""
    if name == "sandbox":
        gateway = SandboxGateway(None, "/sandbox/challenge", later=later)
        yield Sandbox(gateway)
        gateway.close()
        return
    if name == "paypal":
        with paypal(later=later) as world:
            yield world
        return
    with StripeServer() as server:
        connection = connect(KEY, server.address, seconds=2)
        intents = Intents(connection.api, pause=lambda _: None)
        yield Stripe(StripeGateway(
            intents, MemoryIntents(), "http://shop.test", connection.close, later=later,
            adding=StripeAdding(intents, MemorySetups(), "http://shop.test"),
        ), server)
        connection.close()
