"""Gateways: the sandbox, Stripe and PayPal keep the same promises about money that is held first."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from sqlite3 import connect

import pytest

from store.adapters.payments.gateway_sandbox import SandboxGateway
from store.application.payments.ports import (
    Authorised,
    Captured,
    Challenged,
    Declined,
    GaveBack,
    Undecided,
)
from store.domain.shared.ids import refund_of
from store.domain.shared.money import Money
from tests.adapters.payments.worlds import TWELVE, a_payment, opened

pytestmark = [
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
    pytest.mark.requirement("R3.4"),
]
TEN = Money(1000, "EUR")


@pytest.fixture(params=["sandbox", "stripe", "paypal"])
def world(request):
    with opened(request.param, later=True) as world:
        yield world


def held(world, card=None):
    payment = a_payment()
    verdict = world.gateway.charge(payment, TWELVE, world.method, card or world.success)
    assert isinstance(verdict, Authorised)
    assert verdict.amount == TWELVE
    assert verdict.until > datetime.now(UTC)
    assert world.taken() == []
    return payment


def test_what_is_held_is_taken_once_however_often_it_is_asked_for(world):
    payment = held(world)
    taken = world.gateway.capture(payment, TWELVE)
    assert isinstance(taken, Captured)
    assert world.gateway.capture(payment, TWELVE) == taken == world.gateway.look(payment)
    assert world.taken() == [(str(payment), TWELVE)]


def test_a_part_of_it_may_be_taken_and_the_rest_is_let_go(world):
    payment = held(world)
    taken = world.gateway.capture(payment, TEN)
    assert isinstance(taken, Captured)
    assert taken.amount == TEN
    assert world.gateway.capture(payment, TWELVE) == taken
    assert world.taken() == [(str(payment), TEN)]
    assert isinstance(world.gateway.refund(payment, refund_of(payment, 1), TEN), GaveBack)


def test_what_is_held_is_let_go_and_never_taken_after_that(world):
    payment = held(world)
    assert isinstance(world.gateway.cancel(payment), Declined)
    assert isinstance(world.gateway.capture(payment, TWELVE), Declined)
    assert isinstance(world.gateway.look(payment), Declined)
    assert world.taken() == []


def test_what_was_taken_is_not_let_go(world):
    payment = held(world)
    taken = world.gateway.capture(payment, TWELVE)
    assert world.gateway.cancel(payment) == taken


def test_a_bank_that_no_longer_holds_it_says_no_and_nothing_is_taken(world):
    payment = held(world, world.not_held)
    assert isinstance(world.gateway.capture(payment, TWELVE), Declined)
    assert world.taken() == []


def test_more_than_is_held_is_never_taken(world):
    payment = held(world)
    assert isinstance(world.gateway.capture(payment, Money(1251, "EUR")), Declined)
    assert world.taken() == []
    assert isinstance(world.gateway.capture(payment, TWELVE), Captured)


def test_a_bank_that_asks_first_holds_it_when_the_shopper_agrees(world):
    payment = a_payment()
    assert isinstance(world.gateway.charge(payment, TWELVE, world.method, world.challenge), Challenged)
    assert isinstance(world.gateway.capture(payment, TWELVE), Challenged)
    world.answers_bank(payment, approved=True)
    assert isinstance(world.gateway.look(payment), Authorised)
    assert world.taken() == []


def test_taking_without_an_answer_is_found_again_and_done_once(world):
    payment = held(world)
    world.loses_the_answer_about_taking(payment, TWELVE)
    assert isinstance(world.gateway.look(payment), Captured)
    assert isinstance(world.gateway.capture(payment, TWELVE), Captured)
    assert world.taken() == [(str(payment), TWELVE)]


def test_many_who_take_it_at_once_take_it_once(world):
    payment = held(world)
    with ThreadPoolExecutor(6) as crowd:
        asked = [crowd.submit(world.gateway.capture, payment, TWELVE) for _ in range(6)]
    assert all(isinstance(each.result(), Captured | Undecided) for each in asked)
    assert isinstance(world.gateway.look(payment), Captured)
    assert world.taken() == [(str(payment), TWELVE)]


def test_books_of_the_time_when_nothing_was_held_are_read_on(tmp_path):
    books, payment = tmp_path / "gateway.sqlite3", a_payment()
    with closing(connect(books)) as db:
        db.execute(
            "CREATE TABLE charges (payment TEXT PRIMARY KEY, minor INTEGER NOT NULL, currency TEXT NOT NULL,"
            " state TEXT NOT NULL CHECK (state IN ('captured', 'declined', 'challenged', 'cancelled')),"
            " reason TEXT NOT NULL DEFAULT '', at TEXT NOT NULL)"
        )
        db.execute("INSERT INTO charges VALUES (?, 1250, 'EUR', 'captured', '', '2026-01-01')", (str(payment),))
        db.commit()
    for _ in range(2):
        with closing(SandboxGateway(books, "/", later=True)) as gateway:
            assert isinstance(gateway.look(payment), Captured)
            assert isinstance(gateway.charge(a_payment(), TWELVE, "sandbox", "success"), Authorised)
