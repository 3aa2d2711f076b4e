"""Whatever a gateway says, in any order and however often."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.payments.events import PaymentCaptured, PaymentDeclined, PaymentRequested, WrongAmountTaken
from store.domain.payments.payment import Payment
from store.domain.shared.money import Money
from tests.domain.payments.test_payment import ID, NOON, PRICE, request
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.5", "handle success and failure"),
]

REFERENCES = st.sampled_from(["ref-1", "ref-2"])
AMOUNTS = st.sampled_from([PRICE, PRICE, Money(1, "EUR"), Money(2290, "KWD")])


class PaymentMachine(AggregateMachine):
    it: Payment

    def __init__(self):
        super().__init__()
        self.it = Payment(ID)

    @rule()
    def request(self):
        self.attempt(request)

    @rule(reference=REFERENCES)
    def challenge(self, reference):
        self.attempt(Payment.challenge, reference, "/bank", at=NOON)

    @rule(reference=REFERENCES, taken=AMOUNTS)
    def capture(self, reference, taken):
        self.attempt(Payment.capture, reference, taken, at=NOON)

    @rule(reason=st.sampled_from(["card expired", "no funds"]))
    def decline(self, reason):
        self.attempt(Payment.decline, reason, at=NOON)

    @invariant()
    def it_is_settled_at_most_once(self):
        settlements = self.facts(PaymentCaptured | PaymentDeclined | WrongAmountTaken)
        assert len(settlements) <= 1
        assert self.it.settled == bool(settlements)

    @invariant()
    def what_was_taken_is_what_was_asked_for(self):
        assert all(fact.amount == PRICE for fact in self.facts(PaymentCaptured))
        assert all(fact.taken != PRICE for fact in self.facts(WrongAmountTaken))

    @invariant()
    def nothing_is_heard_of_it_before_it_was_asked_for(self):
        assert not self.history or isinstance(self.history[0], PaymentRequested)
        assert len(self.facts(PaymentRequested)) <= 1


TestPayment = PaymentMachine.TestCase
TestPayment.settings = QUICK
