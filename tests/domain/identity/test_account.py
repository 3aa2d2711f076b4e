"""Somebody starts to work here, and stops."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis.stateful import invariant, rule

from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.errors import AlreadyEnrolled, NameMissing, PasswordTooLong, PasswordTooShort
from store.domain.identity.events import Role, StaffDisabled, StaffEnrolled
from store.domain.identity.password import LONGEST, SHORTEST, expect_good
from store.domain.shared.ids import AccountId, SubjectId, follow_up
from store.domain.shared.personal import Personal
from tests.harness.machine import QUICK, AggregateMachine
from tests.harness.scenario import given

pytestmark = [pytest.mark.story("US-1.4", "staff have accounts of their own"), pytest.mark.requirement("R1.1")]

ID = AccountId(UUID(int=1))
SUBJECT = SubjectId(follow_up(ID, "subject"))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
EMAIL = canonical("ann@example.org")
ENROLLED = StaffEnrolled(
    at=NOON, account_id=ID, email=Personal(SUBJECT, EMAIL), name=Personal(SUBJECT, "Ann Field"), role=Role.STAFF
)
DISABLED = StaffDisabled(at=NOON, account_id=ID)


def account(*past):
    return given(Account, ID, *past)


def test_somebody_is_enrolled_under_a_tidy_name():
    account().when(Account.enrol, EMAIL, "  Ann \n Field ", Role.STAFF, at=NOON).then(ENROLLED)


@pytest.mark.parametrize("name", ["", "  ", "\t\n"])
def test_nobody_is_enrolled_without_a_name(name):
    account().when(Account.enrol, EMAIL, name, Role.STAFF, at=NOON).then_raises(NameMissing)


@pytest.mark.parametrize("past", [(ENROLLED,), (ENROLLED, DISABLED)])
def test_an_account_is_made_only_once(past):
    account(*past).when(Account.enrol, EMAIL, "Ben", Role.STAFF, at=NOON).then_raises(AlreadyEnrolled)


def test_somebody_leaves():
    account(ENROLLED).when(Account.disable, at=NOON).then(DISABLED)


@pytest.mark.parametrize("past", [(), (ENROLLED, DISABLED)])
def test_who_is_not_here_does_not_leave(past):
    account(*past).when(Account.disable, at=NOON).then_nothing()


@pytest.mark.parametrize(("past", "active"), [((), False), ((ENROLLED,), True), ((ENROLLED, DISABLED), False)])
def test_doors_open_for_those_who_work_here(past, active):
    assert Account.replay(ID, past).active is active


def test_a_password_may_be_long_but_not_short():
    expect_good("x" * SHORTEST)
    expect_good("x" * LONGEST)
    with pytest.raises(PasswordTooShort, match="at least 10"):
        expect_good("x" * (SHORTEST - 1))
    with pytest.raises(PasswordTooShort):
        expect_good(" " * SHORTEST)
    with pytest.raises(PasswordTooLong, match="at most 1000"):
        expect_good("x" * (LONGEST + 1))


class AccountMachine(AggregateMachine):
    it: Account

    def __init__(self):
        super().__init__()
        self.it = Account(ID)

    @rule()
    def enrol(self):
        self.attempt(Account.enrol, EMAIL, "Ann", Role.STAFF, at=NOON)

    @rule()
    def disable(self):
        self.attempt(Account.disable, at=NOON)

    @invariant()
    def nobody_comes_back(self):
        assert [type(fact) for fact in self.history] == [StaffEnrolled, StaffDisabled][: len(self.history)]


TestAccount = AccountMachine.TestCase
TestAccount.settings = QUICK
