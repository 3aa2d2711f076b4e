"""Whatever is granted, claimed, released, spent and taken back, in any order: the parts are the whole."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.credit.credit import Credit
from store.domain.credit.events import CreditGranted, CreditSpent, CreditTakenBack, Why
from store.domain.shared.ids import OrderNumber, order_of
from tests.domain.credit.test_credit import ANN, ID, NOON, eur
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]

NUMBERS = st.sampled_from([OrderNumber(f"ABCDE-FGHJ{letter}") for letter in "KMN"])
AMOUNTS = st.integers(-5, 600)


class CreditMachine(AggregateMachine):
    it: Credit

    def __init__(self):
        super().__init__()
        self.it = Credit(ID)

    @rule(minor=AMOUNTS, number=NUMBERS, why=st.sampled_from([Why.RETURN, Why.ORDER]))
    def grant(self, minor, number, why):
        self.attempt(Credit.grant, ANN, eur(minor), why, number=number, order=order_of(number), at=NOON)

    @rule(minor=AMOUNTS)
    def give(self, minor):
        self.attempt(Credit.give, ANN, eur(minor), "thanks", at=NOON)

    @rule(minor=AMOUNTS)
    def take_back(self, minor):
        self.attempt(Credit.take_back, eur(minor), "twice", at=NOON)

    @rule(minor=st.integers(1, 600), number=NUMBERS)
    def claim(self, minor, number):
        if order_of(number) not in self.it.claims:
            self.attempt(Credit.claim, order_of(number), number, eur(minor), at=NOON)

    @rule(number=NUMBERS)
    def release(self, number):
        self.attempt(Credit.release, order_of(number), at=NOON)

    @rule(number=NUMBERS)
    def spend(self, number):
        self.attempt(Credit.spend, order_of(number), at=NOON)

    @invariant()
    def all_that_was_granted_is_free_claimed_spent_or_taken_back(self):
        granted, spent, back = (
            sum(fact.amount.minor for fact in self.facts(kind))
            for kind in (CreditGranted, CreditSpent, CreditTakenBack)
        )
        claimed = sum(amount.minor for amount in self.it.claims.values())
        assert granted == self.it.available("EUR").minor + claimed + spent + back

    @invariant()
    def it_is_never_less_than_nothing(self):
        assert self.it.available("EUR").minor >= 0


TestCredit = CreditMachine.TestCase
TestCredit.settings = QUICK
