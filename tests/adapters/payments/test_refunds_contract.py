"""Gateways: the sandbox, Stripe and PayPal keep the same promises about money that goes back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from store.adapters.payments.stripe_intents import PAUSES
from store.application.payments.ports import CannotGiveBack, Captured, GaveBack, Undecided
from store.domain.shared.ids import refund_of
from store.domain.shared.money import Money
from tests.adapters.payments.worlds import TWELVE, a_payment, opened

pytestmark = [
    pytest.mark.story("US-4.4", "everything is refunded"), pytest.mark.requirement("R4.1"),
]


@pytest.fixture(params=["sandbox", "stripe", "paypal"])
def world(request):
    with opened(request.param) as world:
        yield world


@pytest.fixture
def stripe():
    with opened("stripe") as world:
        yield world


def paid(world, card=None):
    payment = a_payment()
    assert isinstance(world.gateway.charge(payment, TWELVE, world.method, card or world.success), Captured)
    return payment


def test_what_was_taken_is_given_back_in_parts_each_once_and_never_more_than_was_taken(world):
    payment = paid(world)
    first, second, third = (refund_of(payment, number) for number in (1, 2, 3))
    verdict = world.gateway.refund(payment, first, Money(1000, "EUR"))
    assert isinstance(verdict, GaveBack)
    assert verdict.amount == Money(1000, "EUR")
    assert world.gateway.refund(payment, first, Money(1000, "EUR")) == verdict
    assert isinstance(world.gateway.refund(payment, third, Money(251, "EUR")), CannotGiveBack)
    assert isinstance(world.gateway.refund(payment, second, Money(250, "EUR")), GaveBack)
    assert isinstance(world.gateway.refund(payment, refund_of(payment, 4), Money(1, "EUR")), CannotGiveBack)
    assert world.returned() == sorted([(str(first), Money(1000, "EUR")), (str(second), Money(250, "EUR"))])


def test_what_was_never_taken_cannot_be_given_back(world):
    payment = a_payment()
    assert isinstance(world.gateway.refund(payment, refund_of(payment, 1), TWELVE), CannotGiveBack)
    world.gateway.charge(payment, TWELVE, world.method, world.decline)
    assert isinstance(world.gateway.refund(payment, refund_of(payment, 2), TWELVE), CannotGiveBack)
    assert world.returned() == []


def test_a_card_that_takes_no_money_back_says_so_and_stays_with_it(world):
    payment = paid(world, world.no_refund)
    for _ in range(2):
        assert isinstance(world.gateway.refund(payment, refund_of(payment, 1), TWELVE), CannotGiveBack)
    assert world.returned() == []


def test_a_refund_nobody_knows_the_end_of_is_asked_about_until_it_is_known_and_made_once(world):
    payment = paid(world, world.slow_refund)
    refund = refund_of(payment, 1)
    assert world.gateway.refund(payment, refund, TWELVE) == Undecided()
    world.is_done_with_refunds()
    for _ in range(2):
        assert isinstance(world.gateway.refund(payment, refund, TWELVE), GaveBack)
    assert world.returned() == [(str(refund), TWELVE)]


def test_money_given_back_without_an_answer_is_found_again_and_given_back_once(world):
    payment = paid(world)
    refund = refund_of(payment, 1)
    world.loses_the_answer_about_a_refund(lambda: world.gateway.refund(payment, refund, TWELVE))
    assert isinstance(world.gateway.refund(payment, refund, TWELVE), GaveBack)
    assert world.returned() == [(str(refund), TWELVE)]


def test_one_refund_asked_for_by_many_at_once_is_one_refund(world):
    payment = paid(world)
    refund = refund_of(payment, 1)
    with ThreadPoolExecutor(8) as crowd:
        asked = [crowd.submit(world.gateway.refund, payment, refund, TWELVE) for _ in range(8)]
    assert all(isinstance(each.result(), GaveBack | Undecided) for each in asked)
    assert isinstance(world.gateway.refund(payment, refund, TWELVE), GaveBack)
    assert world.returned() == [(str(refund), TWELVE)]


def test_a_refund_stripe_forgot_the_key_of_is_still_not_made_twice(stripe):
    payment, gateway = paid(stripe), stripe.gateway
    made = gateway.refund(payment, refund_of(payment, 1), TWELVE)
    stripe.server.books.answers.clear()
    assert gateway.refund(payment, refund_of(payment, 1), TWELVE) == made
    assert stripe.server.given_back == [(str(refund_of(payment, 1)), 1250, "eur")]


@pytest.mark.parametrize("call", ["GET /v1/refunds", "POST /v1/refunds"])
def test_no_answer_about_a_refund_decides_nothing(stripe, call):
    payment, gateway = paid(stripe), stripe.gateway
    stripe.server.goes_wrong(call, "429", times=len(PAUSES) + 1)
    assert gateway.refund(payment, refund_of(payment, 1), TWELVE) == Undecided()
    assert stripe.server.given_back == []
    assert isinstance(gateway.refund(payment, refund_of(payment, 1), TWELVE), GaveBack)


def test_what_cannot_be_given_back_exactly_or_was_given_back_elsewhere_is_said(stripe):
    payment, gateway = paid(stripe), stripe.gateway
    uneven = gateway.refund(payment, refund_of(payment, 1), Money(12345, "KWD"))
    assert uneven == CannotGiveBack("exactly this amount can't be given back")
    stripe.server.books.refund({"payment_intent": stripe.server.intent_of(payment)["id"], "amount": "1250"})
    elsewhere = gateway.refund(payment, refund_of(payment, 2), TWELVE)
    assert elsewhere == CannotGiveBack("it was given back at Stripe already, past the shop")
