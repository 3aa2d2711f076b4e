"""It takes more than a password to come in, once somebody wants that."""

from datetime import timedelta

import pytest

from store.domain.identity.account import Account
from store.domain.identity.errors import NoSecondFactor, NoSuchAccount, ReleaseNotDue, SecondFactorOn
from store.domain.identity.guarding import RELEASE_STANDS, TIME_TO_SAY_NO
from store.domain.identity.moving import GIVEN_BACK_FOR
from store.domain.identity.owner_events import (
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorReleaseAsked,
    SecondFactorReleaseStopped,
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


class TestOneThatIsLost:
    """With its recovery codes: staff may take it away, a day after its owner was told."""

    DUE = NOON + TIME_TO_SAY_NO
    ASKED = SecondFactorReleaseAsked(at=NOON, account_id=ID, due=DUE)
    STOPPED = SecondFactorReleaseStopped(at=LATER, account_id=ID)

    def test_it_is_asked_for_once(self):
        account(*HERS, ON).when(Account.ask_for_release, at=NOON).then(self.ASKED)
        account(*HERS, ON, self.ASKED).when(Account.ask_for_release, at=LATER).then_nothing()
        account(*HERS).when(Account.ask_for_release, at=NOON).then_raises(NoSecondFactor)

    def test_it_is_taken_away_a_day_later_and_not_before(self):
        off = SecondFactorSwitchedOff(at=self.DUE, account_id=ID)
        account(*HERS, ON, self.ASKED).when(Account.release_second_factor, at=self.DUE).then(off)
        early = self.DUE - timedelta(microseconds=1)
        account(*HERS, ON, self.ASKED).when(Account.release_second_factor, at=early).then_raises(ReleaseNotDue)
        account(*HERS, ON).when(Account.release_second_factor, at=self.DUE).then_raises(
            ReleaseNotDue, when="ask for it first"
        )

    def test_its_owner_says_no(self):
        account(*HERS, ON, self.ASKED).when(Account.stop_release, at=LATER).then(self.STOPPED)
        account(*HERS, ON).when(Account.stop_release, at=LATER).then_nothing()
        past = (*HERS, ON, self.ASKED, self.STOPPED)
        account(*past).when(Account.release_second_factor, at=self.DUE).then_raises(ReleaseNotDue)
        again = SecondFactorReleaseAsked(at=self.DUE, account_id=ID, due=self.DUE + TIME_TO_SAY_NO)
        account(*past).when(Account.ask_for_release, at=self.DUE).then(again)

    def test_what_nobody_did_for_days_is_asked_for_anew_so_that_its_owner_hears_of_it_again(self):
        late = self.DUE + RELEASE_STANDS + timedelta(seconds=1)
        past = (*HERS, ON, self.ASKED)
        account(*past).when(Account.release_second_factor, at=late).then_raises(
            ReleaseNotDue, when="that was too long ago: ask for it again"
        )
        again = SecondFactorReleaseAsked(at=late, account_id=ID, due=late + TIME_TO_SAY_NO)
        account(*past).when(Account.ask_for_release, at=late).then(again)

    def test_another_one_is_not_the_one_that_was_lost(self):
        past = (*HERS, ON, self.ASKED, OFF, ON)
        account(*past).when(Account.release_second_factor, at=self.DUE).then_raises(ReleaseNotDue)


@pytest.mark.story("US-6.1", "change personal information")
def test_one_that_a_thief_may_have_switched_on_goes_with_the_address_they_brought():
    past = (*HERS, wanted(), changed())
    later = SecondFactorSwitchedOn(at=NOON + timedelta(hours=1), account_id=ID)
    off = SecondFactorSwitchedOff(at=LATER, account_id=ID)
    account(*past, later).when(taking_back(0), at=LATER).then(off, undone(at=LATER))
    account(*HERS, ON, wanted(), changed(at=LATER)).when(taking_back(0), at=LATER).then(off, undone(at=LATER))
    long_before = SecondFactorSwitchedOn(at=LATER - GIVEN_BACK_FOR - timedelta(seconds=1), account_id=ID)
    account(*HERS, long_before, wanted(), changed(at=LATER)).when(taking_back(0), at=LATER).then(undone(at=LATER))
