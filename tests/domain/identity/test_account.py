"""Somebody gets an account, by asking for it or by starting to work here, and what becomes of it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.domain.identity.account import PAUSE, Account
from store.domain.identity.email import canonical
from store.domain.identity.errors import (
    AlreadyEnrolled,
    NameMissing,
    NameTooLong,
    NameUnfit,
    NoSuchAccount,
    PasswordTooLong,
    PasswordTooPlain,
    PasswordTooShort,
)
from store.domain.identity.events import (
    AccountDisabled,
    CustomerRegistered,
    EmailVerified,
    Ended,
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
    Renamed,
    Role,
    SessionsEnded,
    StaffEnrolled,
    VerificationRequested,
)
from store.domain.identity.password import LONGEST, SHORTEST, expect_good, expect_strong
from store.domain.shared.ids import AccountId, SubjectId, follow_up
from store.domain.shared.personal import Personal
from tests.harness.scenario import given

pytestmark = [pytest.mark.story("US-1.4", "staff have accounts of their own"), pytest.mark.requirement("R1.1")]

ID = AccountId(UUID(int=1))
SUBJECT = SubjectId(follow_up(ID, "subject"))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
EMAIL = canonical("ann@example.org")
ENROLLED = StaffEnrolled(
    at=NOON, account_id=ID, email=Personal(SUBJECT, EMAIL), name=Personal(SUBJECT, "Ann Field"), role=Role.ADMIN
)
DISABLED = AccountDisabled(at=NOON, account_id=ID)
REGISTERED = CustomerRegistered(
    at=NOON, account_id=ID, email=Personal(SUBJECT, EMAIL), given_name=Personal(SUBJECT, "Ann Maria"),
    family_name=Personal(SUBJECT, "Field"),
)
VERIFIED = EmailVerified(at=NOON, account_id=ID)
LATER = NOON + PAUSE


def account(*past):
    return given(Account, ID, *past)


def test_somebody_is_enrolled_under_a_tidy_name():
    account().when(Account.enrol, EMAIL, "  Ann \t Field \n", Role.ADMIN, at=NOON).then(ENROLLED)


@pytest.mark.parametrize("name", ["", "  ", "\t\n"])
def test_nobody_is_enrolled_without_a_name(name):
    account().when(Account.enrol, EMAIL, name, Role.ADMIN, at=NOON).then_raises(NameMissing)


@pytest.mark.parametrize("past", [(ENROLLED,), (ENROLLED, DISABLED)])
def test_an_account_is_made_only_once(past):
    account(*past).when(Account.enrol, EMAIL, "Ben", Role.ADMIN, at=NOON).then_raises(AlreadyEnrolled)


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


def test_somebody_asks_for_an_account():
    account().when(Account.register, EMAIL, " Ann  Maria ", "Field", at=NOON).then(REGISTERED)


@pytest.mark.parametrize("past", [(REGISTERED, VERIFIED), (ENROLLED,)])
def test_whoever_asks_where_there_is_an_account_changes_nothing_but_that_its_owner_is_told(past):
    account(*past).when(Account.register, EMAIL, "Eve", "Other", at=NOON).then(
        RegistrationRepeated(at=NOON, account_id=ID)
    )


def test_whoever_asks_again_before_the_address_is_proven_gets_the_mail_that_proves_it_again():
    """There is nothing yet that anybody could log in to."""
    account(REGISTERED).when(Account.register, EMAIL, "Eve", "Other", at=LATER).then(
        VerificationRequested(at=LATER, account_id=ID)
    )
    account(REGISTERED).when(Account.register, EMAIL, "Eve", "Other", at=NOON + PAUSE / 2).then_nothing()


def test_nobody_is_told_about_an_account_that_is_closed():
    for behaviour in (Account.request_verification, Account.request_password_reset):
        account(REGISTERED, DISABLED).when(behaviour, at=LATER).then_nothing()
        account().when(behaviour, at=LATER).then_nothing()
    account(REGISTERED, DISABLED).when(Account.register, EMAIL, "Eve", "Other", at=LATER).then_nothing()


def test_a_mail_is_asked_for_again_only_after_a_pause():
    account(REGISTERED).when(Account.request_verification, at=NOON + PAUSE / 2).then_nothing()
    again = VerificationRequested(at=LATER, account_id=ID)
    account(REGISTERED).when(Account.request_verification, at=LATER).then(again)
    account(REGISTERED, again).when(Account.request_verification, at=LATER + PAUSE / 2).then_nothing()
    account(REGISTERED, VERIFIED).when(Account.request_verification, at=LATER).then_nothing()
    reset = PasswordResetRequested(at=NOON, account_id=ID)
    account(REGISTERED).when(Account.request_password_reset, at=NOON).then(reset)
    account(REGISTERED, reset).when(Account.request_password_reset, at=NOON + PAUSE / 2).then_nothing()


@pytest.mark.story("US-1.1", "the address is verified by mail")
def test_doors_open_once_the_address_is_proven():
    assert not Account.replay(ID, [REGISTERED]).opens_doors
    account(REGISTERED).when(Account.verify_email, at=NOON).then(VERIFIED)
    account(REGISTERED, VERIFIED).when(Account.verify_email, at=NOON).then_nothing()
    assert Account.replay(ID, [REGISTERED, VERIFIED]).opens_doors
    assert not Account.replay(ID, [REGISTERED, VERIFIED, DISABLED]).opens_doors


def test_a_password_set_by_mail_proves_the_address_too():
    changed = PasswordChanged(at=NOON, account_id=ID, by_mail=True)
    account(REGISTERED).when(Account.change_password, by_mail=True, at=NOON).then(VERIFIED, changed)
    account(REGISTERED, VERIFIED).when(Account.change_password, by_mail=True, at=NOON).then(changed)
    account(REGISTERED, VERIFIED).when(Account.change_password, by_mail=False, at=NOON).then(
        PasswordChanged(at=NOON, account_id=ID, by_mail=False)
    )


@pytest.mark.parametrize("past", [(), (REGISTERED, DISABLED)])
def test_nothing_happens_to_an_account_that_is_not_there(past):
    here = account(*past)
    here.when(Account.verify_email, at=NOON).then_raises(NoSuchAccount)
    here.when(Account.change_password, by_mail=False, at=NOON).then_raises(NoSuchAccount)
    here.when(Account.rename, "Ann", "Field", at=NOON).then_raises(NoSuchAccount)
    here.when(Account.end_sessions, Ended.ASKED, at=NOON).then_raises(NoSuchAccount)


def test_a_name_is_changed_when_it_is_another():
    account(REGISTERED).when(Account.rename, "Ann Maria", " Field", at=NOON).then_nothing()
    account(REGISTERED).when(Account.rename, "Ann", "Field", at=NOON).then(
        Renamed(at=NOON, account_id=ID, given_name=Personal(SUBJECT, "Ann"), family_name=Personal(SUBJECT, "Field"))
    )
    account(REGISTERED).when(Account.rename, "x" * 61, "Field", at=NOON).then_raises(NameTooLong, most=60)
    account(REGISTERED).when(Account.rename, "Ann", " ", at=NOON).then_raises(NameMissing)


@pytest.mark.parametrize("name", [
    "You won! https://evil.example/prize", "WWW.evil.example", "ann@evil.example", "Ann\nYou won", "Ann\u2028You won",
])
def test_a_name_leads_nowhere_and_is_one_line(name):
    """Names are mailed and shown: nobody shall send a stranger somewhere in the shop's own words."""
    account().when(Account.register, EMAIL, "Ann", name, at=NOON).then_raises(NameUnfit, part="family_name")
    account(REGISTERED).when(Account.rename, name, "Field", at=NOON).then_raises(NameUnfit, part="given_name")
    account().when(Account.enrol, EMAIL, name, Role.ADMIN, at=NOON).then_raises(NameUnfit, part="name")


def test_an_account_whose_name_was_taken_when_it_still_could_be_is_read_as_ever():
    odd = CustomerRegistered(
        at=NOON, account_id=ID, email=Personal(SUBJECT, EMAIL), given_name=Personal(SUBJECT, "www.example " * 8),
        family_name=Personal(SUBJECT, "Field"),
    )
    account(odd).when(Account.verify_email, at=NOON).then(VERIFIED)


def test_devices_are_logged_out():
    account(REGISTERED, VERIFIED).when(Account.end_sessions, Ended.TOKEN_REUSED, at=NOON).then(
        SessionsEnded(at=NOON, account_id=ID, reason=Ended.TOKEN_REUSED)
    )


@pytest.mark.story("US-1.1", "passwords are strong")
@pytest.mark.parametrize("password", ["Abcdef1!", "Abcde 1!", "ÄÖÜäöü1?", "just a long sentence", "x" * 16])
def test_a_password_is_of_four_kinds_or_a_sentence(password):
    expect_strong(password)


@pytest.mark.story("US-1.1", "passwords are strong")
@pytest.mark.parametrize(("password", "missing"), [
    ("abcdef1!", "a capital letter"), ("ABCDEF1!", "a small letter"), ("Abcdefg!", "a digit"),
    ("Abcdefg1", "a sign such as ! or ?"), ("abcdefgh", "a capital letter, a digit and a sign such as ! or ?"),
])
def test_a_refusal_says_what_a_password_lacks(password, missing):
    with pytest.raises(PasswordTooPlain, match="sentence of 16") as refused:
        expect_strong(password)
    assert refused.value.missing == missing


@pytest.mark.story("US-1.1", "passwords are strong")
def test_a_strong_password_is_neither_short_nor_endless():
    with pytest.raises(PasswordTooShort, match="at least 8"):
        expect_strong("Abcde1! ")
    with pytest.raises(PasswordTooLong):
        expect_strong("x" * (LONGEST + 1))
