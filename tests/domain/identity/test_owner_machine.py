"""Whatever owners, and those who would like to be, try with an account, in any order."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from store.domain.identity.account import PAUSE, Account
from store.domain.identity.email import canonical
from store.domain.identity.owner_events import (
    AccountDeleted,
    DeletionRequested,
    DeletionWithdrawn,
    EmailChanged,
    EmailChangeUndone,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
)
from store.domain.identity.owning import SECOND_THOUGHTS
from store.domain.shared.ids import AccountId
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [pytest.mark.story("US-6.1", "change personal information"), pytest.mark.requirement("R6.1")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
FIRST = canonical("ann@example.org")
EMAILS = st.sampled_from([FIRST, canonical("ann@new.example"), canonical("eve@third.example")])


class OwnerMachine(AggregateMachine):
    it: Account

    def __init__(self):
        super().__init__()
        self.it, self.now = Account(AccountId(UUID(int=1))), NOON

    @initialize()
    def join(self):
        self.attempt(Account.register, FIRST, "Ann", "Field", at=self.now)
        self.attempt(Account.verify_email, at=self.now)

    @rule(by=st.sampled_from([timedelta(seconds=1), PAUSE, SECOND_THOUGHTS]))
    def time_passes(self, by):
        self.now += by

    @rule(email=EMAILS)
    def want_an_address(self, email):
        self.attempt(Account.request_email, email, at=self.now)

    @rule()
    def prove_it(self):
        self.attempt(Account.change_email, at=self.now)

    @precondition(lambda self: self.it.moves)
    @rule(number=st.integers(0, 3))
    def take_it_back(self, number):
        self.attempt(Account.undo_email, self.it.moves[number % len(self.it.moves)], at=self.now)

    @rule()
    def switch_a_second_factor_on(self):
        self.attempt(Account.switch_second_factor_on, at=self.now)

    @rule()
    def switch_it_off(self):
        self.attempt(Account.switch_second_factor_off, at=self.now)

    @rule()
    def want_to_go(self):
        self.attempt(Account.request_deletion, at=self.now)

    @rule()
    def think_better_of_it(self):
        self.attempt(Account.withdraw_deletion, at=self.now)

    @rule()
    def go(self):
        self.attempt(Account.delete, at=self.now)

    @invariant()
    def the_address_is_the_one_that_was_moved_to_or_back_to(self):
        moved = self.facts(EmailChanged | EmailChangeUndone)
        assert self.it.email is None or self.it.email.value == (moved[-1].email.value if moved else FIRST)
        assert all(before.email == after.former for before, after in pairwise(self.it.moves))

    @invariant()
    def a_second_factor_is_on_or_off_by_turns(self):
        turns = self.facts(SecondFactorSwitchedOn | SecondFactorSwitchedOff)
        assert [isinstance(fact, SecondFactorSwitchedOn) for fact in turns] == [n % 2 == 0 for n in range(len(turns))]
        assert self.it.second_factor == (len(turns) % 2 == 1)

    @invariant()
    def nobody_goes_who_did_not_want_to_for_long_enough_and_nothing_follows(self):
        gone = self.facts(AccountDeleted)
        assert gone in ([], list(self.history[-1:]))
        last = self.facts(DeletionRequested | DeletionWithdrawn)[-1:]
        if gone:
            assert isinstance(last[0], DeletionRequested)
            assert gone[0].at >= last[0].due
            assert not self.it.active
        waiting = bool(last) and isinstance(last[0], DeletionRequested)
        assert self.it.opens_doors == (bool(self.history) and not waiting)


TestOwner = OwnerMachine.TestCase
TestOwner.settings = QUICK
