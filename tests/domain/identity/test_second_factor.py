"""It takes more than a password to come in, once somebody wants that."""

from datetime import timedelta

import pytest

from store.domain.identity.account import Account
from store.domain.identity.errors import NoSecondFactor, NoSuchAccount, SecondFactorOn
from store.domain.identity.owner_events import (
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
)
from tests.domain.identity.test_account import DISABLED, ID, LATER, NOON, REGISTERED, VERIFIED, account
from tests.domain.identity.test_moving import changed, taking_back, undone, wanted

pytestmark = [pytest.mark.story("US-1.2", "a second factor guards the login"), pytest.mark.requirement("R10.4")]

HERS = (REGISTERED, VERIFIED)
ON, OFF = SecondFactorSwitchedOn(at=NOON, account_id=ID), SecondFactorSwitchedOff(at=NOON, account_id=ID)


def test_it_is_switched_on_once_and_off_again():
    account(*HERS).when(Account.switch_second_factor_on, at=NOON).then(ON)
    account(*HERS, ON).when(Account.switch_second_factor_on, at=NOON).then_raises(SecondFactorOn)
    account(*HERS, ON).when(Account.switch_second_factor_off, at=NOON).then(OFF)
    account(*HERS).when(Account.switch_second_factor_off, at=NOON).then_nothing()
    account(*HERS, ON, OFF).when(Account.switch_second_factor_on, at=NOON).then(ON)
    assert [Account.replay(ID, past).second_factor for past in (HERS, (*HERS, ON), (*HERS, ON, OFF))] == [
        False, True, False,
    ]


def test_recovery_codes_are_of_a_second_factor():
    account(*HERS, ON).when(Account.renew_recovery_codes, at=NOON).then(RecoveryCodesRenewed(at=NOON, account_id=ID))
    account(*HERS, ON).when(Account.use_recovery_code, 9, at=NOON).then(
        RecoveryCodeUsed(at=NOON, account_id=ID, left=9)
    )
    account(*HERS).when(Account.renew_recovery_codes, at=NOON).then_raises(NoSecondFactor)
    account(*HERS).when(Account.use_recovery_code, 9, at=NOON).then_raises(NoSecondFactor)
    account(REGISTERED, DISABLED).when(Account.switch_second_factor_on, at=NOON).then_raises(NoSuchAccount)


@pytest.mark.story("US-6.1", "change personal information")
def test_one_that_a_thief_may_have_switched_on_goes_with_the_address_they_brought():
    past = (*HERS, wanted(), changed())
    later = SecondFactorSwitchedOn(at=NOON + timedelta(hours=1), account_id=ID)
    off = SecondFactorSwitchedOff(at=LATER, account_id=ID)
    account(*past, later).when(taking_back(0), at=LATER).then(off, undone(at=LATER))
    account(*HERS, ON, wanted(), changed(at=LATER)).when(taking_back(0), at=LATER).then(undone(at=LATER))
