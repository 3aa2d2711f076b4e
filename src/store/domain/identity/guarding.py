"""What guards an account beside its password: a second factor, codes for the day it is lost, and the way back."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from store.domain.identity.errors import NoSecondFactor, ReleaseNotDue, SecondFactorOn
from store.domain.identity.moving import Movable
from store.domain.identity.owner_events import (
    FactorEvent,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorReleaseAsked,
    SecondFactorReleaseStopped,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
)
from store.domain.shared.ids import AccountId

TIME_TO_SAY_NO: Final = timedelta(hours=24)
"""Between staff being told that a second factor is lost, and their taking it away."""
RELEASE_STANDS: Final = timedelta(days=5)
"""For so long after that they may: the link that says no outlives it."""


class Guarded(Movable):
    """The part of an account that says what it takes to come in."""

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self.second_factor_since: datetime | None = None
        self.release_due: datetime | None = None

    @property
    def second_factor(self) -> bool:
        """Whether it takes more than the password to come in."""
        return self.second_factor_since is not None

    def switch_second_factor_on(self, *, at: datetime) -> None:
        """Somebody showed a code of a secret they were given."""
        self._expect_active()
        if self.second_factor:
            raise SecondFactorOn
        self._record(SecondFactorSwitchedOn(at=at, account_id=self.id))

    def switch_second_factor_off(self, *, at: datetime) -> None:
        """The password is enough again. Doing so again is no fact."""
        self._expect_active()
        if self.second_factor:
            self._record(SecondFactorSwitchedOff(at=at, account_id=self.id))

    def ask_for_release(self, *, at: datetime) -> datetime:
        """Phone and codes are lost, somebody says: from when on it may be taken away. Asking again within
        days changes nothing; later everybody is told anew.
        """
        self._expect_second_factor()
        if self.release_due is None or at > self.release_due + RELEASE_STANDS:
            self._record(SecondFactorReleaseAsked(at=at, account_id=self.id, due=at + TIME_TO_SAY_NO))
        return self.release_due or at

    def stop_release(self, *, at: datetime) -> None:
        """It is not lost. Where nobody asked for it, that is no fact."""
        self._expect_active()
        if self.release_due is not None:
            self._record(SecondFactorReleaseStopped(at=at, account_id=self.id))

    def release_second_factor(self, *, at: datetime) -> None:
        """Take it away, if its owner had the time to say no, and didn't."""
        self._expect_second_factor()
        due = self.release_due
        if due is None or at < due:
            raise ReleaseNotDue(f"not before {due:%Y-%m-%d %H:%M} UTC" if due else "ask for it first")
        if at > due + RELEASE_STANDS:
            raise ReleaseNotDue("that was too long ago: ask for it again")
        self.switch_second_factor_off(at=at)

    def renew_recovery_codes(self, *, at: datetime) -> None:
        """There will be other codes; those before are good for nothing."""
        self._expect_second_factor()
        self._record(RecoveryCodesRenewed(at=at, account_id=self.id))

    def use_recovery_code(self, left: int, *, at: datetime) -> None:
        """Somebody came in by one."""
        self._expect_second_factor()
        self._record(RecoveryCodeUsed(at=at, account_id=self.id, left=left))

    def _expect_second_factor(self) -> None:
        self._expect_active()
        if not self.second_factor:
            raise NoSecondFactor

    def _evolve_factor(self, event: FactorEvent) -> None:
        match event:
            case SecondFactorSwitchedOn():
                self.second_factor_since = event.at
            case SecondFactorSwitchedOff():
                self.second_factor_since = self.release_due = None
            case SecondFactorReleaseAsked(due=due):
                self.release_due = due
            case SecondFactorReleaseStopped():
                self.release_due = None
            case RecoveryCodesRenewed() | RecoveryCodeUsed():
                pass
            case _:
                assert_never(event)
