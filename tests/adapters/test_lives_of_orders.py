"""The machine that lets orders live at random in memory, on a real Postgres, with the sandbox and with a Stripe.

``MACHINE`` says how many lives each; here are few, as each has a database of its own.
"""

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from store.adapters.payments.stripe_amounts import from_stripe
from store.domain.shared.ids import PaymentId, RefundId
from tests.checker.checker import examine
from tests.checker.reading import Charge, read_books, read_log, read_refunds
from tests.conftest import _database
from tests.harness.drivers.postgres import postgres as on_postgres
from tests.projections.test_laws_with_exchanges import ExchangeLawsMachine
from tests.stripe_server import KEY, StripeServer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.requirement("R4.1"), pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-4.4", "everything is refunded"),
    pytest.mark.story("US-4.5", "the refund comes after approval"),
]
BOUNDED = settings(
    max_examples=int(os.environ.get("MACHINE", "2")), stateful_step_count=8, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)
CARDS = {
    "success": "pm_card_visa", "decline": "pm_card_chargeDeclined", "challenge": "pm_card_authenticationRequired",
    "timeout": "pm_card_visa", "no_refund": "pm_card_refundFail", "slow_refund": "pm_card_pendingRefund",
}
STATES = {"succeeded": "captured", "requires_action": "challenged", "canceled": "cancelled"}
LATER = datetime(2126, 1, 1, tzinfo=UTC)
OFFENCES = "SELECT law, subject, words FROM read.offences"


class OnPostgres(ExchangeLawsMachine):
    """Each life has a database of its own; in the end read models and the independent checker say what they think."""

    def begins(self):
        self.opened = ExitStack()
        self.url = self.opened.enter_context(_database(*self.server))
        self.folder = self.place / uuid4().hex
        return self.opened.enter_context(on_postgres(self.url, self.folder, **self.gateway()))

    def gateway(self):
        """The sandbox."""
        return {}

    def books(self):
        """What the gateway took, and what it gave back."""
        file = self.folder / "sandbox" / "gateway.sqlite3"
        return read_books(file), read_refunds(file)

    def teardown(self):
        with self.opened:
            facts, (charges, returns) = read_log(self.url), self.books()
            undecided = {"nothing stays half done"}  # nobody has asked about all of them yet
            found = [it for it in examine(facts, charges, LATER, returns=returns) if it.promise not in undecided]
            assert not found, str(found[0])
            with psycopg.connect(self.url) as db:
                assert db.execute(OFFENCES).fetchall() == []


class Till:
    """What the machine asks of a gateway, answered by a Stripe."""

    def __init__(self, server):
        self.server = server

    def captures(self):
        return {PaymentId(UUID(payment)): from_stripe(minor, code) for payment, minor, code in self.server.taken}

    def refunds(self):
        return {RefundId(UUID(refund)): from_stripe(minor, code) for refund, minor, code in self.server.given_back}

    def answer_challenge(self, payment, *, approved):
        self.server.books.answer(self.server.intent_of(payment)["id"], approved=approved)


class WithStripe(OnPostgres):
    """Cards are real ones of a small Stripe, over HTTP; answers of it are lost on the way."""

    def begins(self):
        driver = super().begins()
        driver.method = "stripe"
        return driver

    def gateway(self):
        self.stripe = self.opened.enter_context(StripeServer())
        return {"gateway": Till(self.stripe), "stripe_key": KEY, "stripe_url": self.stripe.address}

    def token(self, card):
        self.stripe.troubles.clear()
        if card == "timeout":
            self.stripe.goes_wrong("/confirm", "cut", after=True)
            self.stripe.goes_wrong("/confirm", "cut", times=2)
            self.stripe.goes_wrong("GET", "cut", times=3)
        return CARDS[card]

    def banks_are_done(self):
        self.stripe.troubles.clear()
        for refund in self.stripe.books.refunds.values():
            if refund["status"] == "pending":
                refund["status"] = "succeeded"

    def books(self):
        intents, refunds = self.stripe.books.intents.values(), self.stripe.books.refunds.values()
        return [
            Charge(it["metadata"]["payment"], it["amount"], it["currency"].upper(),
                   STATES.get(it["status"], "declined"), LATER) for it in intents
        ], [
            Charge(it["metadata"]["refund"], it["amount"], it["currency"].upper(),
                   "" if it["status"] == "succeeded" else it["status"], LATER) for it in refunds
        ]


@pytest.mark.parametrize("machine", [OnPostgres, WithStripe])
def test_the_laws_hold_wherever_orders_live(machine, postgres, migrated_template, tmp_path_factory):
    here = {"server": (postgres, migrated_template), "place": tmp_path_factory.mktemp("lives")}
    run_state_machine_as_test(type(machine.__name__, (machine,), here), settings=BOUNDED)
