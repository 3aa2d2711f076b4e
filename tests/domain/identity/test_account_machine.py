"""Whatever one tries with an account, in any order."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.identity.account import PAUSE, Account
from store.domain.identity.email import CanonicalEmail
from store.domain.identity.events import (
    AccountDisabled,
    AccountEnabled,
    CustomerRegistered,
    EmailVerified,
    Ended,
    ImpersonationBegun,
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
    Renamed,
    Role,
    RoleChanged,
    SessionsEnded,
    StaffEnrolled,
    VerificationRequested,
)
from store.domain.shared.ids import AccountId
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [
    pytest.mark.requirement("R1.3"), pytest.mark.requirement("R1.5"),
    pytest.mark.story("US-1.4", "staff have accounts of their own"),
    pytest.mark.story("US-1.1", "an e-mail address has one account"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
EMAIL = CanonicalEmail("ann@example.org")
NAMES = st.sampled_from(["Ann", "Zoë", " ", "x" * 101])
ASKED = (RegistrationRepeated, VerificationRequested, PasswordResetRequested)


class AccountMachine(AggregateMachine):
    it: Account

    def __init__(self):
        super().__init__()
        self.it, self.now = Account(AccountId(UUID(int=1))), NOON

    @rule(by=st.sampled_from([timedelta(seconds=1), PAUSE]))
    def time_passes(self, by):
        self.now += by

    @rule(name=NAMES)
    def enrol(self, name):
        self.attempt(Account.enrol, EMAIL, name, Role.ADMIN, at=self.now)

    @rule(given=NAMES, family=NAMES)
    def register(self, given, family):
        self.attempt(Account.register, EMAIL, given, family, at=self.now)

    @rule()
    def request_verification(self):
        self.attempt(Account.request_verification, at=self.now)

    @rule()
    def verify(self):
        self.attempt(Account.verify_email, at=self.now)

    @rule()
    def request_reset(self):
        self.attempt(Account.request_password_reset, at=self.now)

    @rule(by_mail=st.booleans())
    def change_password(self, by_mail):
        self.attempt(Account.change_password, by_mail=by_mail, at=self.now)

    @rule(given=NAMES, family=NAMES)
    def rename(self, given, family):
        self.attempt(Account.rename, given, family, at=self.now)

    @rule(reason=st.sampled_from(Ended))
    def end_sessions(self, reason):
        self.attempt(Account.end_sessions, reason, at=self.now)

    @rule()
    def disable(self):
        self.attempt(Account.disable, at=self.now)

    @rule()
    def enable(self):
        self.attempt(Account.enable, at=self.now)

    @rule(role=st.sampled_from(Role))
    def change_role(self, role):
        self.attempt(Account.change_role, role, at=self.now)

    @rule()
    def visit(self):
        self.attempt(Account.visit, AccountId(UUID(int=2)), at=self.now)

    @invariant()
    def it_begins_once_and_is_closed_and_opened_in_turn(self):
        begun = self.facts(StaffEnrolled | CustomerRegistered)
        assert len(begun) <= 1
        assert begun == list(self.history[:1])
        turns = self.facts(AccountDisabled | AccountEnabled)
        assert [type(fact) for fact in turns] == [AccountDisabled, AccountEnabled] * (len(turns) // 2) + (
            [AccountDisabled] if len(turns) % 2 else []
        )
        assert self.it.active == (bool(begun) and not len(turns) % 2)

    @invariant()
    def a_role_follows_from_the_one_before(self):
        roles = [fact.before for fact in self.facts(RoleChanged)] + ([self.it.role] if self.it.role else [])
        assert [fact.role for fact in self.facts(RoleChanged)] == roles[1:]
        assert all(before is not after for before, after in pairwise(roles))
        if self.facts(ImpersonationBegun):
            assert self.facts(CustomerRegistered | RoleChanged), "nobody looks at the shop as one of the staff"

    @invariant()
    def doors_open_only_for_whoever_is_known_or_proved_the_address(self):
        proven = bool(self.facts(StaffEnrolled) or self.facts(EmailVerified))
        assert self.it.opens_doors == (self.it.active and proven)
        assert len(self.facts(EmailVerified)) <= 1
        if any(fact.by_mail for fact in self.facts(PasswordChanged)):
            assert proven

    @invariant()
    def nobodys_inbox_is_filled(self):
        for kind in ASKED:
            times = [fact.at for fact in self.facts(kind)]
            assert all(later - earlier >= PAUSE for earlier, later in pairwise(times))

    @invariant()
    def a_name_is_never_empty_and_a_renaming_changes_it(self):
        names = [(fact.given_name.value, fact.family_name.value) for fact in self.facts(CustomerRegistered | Renamed)]
        assert all(given.strip() and family.strip() for given, family in names)
        assert all(before != after for before, after in pairwise(names))
        assert len(self.facts(SessionsEnded)) == 0 or self.it.role is not None


TestAccount = AccountMachine.TestCase
TestAccount.settings = QUICK
