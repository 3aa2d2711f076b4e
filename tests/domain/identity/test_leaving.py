"""The end of an account: wanted, thought better of, and done."""

import pytest

from store.domain.identity.account import Account
from store.domain.identity.errors import NoSuchAccount, NotDue, StaffStay
from store.domain.identity.owner_events import AccountDeleted, DeletionRequested, DeletionWithdrawn
from store.domain.identity.owning import SECOND_THOUGHTS
from tests.domain.identity.test_account import (
    DISABLED,
    EMAIL,
    ENROLLED,
    ID,
    LATER,
    NOON,
    REGISTERED,
    VERIFIED,
    account,
)
from tests.domain.identity.test_moving import changed, taking_back, undone, wanted

pytestmark = [pytest.mark.story("US-6.1", "delete the account"), pytest.mark.requirement("R6.2")]

HERS = (REGISTERED, VERIFIED)
DUE = NOON + SECOND_THOUGHTS
GOING = DeletionRequested(at=NOON, account_id=ID, due=DUE)
STAYING = DeletionWithdrawn(at=LATER, account_id=ID)
GONE = AccountDeleted(at=DUE, account_id=ID)


def test_somebody_wants_to_go_and_no_door_opens_meanwhile():
    account(*HERS).when(Account.request_deletion, at=NOON).then(GOING)
    account(*HERS, GOING).when(Account.request_deletion, at=LATER).then_nothing()
    it = Account.replay(ID, [*HERS, GOING])
    assert (it.active, it.opens_doors) == (True, False)


def test_somebody_thinks_better_of_it():
    account(*HERS, GOING).when(Account.withdraw_deletion, at=LATER).then(STAYING)
    account(*HERS).when(Account.withdraw_deletion, at=LATER).then_nothing()
    account(*HERS, GOING, STAYING).when(Account.delete, at=DUE).then_raises(NotDue)
    assert Account.replay(ID, [*HERS, GOING, STAYING]).opens_doors


def test_an_account_goes_when_the_time_for_second_thoughts_is_over():
    account(*HERS, GOING).when(Account.delete, at=LATER).then_raises(NotDue)
    account(*HERS).when(Account.delete, at=DUE).then_raises(NotDue)
    account(*HERS, GOING).when(Account.delete, at=DUE).then(GONE)
    account(*HERS, GOING, GONE).when(Account.delete, at=DUE).then_nothing()


def test_nothing_happens_to_an_account_that_is_gone():
    gone = account(*HERS, GOING, GONE)
    gone.when(Account.request_deletion, at=DUE).then_raises(NoSuchAccount)
    gone.when(Account.withdraw_deletion, at=DUE).then_raises(NoSuchAccount)
    gone.when(Account.rename, "Ann", "Field", at=DUE).then_raises(NoSuchAccount)
    gone.when(Account.request_password_reset, at=DUE).then_nothing()
    gone.when(Account.register, EMAIL, "Ann", "Field", at=DUE).then_nothing()


@pytest.mark.parametrize(("past", "error"), [((), NoSuchAccount), ((REGISTERED, DISABLED), NoSuchAccount),
                                             ((ENROLLED,), StaffStay)])
def test_who_is_not_here_or_works_here_does_not_go_by_themselves(past, error):
    account(*past).when(Account.request_deletion, at=NOON).then_raises(error)


def test_taking_an_address_back_keeps_the_account_that_a_thief_wanted_gone():
    past = (*HERS, wanted(), changed(), GOING)
    account(*past).when(taking_back(0), at=LATER).then(STAYING, undone(at=LATER))
