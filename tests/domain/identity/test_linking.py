"""Accounts elsewhere that open one here: linked, unlinked, and never the last way in."""

from datetime import timedelta

import pytest

from store.domain.identity.account import Account
from store.domain.identity.errors import AnotherLinked, LastWayIn, NoSuchAccount, NoSuchLogin
from store.domain.identity.events import PasswordChanged, Role, RoleChanged
from store.domain.identity.login_events import CustomerJoined, Linking, LoginLinked, LoginUnlinked, Provider, Unlinking
from store.domain.identity.moving import GIVEN_BACK_FOR
from store.domain.identity.names import LONGEST_NAME
from store.domain.shared.personal import Personal
from tests.domain.identity.test_account import (
    DISABLED,
    EMAIL,
    ENROLLED,
    ID,
    LATER,
    NOON,
    REGISTERED,
    SUBJECT,
    VERIFIED,
    account,
)
from tests.domain.identity.test_moving import changed, taking_back, undone, wanted

pytestmark = [pytest.mark.story("US-1.3", "an account can be linked to a provider"), pytest.mark.requirement("R1.4")]

GOOGLE, GITHUB = Provider.GOOGLE, Provider.GITHUB
HERS = (REGISTERED, VERIFIED)


def linked(provider=GOOGLE, how=Linking.FROM_INSIDE, who="a1", at=NOON):
    return LoginLinked(
        at=at, account_id=ID, provider=provider, who=Personal(SUBJECT, who), label=Personal(SUBJECT, "ann@g.example"),
        how=how,
    )


def unlinked(provider=GOOGLE, reason=Unlinking.ASKED, at=NOON):
    return LoginUnlinked(at=at, account_id=ID, provider=provider, reason=reason)


def linking(provider=GOOGLE, who="a1", how=Linking.FROM_INSIDE):
    def link(it, *, at):
        it.link_login(provider, who, "ann@g.example", how, at=at)

    return link


VOUCHED = CustomerJoined(
    at=NOON, account_id=ID, email=REGISTERED.email, given_name=REGISTERED.given_name,
    family_name=REGISTERED.family_name, provider=GOOGLE,
)
JOINED = (VOUCHED, linked(how=Linking.JOINED))


def test_one_account_of_each_provider_opens_it():
    account(*HERS).when(linking(), at=NOON).then(linked())
    account(*HERS, linked()).when(linking(), at=NOON).then_nothing()
    account(*HERS, linked()).when(linking(GITHUB), at=NOON).then(linked(GITHUB))
    account(*HERS, linked()).when(linking(who="a2"), at=NOON).then_raises(AnotherLinked, provider="Google")
    account(REGISTERED, DISABLED).when(linking(), at=NOON).then_raises(NoSuchAccount)
    it = Account.replay(ID, [*HERS, linked(), linked(GITHUB)])
    assert [login.provider for login in it.logins] == [GOOGLE, GITHUB]
    assert it.is_linked(GOOGLE, "a1")
    assert not it.is_linked(GOOGLE, "a2")
    assert not it.is_linked(Provider.FACEBOOK, "a1")


def test_it_opens_it_no_longer_once_it_is_unlinked():
    account(*HERS, linked()).when(Account.unlink_login, GOOGLE, at=NOON).then(unlinked())
    account(*HERS).when(Account.unlink_login, GOOGLE, at=NOON).then_raises(NoSuchLogin)
    account(*HERS, linked(), unlinked()).when(Account.unlink_login, GOOGLE, at=NOON).then_raises(NoSuchLogin)
    account(*HERS, linked(), DISABLED).when(Account.unlink_login, GOOGLE, at=NOON).then_raises(NoSuchAccount)
    assert Account.replay(ID, [*HERS, linked(), unlinked()]).logins == ()


def test_the_last_way_in_stays():
    account(*JOINED).when(Account.unlink_login, GOOGLE, at=NOON).then_raises(LastWayIn)
    account(*JOINED, linked(GITHUB)).when(Account.unlink_login, GOOGLE, at=NOON).then(unlinked())
    account(*JOINED, linked(GITHUB), unlinked()).when(Account.unlink_login, GITHUB, at=NOON).then_raises(LastWayIn)
    password = PasswordChanged(at=NOON, account_id=ID, by_mail=True)
    account(*JOINED, password).when(Account.unlink_login, GOOGLE, at=NOON).then(unlinked())
    back = (REGISTERED, VERIFIED, linked(), wanted(at=LATER), changed(at=LATER), undone(at=LATER))
    account(*back).when(Account.unlink_login, GOOGLE, at=LATER).then_raises(LastWayIn)


@pytest.mark.story("US-1.3", "an account is made where there is none")
@pytest.mark.parametrize("proven", [True, False])
def test_an_account_is_made_of_one_elsewhere_without_a_password(proven):
    def join(it, *, at):
        it.join_by(EMAIL, " Ann  Maria", "Field ", (GOOGLE, "a1", "ann@g.example"), proven=proven, at=at)

    facts = (VOUCHED if proven else REGISTERED, linked(how=Linking.JOINED))
    account().when(join, at=NOON).then(*facts)
    it = Account.replay(ID, facts)
    assert (it.has_password, it.opens_doors) == (False, proven)


@pytest.mark.story("US-1.3", "the profile is filled from the provider")
def test_names_that_others_wrote_are_cut_and_may_be_missing():
    def join(it, *, at):
        it.join_by(EMAIL, "x" * 200, " https://evil.example \n ", (GITHUB, "a1", "@ann"), proven=True, at=at)

    cut = CustomerJoined(
        at=NOON, account_id=ID, email=Personal(SUBJECT, EMAIL), given_name=Personal(SUBJECT, "x" * LONGEST_NAME),
        family_name=Personal(SUBJECT, ""), provider=GITHUB,
    )
    named = LoginLinked(
        at=NOON, account_id=ID, provider=GITHUB, who=Personal(SUBJECT, "a1"), label=Personal(SUBJECT, "@ann"),
        how=Linking.JOINED,
    )
    account().when(join, at=NOON).then(cut, named)


def test_staff_come_in_by_one_only_if_they_wanted_that_from_inside():
    promoted = RoleChanged(at=NOON, account_id=ID, role=Role.ADMIN, before=Role.CUSTOMER)
    for past, lets_in in (
        (JOINED, True), ((*JOINED, promoted), False),
        ((*HERS, linked(how=Linking.SAME_ADDRESS), promoted), False), ((ENROLLED, linked()), True),
        ((*JOINED, promoted, linked()), True),
    ):
        it = Account.replay(ID, past)
        assert it.lets_in_by(GOOGLE, "a1") is lets_in
        assert not it.lets_in_by(GOOGLE, "a2")
    account(*JOINED, promoted).when(linking(), at=NOON).then(linked())


def test_what_a_stranger_linked_before_the_address_was_proven_goes_with_the_first_password_by_mail():
    def reset(it, *, at):
        it.change_password(by_mail=True, at=at)

    planted = linked(how=Linking.JOINED)
    account(REGISTERED, planted).when(reset, at=NOON).then(
        unlinked(reason=Unlinking.NEVER_PROVEN), VERIFIED, PasswordChanged(at=NOON, account_id=ID, by_mail=True)
    )
    account(*HERS, linked()).when(reset, at=NOON).then(PasswordChanged(at=NOON, account_id=ID, by_mail=True))


@pytest.mark.story("US-6.1", "change personal information")
def test_what_a_thief_linked_goes_with_the_address_they_brought():
    later = NOON + timedelta(hours=1)
    past = (*HERS, wanted(), changed(), linked(at=later))
    taken_back = unlinked(reason=Unlinking.ADDRESS_TAKEN_BACK, at=LATER)
    account(*past).when(taking_back(0), at=LATER).then(taken_back, undone(at=LATER))


@pytest.mark.story("US-6.1", "change personal information")
def test_what_a_thief_linked_first_goes_with_the_address_they_brought_then():
    """Nobody who means to stay waits until the owner is told of another address."""
    moved = (wanted(at=LATER), changed(at=LATER))
    taken_back = unlinked(reason=Unlinking.ADDRESS_TAKEN_BACK, at=LATER)
    account(*HERS, linked(), *moved).when(taking_back(0), at=LATER).then(taken_back, undone(at=LATER))
    long_before = linked(at=LATER - GIVEN_BACK_FOR - timedelta(seconds=1))
    account(*HERS, long_before, *moved).when(taking_back(0), at=LATER).then(undone(at=LATER))
    for theirs in (Linking.JOINED, Linking.SAME_ADDRESS):
        account(*HERS, linked(how=theirs), *moved).when(taking_back(0), at=LATER).then(undone(at=LATER))
