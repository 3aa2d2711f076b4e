"""Another address: wanted, proven, and given back."""

from datetime import timedelta

import pytest

from store.domain.identity.account import PAUSE, Account
from store.domain.identity.email import canonical
from store.domain.identity.errors import NoSuchAccount, NothingWished, SameEmail
from store.domain.identity.events import RegistrationRepeated
from store.domain.identity.owner_events import EmailChanged, EmailChangeRequested, EmailChangeUndone
from store.domain.shared.personal import Personal
from tests.domain.identity.test_account import DISABLED, EMAIL, ID, LATER, NOON, REGISTERED, SUBJECT, VERIFIED, account

pytestmark = [pytest.mark.story("US-6.1", "change personal information"), pytest.mark.requirement("R6.1")]

NEW, THIRD = canonical("ann@new.example"), canonical("eve@third.example")
HERS = (REGISTERED, VERIFIED)


def wanted(email=NEW, at=NOON):
    return EmailChangeRequested(at=at, account_id=ID, email=Personal(SUBJECT, email))


def changed(former=EMAIL, email=NEW, at=NOON):
    return EmailChanged(at=at, account_id=ID, email=Personal(SUBJECT, email), former=Personal(SUBJECT, former))


def undone(email=EMAIL, dropped=NEW, at=NOON):
    return EmailChangeUndone(at=at, account_id=ID, email=Personal(SUBJECT, email), dropped=Personal(SUBJECT, dropped))


def taking_back(number):
    def undo(it, *, at):
        return it.undo_email(it.moves[number], at=at)

    return undo


def test_another_address_is_wanted_and_the_same_again_only_after_a_pause():
    account(*HERS).when(Account.request_email, NEW, at=NOON).then(wanted())
    account(*HERS, wanted()).when(Account.request_email, NEW, at=NOON + PAUSE / 2).then_nothing()
    account(*HERS, wanted()).when(Account.request_email, NEW, at=LATER).then(wanted(at=LATER))
    account(*HERS, wanted()).when(Account.request_email, THIRD, at=NOON).then(wanted(THIRD))
    account(*HERS).when(Account.request_email, EMAIL, at=NOON).then_raises(SameEmail)


@pytest.mark.parametrize("past", [(), (REGISTERED, DISABLED)])
def test_nobody_moves_who_is_not_here(past):
    account(*past).when(Account.request_email, NEW, at=NOON).then_raises(NoSuchAccount)
    account(*past).when(Account.change_email, at=NOON).then_raises(NoSuchAccount)


def test_the_address_that_was_wanted_last_becomes_the_accounts():
    account(*HERS, wanted()).when(Account.change_email, at=LATER).then(changed(at=LATER))
    account(*HERS, wanted(), wanted(THIRD)).when(Account.change_email, at=LATER).then(changed(email=THIRD, at=LATER))
    account(*HERS).when(Account.change_email, at=NOON).then_raises(NothingWished)
    account(*HERS, wanted(), changed()).when(Account.change_email, at=NOON).then_raises(NothingWished)
    it = Account.replay(ID, [*HERS, wanted(), changed()])
    assert (it.email.value, it.verified, it.wish) == (NEW, True, None)


def test_a_former_address_is_given_back():
    past = (*HERS, wanted(), changed())
    account(*past).when(taking_back(0), at=LATER).then(undone(at=LATER))
    it = Account.replay(ID, [*past, undone()])
    assert (it.email.value, it.moves, [move.email.value for move in it.undone]) == (EMAIL, (), [NEW])
    account(*past, undone()).when(Account.change_email, at=LATER).then_raises(NothingWished)


def test_whoever_had_the_address_longest_takes_back_all_that_came_later():
    past = (*HERS, wanted(), changed(), wanted(THIRD), changed(NEW, THIRD))
    account(*past).when(taking_back(0), at=LATER).then(undone(dropped=THIRD, at=LATER))
    it = Account.replay(ID, [*past, undone(dropped=THIRD)])
    second = Account.replay(ID, past).moves[1]
    assert [move.email.value for move in it.undone] == [NEW, THIRD]
    with pytest.raises(NothingWished):
        it.undo_email(second, at=LATER)
    one_back = Account.replay(ID, [*past, undone(NEW, THIRD)])
    assert (one_back.email.value, len(one_back.moves)) == (NEW, 1)


def test_a_wish_that_came_before_an_undoing_is_none_any_more():
    past = (*HERS, wanted(), changed(), wanted(THIRD), undone())
    account(*past).when(Account.change_email, at=LATER).then_raises(NothingWished)


def test_of_an_address_that_is_only_kept_nobody_hears_anything():
    past = (*HERS, wanted(), changed())
    later = NOON + timedelta(hours=1)
    account(*past).when(Account.register, EMAIL, "Eve", "Other", at=later).then_nothing()
    account(*past).when(Account.register, NEW, "Eve", "Other", at=later).then(
        RegistrationRepeated(at=later, account_id=ID)
    )
