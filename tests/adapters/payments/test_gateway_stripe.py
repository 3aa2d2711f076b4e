"""Stripe's gateway where Stripe, the network or the shop itself fails half-way."""

import logging
import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from store.adapters.payments.gateway_stripe import GIVEN_UP, StripeGateway
from store.adapters.payments.intents_memory import MemoryIntents
from store.adapters.payments.stripe_intents import PAUSES, Intents, connect
from store.application.payments.ports import Captured, Challenged, Declined, Undecided, Unheard, WayToBank
from store.domain.shared.money import Money
from tests.adapters.payments.worlds import TWELVE, a_payment
from tests.servers import free_port
from tests.stripe_books import DECLINES
from tests.stripe_server import KEY, StripeServer

pytestmark = [
    pytest.mark.story("US-3.5", "handle success and failure"), pytest.mark.requirement("R3.4"),
]
VISA = "pm_card_visa"
TRIES = len(PAUSES) + 1


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def stripe():
    with StripeServer() as server:
        yield server


@pytest.fixture
def connection(stripe):
    made = connect(KEY, stripe.address, seconds=0.5)
    yield made
    made.close()


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def gateway(connection, pauses):
    return StripeGateway(Intents(connection.api, pauses.append), MemoryIntents(), "http://shop.test", connection.close)


def charge(gateway, payment, token=VISA, amount=TWELVE):
    return gateway.charge(payment, amount, "stripe", token)


def dying(gateway, *, before):
    """A gateway of the same shop whose process is killed *before* writing the intent down, or right after."""

    class Book:
        def keep(self, payment_id, intent):
            if not before:
                gateway._book.keep(payment_id, intent)
            raise Killed

        def __getattr__(self, name):
            return getattr(gateway._book, name)

    return StripeGateway(gateway._intents, Book(), "http://shop.test", lambda: None)


@pytest.mark.parametrize("before", [True, False], ids=["before the intent is written down", "before it is confirmed"])
def test_a_shop_that_dies_half_way_took_nothing_and_can_still_refuse(gateway, stripe, before):
    payment = a_payment()
    with pytest.raises(Killed):
        charge(dying(gateway, before=before), payment)
    assert gateway.look(payment) == Unheard()
    assert gateway.cancel(payment) == Declined(GIVEN_UP)
    assert isinstance(charge(gateway, payment), Declined)
    assert stripe.taken == []


def test_an_intent_written_down_meanwhile_by_nobody_is_not_confirmed_after_giving_up(gateway, stripe):
    payment = a_payment()

    class GivingUp:
        def keep(self, payment_id, intent):
            gateway.cancel(payment_id)
            return gateway._book.keep(payment_id, intent)

        def __getattr__(self, name):
            return getattr(gateway._book, name)

    late = StripeGateway(gateway._intents, GivingUp(), "http://shop.test", lambda: None)
    assert charge(late, payment) == Declined(GIVEN_UP)
    assert stripe.intent_of(payment)["status"] == "canceled"


@pytest.mark.parametrize("kind", ["500", "502", "429", "cut", "hang"])
@pytest.mark.parametrize("call", ["/v1/payment_intents", "/confirm"])
def test_what_passes_is_tried_again_and_taken_once(gateway, stripe, pauses, kind, call):
    payment = a_payment()
    stripe.goes_wrong(call, kind, after=kind in {"cut", "hang"})
    assert isinstance(charge(gateway, payment), Captured)
    assert stripe.taken == [(str(payment), 1250, "eur")]
    assert pauses == [PAUSES[0]]


@pytest.mark.parametrize("kind", ["500", "429", "cut"])
def test_no_answer_to_the_end_is_undecided_after_a_few_tries(gateway, stripe, kind):
    payment = a_payment()
    stripe.goes_wrong("/v1/payment_intents", kind, times=99)
    assert charge(gateway, payment) == Undecided()
    assert len(stripe.requests) == TRIES
    stripe.troubles.clear()
    assert gateway.look(payment) == Unheard()
    assert gateway.cancel(payment) == Declined(GIVEN_UP)
    assert stripe.taken == []


def test_a_confirmation_that_never_arrived_is_written_off_in_the_end(gateway, stripe):
    payment = a_payment()
    stripe.goes_wrong("/confirm", "500", times=TRIES)
    assert charge(gateway, payment) == Undecided()
    assert gateway.look(payment) == Unheard()
    assert gateway.cancel(payment) == Declined(GIVEN_UP)
    assert stripe.taken == []


def test_a_server_nobody_reaches_leaves_everything_undecided():
    connection = connect(KEY, f"http://127.0.0.1:{free_port()}", seconds=0.5)
    book = MemoryIntents()
    gateway = StripeGateway(Intents(connection.api, lambda _: None), book, "http://shop.test", connection.close)
    payment = a_payment()
    assert charge(gateway, payment) == Undecided()
    book.keep(payment, "pi_1")
    assert gateway.look(payment) == Undecided()
    assert gateway.cancel(payment) == Undecided()
    assert gateway.way(payment) is None
    gateway.close()


def test_after_some_time_no_further_try_is_begun(connection, stripe, monkeypatch):
    stripe.goes_wrong("/v1/payment_intents", "500", times=9)
    monkeypatch.setattr("store.adapters.payments.stripe_intents.SECONDS_IN_ALL", 0)
    gateway = StripeGateway(Intents(connection.api), MemoryIntents(), "http://shop.test", connection.close)
    assert charge(gateway, a_payment()) == Undecided()
    assert len(stripe.requests) == 1


def test_a_key_stripe_does_not_know_decides_nothing_and_is_shown_to_nobody(stripe):
    wrong = "sk_test_a_wrong_secret"
    connection = connect(wrong, stripe.address)
    gateway = StripeGateway(Intents(connection.api), MemoryIntents(), "http://shop.test", connection.close)
    with capture_logs() as logs:
        assert charge(gateway, a_payment()) == Undecided()
    assert [line["log_level"] for line in logs] == ["error"]
    assert wrong not in str(logs)
    connection.close()


def test_a_decline_whose_end_was_not_heard_is_undecided_until_it_is(gateway, stripe):
    payment = a_payment()
    stripe.goes_wrong("/cancel", "cut", times=TRIES)
    assert charge(gateway, payment, "pm_card_chargeDeclined") == Undecided()
    assert gateway.look(payment) == Declined("the card was refused")
    assert stripe.intent_of(payment)["status"] == "canceled"


@pytest.mark.parametrize(("token", "reason"), [
    ("pm_card_chargeDeclined", "the card was refused"),
    ("pm_card_chargeDeclinedInsufficientFunds", "there is not enough money on the card"),
    ("pm_card_chargeDeclinedExpiredCard", "the card has expired"),
    ("pm_card_chargeDeclinedStolenCard", "the card was refused"),
    ("pm_there_is_none", "the card's details could not be used"),
    ("ctoken_there_is_none", "the card's details could not be used"),
    ("src_of_old", "the card's details could not be used"),
    ("", "the card's details could not be used"),
])
def test_shoppers_hear_why_and_never_more_than_they_should(gateway, stripe, token, reason):
    payment = a_payment()
    assert charge(gateway, payment, token) == Declined(reason)
    assert isinstance(gateway.look(payment), Declined)
    assert all(intent["status"] == "canceled" for intent in stripe.books.intents.values())


def test_a_payment_on_its_way_is_undecided_and_cannot_be_given_up(gateway, stripe):
    payment = a_payment()
    assert charge(gateway, payment, "pm_card_processing") == Undecided()
    assert gateway.look(payment) == Undecided()
    assert gateway.cancel(payment) == Undecided()
    stripe.intent_of(payment).update(status="succeeded", amount_received=1250)
    assert isinstance(gateway.look(payment), Captured)


@pytest.mark.parametrize("taken", [{"amount_received": 1249}, {"currency": "usd"}])
def test_another_amount_or_currency_is_told_as_it_was_taken(gateway, stripe, taken):
    payment = a_payment()
    charge(gateway, payment)
    stripe.intent_of(payment).update(taken)
    assert gateway.look(payment).amount != TWELVE


def test_an_intent_stripe_does_not_know_any_more_decides_nothing(gateway, stripe):
    payment = a_payment()
    charge(gateway, payment)
    stripe.books.intents.clear()
    with capture_logs() as logs:
        assert gateway.look(payment) == Undecided()
    assert logs[0]["event"] == "stripe does not know an intent"


def test_an_answer_in_a_shape_nobody_knows_decides_nothing(gateway, stripe):
    payment = a_payment()
    charge(gateway, payment)
    stripe.intent_of(payment)["amount"] = "a lot"
    assert gateway.look(payment) == Undecided()


def test_the_way_to_the_bank_is_asked_for_and_never_kept(gateway, stripe):
    payment = a_payment()
    challenged = charge(gateway, payment, "pm_card_authenticationRequired")
    intent = stripe.intent_of(payment)
    assert challenged == Challenged(intent["id"], f"/payments/{payment}/bank")
    assert gateway.way(payment) == WayToBank(url=f"{stripe.address}/bank/{intent['id']}")
    assert intent["return_url"] == f"http://shop.test/payments/{payment}/return"
    stripe.books.answer(intent["id"], approved=True)
    assert gateway.way(payment) is None
    assert gateway.way(a_payment()) is None


def test_a_bank_that_asks_in_the_page_needs_the_intents_secret(gateway, stripe):
    payment = a_payment()
    charge(gateway, payment, "ctoken_asking")
    assert gateway.way(payment) == WayToBank(secret=stripe.intent_of(payment)["client_secret"])


def test_only_who_brings_the_intents_secret_came_back_from_the_bank(gateway, stripe):
    payment = a_payment()
    charge(gateway, payment)
    assert gateway.came_back(payment, stripe.intent_of(payment)["client_secret"])
    assert not gateway.came_back(payment, "pi_1_secret_of_another")
    assert not gateway.came_back(payment, "geheimnis-ß")
    assert not gateway.came_back(payment, "")
    assert not gateway.came_back(a_payment(), "anything")


@pytest.mark.requirement("R10.6")
def test_nothing_of_a_card_or_token_is_logged_or_said(gateway, stripe, caplog):
    caplog.set_level(logging.DEBUG)
    tokens = [VISA, *DECLINES, "pm_card_authenticationRequired", "ctoken_asking", "pm_there_is_none", "ctoken_none"]
    said = []
    with capture_logs() as logs:
        for token in tokens:
            payment = a_payment()
            said += [charge(gateway, payment, token), gateway.look(payment), gateway.cancel(payment)]
        stripe.goes_wrong("POST", "cut", times=2)
        said.append(charge(gateway, a_payment()))
    everything = f"{logs} {said} {caplog.text}"
    assert "stripe did not answer" in everything
    for secret in (*tokens, KEY, "_secret_"):
        assert secret not in everything


def test_what_stripe_cannot_take_exactly_is_not_charged_at_all(gateway, stripe):
    refused = charge(gateway, a_payment(), amount=Money(12345, "KWD"))
    assert refused == Declined("the card can't be charged with exactly this amount")
    assert stripe.requests == []


def test_a_shop_without_stripe_does_not_load_its_library():
    asked = "import sys, store.entrypoints.wiring.http; print('stripe' in sys.modules, 'requests' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
