"""Gateways: the sandbox, Stripe and PayPal say in the same words what they moved."""

from datetime import UTC, datetime, timedelta

import pytest

from store.domain.shared.ids import refund_of
from store.domain.shared.money import Money
from tests.adapters.payments.worlds import TWELVE, a_payment, opened

pytestmark = [pytest.mark.requirement("R3.4"), pytest.mark.story("US-3.5", "handle success and failure")]
TEN = Money(1000, "EUR")


@pytest.fixture(params=["sandbox", "stripe", "paypal"])
def world(request):
    with opened(request.param) as world:
        yield world


def long_ago():
    return datetime.now(UTC) - timedelta(hours=1)


def test_what_was_taken_and_given_back_stands_there_with_what_it_was_for(world):
    paid, declined, failing = a_payment(), a_payment(), a_payment()
    world.gateway.charge(paid, TWELVE, world.method, world.success)
    world.gateway.charge(declined, TWELVE, world.method, world.decline)
    world.gateway.charge(failing, TWELVE, world.method, world.no_refund)
    world.gateway.refund(paid, refund_of(paid, 1), TEN)
    world.gateway.refund(failing, refund_of(failing, 1), TEN)
    said = world.gateway.statement(long_ago())
    assert said.whole
    assert {(it.payment_id, it.amount) for it in said.movements if it.went and not it.refund} == {
        (paid, TWELVE), (failing, TWELVE),
    }
    assert [(it.payment_id, it.refund_id, it.amount) for it in said.movements if it.refund and it.went] == [
        (paid, refund_of(paid, 1), TEN)
    ]
    assert [(it.refund_id, it.failed) for it in said.movements if it.refund and not it.went] == [
        (refund_of(failing, 1), True)
    ]


def test_a_refund_is_asked_about_and_none_is_made_by_that(world):
    paid = a_payment()
    world.gateway.charge(paid, TWELVE, world.method, world.success)
    unheard = world.gateway.refunded(paid, refund_of(paid, 1))
    made = world.gateway.refund(paid, refund_of(paid, 1), TEN)
    assert world.gateway.refunded(paid, refund_of(paid, 1)) == made != unheard
    assert world.returned() == [(str(refund_of(paid, 1)), TEN)]


def test_stripe_is_read_page_by_page_and_says_nothing_where_it_does_not_answer():
    with opened("stripe") as world:
        world.server.books.most_on_a_page = 2
        paid = [a_payment() for _ in range(5)]
        for payment in paid:
            world.gateway.charge(payment, TWELVE, world.method, world.success)
        assert {it.payment_id for it in world.gateway.statement(long_ago()).movements} == set(paid)
        world.server.goes_wrong("GET /v1/refunds", "500", times=3)
        assert world.gateway.statement(long_ago()) is None
