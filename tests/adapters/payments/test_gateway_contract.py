"""Gateways: the sandbox and Stripe keep the same promises about money."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from store.adapters.payments.gateway_sandbox import SandboxGateway
from store.adapters.payments.gateway_stripe import StripeGateway
from store.adapters.payments.intents_memory import MemoryIntents
from store.adapters.payments.stripe_amounts import from_stripe
from store.adapters.payments.stripe_intents import Intents, connect
from store.application.payments.ports import Captured, Challenged, Declined, Undecided, Unheard
from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money
from tests.stripe_server import KEY, StripeServer

pytestmark = [
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
    pytest.mark.requirement("R3.4"),
]
TWELVE = Money(1250, "EUR")


def a_payment() -> PaymentId:
    return PaymentId(uuid4())


@dataclass
class Sandbox:
    gateway: Any
    success, decline, challenge = "success", "decline", "challenge"
    method, no_refund, slow_refund = "sandbox", "no_refund", "slow_refund"

    def taken(self):
        return sorted((str(payment), amount) for payment, amount in self.gateway.captures().items())

    def returned(self):
        return sorted((str(refund), amount) for refund, amount in self.gateway.refunds().items())

    def is_done_with_refunds(self):
        """Here it is the question alone that takes its time."""

    def loses_the_answer_about_a_refund(self, refund):
        return refund()

    def answers_bank(self, payment, *, approved):
        self.gateway.answer_challenge(payment, approved=approved)

    def loses_the_answer(self, payment, amount):
        return self.gateway.charge(payment, amount, self.method, "timeout")


@dataclass
class Stripe:
    gateway: Any
    server: Any
    success, decline, challenge = "pm_card_visa", "pm_card_chargeDeclined", "pm_card_authenticationRequired"
    method, no_refund, slow_refund = "stripe", "pm_card_refundFail", "pm_card_pendingRefund"

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

    def answers_bank(self, payment, *, approved):
        self.server.books.answer(self.server.intent_of(payment)["id"], approved=approved)

    def loses_the_answer(self, payment, amount):
        """Stripe takes the money, and every answer about it is lost on the way."""
        self.server.goes_wrong("/confirm", "cut", after=True)
        self.server.goes_wrong("/confirm", "cut", times=2)
        self.server.goes_wrong("GET", "cut", times=3)
        return self.gateway.charge(payment, amount, self.method, self.success)


@contextmanager
def opened(name):
    """A gateway, and the world behind it."""
    if name == "sandbox":
        gateway = SandboxGateway(None, "/sandbox/challenge")
        yield Sandbox(gateway)
        gateway.close()
        return
    with StripeServer() as server:
        connection = connect(KEY, server.address, seconds=2)
        yield Stripe(StripeGateway(
            Intents(connection.api, pause=lambda _: None), MemoryIntents(), "http://shop.test", connection.close
        ), server)
        connection.close()


@pytest.fixture(params=["sandbox", "stripe"])
def world(request):
    with opened(request.param) as world:
        yield world


def test_a_good_card_is_charged(world):
    payment = a_payment()
    verdict = world.gateway.charge(payment, TWELVE, world.method, world.success)
    assert isinstance(verdict, Captured)
    assert verdict.amount == TWELVE
    assert world.gateway.look(payment) == verdict
    assert world.taken() == [(str(payment), TWELVE)]


def test_a_declined_card_is_not_charged_and_never_will_be(world):
    payment = a_payment()
    assert isinstance(world.gateway.charge(payment, TWELVE, world.method, world.decline), Declined)
    assert isinstance(world.gateway.charge(payment, TWELVE, world.method, world.success), Declined)
    assert isinstance(world.gateway.look(payment), Declined)
    assert world.taken() == []


@pytest.mark.parametrize("method", ["cheque", ""])
def test_a_method_it_does_not_know_is_declined(world, method):
    assert isinstance(world.gateway.charge(a_payment(), TWELVE, method, world.success), Declined)
    assert world.taken() == []


def test_a_token_that_is_none_is_declined(world):
    assert isinstance(world.gateway.charge(a_payment(), TWELVE, world.method, "4242 4242 4242 4242"), Declined)
    assert world.taken() == []


@pytest.mark.parametrize(("approved", "end"), [(True, Captured), (False, Declined)])
def test_a_bank_that_asks_decides(world, approved, end):
    payment = a_payment()
    asked = world.gateway.charge(payment, TWELVE, world.method, world.challenge)
    assert isinstance(asked, Challenged)
    assert str(payment) in asked.url
    assert world.taken() == []
    assert world.gateway.look(payment) == asked
    world.answers_bank(payment, approved=approved)
    assert isinstance(world.gateway.look(payment), end)
    assert len(world.taken()) == approved


def test_money_taken_without_an_answer_is_found_again_and_taken_once(world):
    payment = a_payment()
    assert world.loses_the_answer(payment, TWELVE) == Undecided()
    found = world.gateway.look(payment)
    assert isinstance(found, Captured)
    assert found.amount == TWELVE
    assert isinstance(world.gateway.charge(payment, TWELVE, world.method, world.success), Captured)
    assert isinstance(world.gateway.cancel(payment), Captured)
    assert world.taken() == [(str(payment), TWELVE)]


def test_one_payment_charged_by_many_at_once_is_one_charge(world):
    payment = a_payment()
    with ThreadPoolExecutor(8) as crowd:
        charges = [
            crowd.submit(world.gateway.charge, payment, TWELVE, world.method, world.success) for _ in range(8)
        ]
    verdicts = [charge.result() for charge in charges]
    assert any(isinstance(verdict, Captured) for verdict in verdicts)
    assert all(isinstance(verdict, Captured | Undecided) for verdict in verdicts)
    assert isinstance(world.gateway.look(payment), Captured)
    assert world.taken() == [(str(payment), TWELVE)]


def test_many_payments_at_once_are_as_many_charges(world):
    payments = [a_payment() for _ in range(12)]
    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(lambda p: world.gateway.charge(p, TWELVE, world.method, world.success), payments))
    assert world.taken() == sorted((str(payment), TWELVE) for payment in payments)


def test_nobody_heard_of_a_payment_that_was_never_sent(world):
    assert world.gateway.look(a_payment()) == Unheard()


def test_what_was_cancelled_before_is_refused_when_it_comes(world):
    payment = a_payment()
    assert isinstance(world.gateway.cancel(payment), Declined)
    assert isinstance(world.gateway.look(payment), Declined)
    assert isinstance(world.gateway.charge(payment, TWELVE, world.method, world.success), Declined)
    assert world.taken() == []


def test_a_payment_at_the_bank_can_be_cancelled(world):
    payment = a_payment()
    world.gateway.charge(payment, TWELVE, world.method, world.challenge)
    assert isinstance(world.gateway.cancel(payment), Declined)
    world.answers_bank(payment, approved=True)
    assert isinstance(world.gateway.look(payment), Declined)
    assert world.taken() == []


def test_what_was_taken_cannot_be_cancelled(world):
    payment = a_payment()
    taken = world.gateway.charge(payment, TWELVE, world.method, world.success)
    assert world.gateway.cancel(payment) == taken
    assert world.taken() == [(str(payment), TWELVE)]


def test_whoever_charges_and_whoever_cancels_agree_in_the_end(world):
    payments = [PaymentId(UUID(int=n)) for n in range(12)]
    with ThreadPoolExecutor(4) as crowd:
        for payment in payments:
            crowd.submit(world.gateway.charge, payment, TWELVE, world.method, world.success)
            crowd.submit(world.gateway.cancel, payment)
    ends = {str(payment): world.gateway.cancel(payment) for payment in payments}
    assert all(isinstance(end, Captured | Declined) for end in ends.values())
    assert {payment for payment, _ in world.taken()} == {p for p, end in ends.items() if isinstance(end, Captured)}


@pytest.mark.parametrize("amount", [Money(1200, "JPY"), Money(1, "EUR"), Money(12340, "KWD")], ids=str)
def test_amounts_are_exact_in_every_kind_of_currency(world, amount):
    payment = a_payment()
    verdict = world.gateway.charge(payment, amount, world.method, world.success)
    assert isinstance(verdict, Captured)
    assert verdict.amount == amount
    assert world.taken() == [(str(payment), amount)]
