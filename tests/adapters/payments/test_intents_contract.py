"""Which intent belongs to which payment: table and twin agree."""

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.payments.intents_memory import MemoryIntents
from store.adapters.payments.intents_postgres import PostgresIntents
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
