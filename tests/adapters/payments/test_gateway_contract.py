"""Gateways: the sandbox, Stripe and PayPal keep the same promises about money."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from store.application.payments.ports import Captured, Challenged, Declined, Undecided, Unheard
from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money
from tests.adapters.payments.worlds import TWELVE, a_payment, opened

pytestmark = [
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
    pytest.mark.requirement("R3.4"),
]


@pytest.fixture(params=["sandbox", "stripe", "paypal"])
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
    if amount.currency not in world.takes:
        assert isinstance(verdict, Declined)
        assert world.taken() == []
        return
    assert isinstance(verdict, Captured)
    assert verdict.amount == amount
    assert world.taken() == [(str(payment), amount)]
