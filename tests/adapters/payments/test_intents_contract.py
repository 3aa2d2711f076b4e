"""Which intent belongs to which payment: table and twin agree."""

from uuid import uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.payments.intents_memory import MemoryIntents
from store.adapters.payments.intents_postgres import PostgresIntents
from store.adapters.payments.paypal_orders_memory import MemoryPayPalOrders
from store.adapters.payments.paypal_orders_postgres import PostgresPayPalOrders
from store.domain.shared.ids import PaymentId
from tests.adapters.payments.worlds import a_payment

pytestmark = pytest.mark.requirement("R3.4")


@pytest.fixture(params=["memory", "postgres"])
def book(request):
    if request.param == "memory":
        yield MemoryIntents()
        return
    with pool(request.getfixturevalue("app_url"), 2) as connections:
        yield PostgresIntents(connections)


def test_of_an_unknown_payment_nothing_stands(book):
    assert book.find(a_payment()) is None
    assert book.payment_of("pi_1") is None


def test_the_first_intent_stands(book):
    payment = a_payment()
    assert book.keep(payment, "pi_1").intent == "pi_1"
    kept = book.keep(payment, "pi_2")
    assert (kept.intent, kept.given_up) == ("pi_1", False)
    assert book.payment_of("pi_1") == payment
    assert book.payment_of("pi_2") is None


@pytest.mark.parametrize("first", ["keep", "give up"])
def test_giving_up_stands_whichever_came_first(book, first):
    payment: PaymentId = a_payment()
    if first == "keep":
        book.keep(payment, "pi_1")
        book.give_up(payment)
    else:
        assert book.give_up(payment).intent is None
        book.keep(payment, "pi_1")
    kept = book.find(payment)
    assert (kept.intent, kept.given_up) == ("pi_1", True)


def test_an_intent_takes_the_place_of_the_one_that_is_known_and_of_no_other(book):
    payment = a_payment()
    first, second, third = (f"pi_{uuid4().hex}" for _ in range(3))
    book.keep(payment, first)
    renewed = book.renew(payment, 1, first, second)
    assert (renewed.intent, renewed.generation, renewed.before) == (second, 1, first)
    assert book.renew(payment, 1, first, third).intent == second, "another was quicker"
    assert book.renew(payment, 2, second, third).intent == second, "the first one is not gone yet"
    assert book.payment_of(first) == book.payment_of(second) == payment
    gone = book.replaced(payment, second)
    assert (gone.intent, gone.before) == (second, None)
    assert book.renew(payment, 2, second, third).generation == 2
    assert book.replaced(payment, second).intent == second, "it was taken, and stands again"
    book.give_up(payment)
    assert book.renew(payment, 3, second, third).intent == second


@pytest.fixture(params=["memory", "postgres"])
def orders(request):
    if request.param == "memory":
        yield MemoryPayPalOrders()
        return
    with pool(request.getfixturevalue("app_url"), 2) as connections:
        yield PostgresPayPalOrders(connections)


def how(kept):
    return kept.order, kept.taking, kept.given_up


def test_the_first_order_at_paypal_stands(orders):
    payment = a_payment()
    assert orders.find(payment) is None
    assert how(orders.keep(payment, "5O1")) == how(orders.keep(payment, "5O2")) == ("5O1", False, False)
    assert (orders.payment_of("5O1"), orders.payment_of("5O2")) == (payment, None)


def test_what_was_given_up_is_never_about_to_be_taken_and_the_other_way_round(orders):
    given_up, taken = a_payment(), a_payment()
    assert how(orders.give_up(given_up)) == (None, False, True)
    assert how(orders.keep(given_up, "5O3")) == how(orders.take(given_up)) == ("5O3", False, True)
    orders.keep(taken, "5O4")
    assert how(orders.take(taken)) == how(orders.give_up(taken)) == ("5O4", True, False)
    orders.end(taken)
    assert how(orders.find(taken)) == how(orders.take(taken)) == ("5O4", False, True)


def test_what_holds_it_at_paypal_is_written_down_once_for_each_time(orders):
    payment = a_payment()
    order, other = (f"5O{uuid4().hex[:12]}" for _ in range(2))
    orders.keep(payment, order)
    assert not orders.begin(payment, 1).renewing, "nothing is held yet"
    orders.take(payment)
    assert orders.begin(payment, 1).renewing
    kept = orders.hold(payment, 1, "0A1")
    assert (kept.generation, kept.held, kept.renewing) == (1, "0A1", False)
    assert not orders.begin(payment, 1).renewing
    orders.end(payment)
    assert orders.hold(payment, 2, "0A2").given_up, "whoever held it again lets go"
    assert orders.replace(payment, 3, "5Oanother", other).order == order
    again = orders.replace(payment, 3, order, other)
    assert (how(again), again.generation, again.held) == ((other, False, False), 3, None)
