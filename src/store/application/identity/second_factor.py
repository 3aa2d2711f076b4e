"""What one may tell the shop about the second factor of one's account, and what it needs of the world."""

from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from store.application.identity.messages import LoggedIn, Secret
from store.application.shared.bus import Command
from store.domain.shared.ids import AccountId

CODES: Final = 10


class SecondFactors(Protocol):
    """Secrets that an app makes codes of, and codes for the day it is lost. None of it is fact, or ever shown again."""

    def begin(self, account: AccountId) -> str:
        """A new secret; it counts once a code of it is shown, and takes the place of one that still waits."""

    def waiting(self, account: AccountId) -> str | None:
        """The one that waits."""

    def confirm(self, account: AccountId, code: str, now: datetime) -> bool:
        """Whether *code* is one of the secret that waits; then that is the one in use."""

    def check(self, account: AccountId, code: str, now: datetime) -> bool:
        """Whether *code* is of this half minute, the one before or the next, and none of it or later was taken yet."""

    def renew_codes(self, account: AccountId) -> tuple[str, ...]:
        """Ten codes for whoever lost the app; those before are good for nothing."""

    def use_code(self, account: AccountId, code: str) -> int | None:
        """Use one of those up; how many are left, or ``None`` if it is none."""

    def drop(self, account: AccountId) -> None:
        """Forget all of it."""


class WaitingSecret(Struct, frozen=True):
    """What an app has to know, and under which address it lists it."""

    secret: Secret
    email: str


class BeginSecondFactor(Command[None], frozen=True):
    """Have a secret made. It changes nothing before a code of it was shown."""

    account_id: AccountId
    session_id: UUID | None


class ShowSecondFactor(Command[WaitingSecret], frozen=True):
    """The secret that waits, for its owner alone."""

    account_id: AccountId
    session_id: UUID | None


class RecoveryCodes(Struct, frozen=True):
    """Shown here and never again."""

    codes: tuple[Secret, ...]


class ConfirmSecondFactor(Command[RecoveryCodes], frozen=True):
    """Show a code of the secret that waits: from now on every login needs one. All other devices are logged out."""

    account_id: AccountId
    session_id: UUID | None
    code: Secret


class SwitchSecondFactorOff(Command[None], frozen=True):
    """The password is to be enough again."""

    account_id: AccountId
    session_id: UUID | None


class RenewRecoveryCodes(Command[RecoveryCodes], frozen=True):
    """Have ten others made."""

    account_id: AccountId
    session_id: UUID | None


class RecordSecondFactor(Command[None], frozen=True):
    """The part of those that becomes fact: it is switched on or off, or (``None``) there are other recovery codes."""

    account_id: AccountId
    on: bool | None
    by_shop: bool = False


class ForgetSecondFactor(Command[None], frozen=True):
    """Somebody who works here lost the phone and the codes: have them set up another at the door."""

    email: str


class BeginEnrolment(Command[WaitingSecret], frozen=True):
    """Somebody works here and needs a second factor to come in: the secret that waits for them at the door."""

    ticket: Secret
    email: str


class EnrolledIn(Struct, frozen=True):
    """Who it was is in, and knows the codes for the day the app is lost."""

    login: LoggedIn
    recovery: RecoveryCodes


class FinishEnrolment(Command[EnrolledIn], frozen=True):
    """The first code of that secret opens the door."""

    ticket: Secret
    email: str
    code: Secret
    device: str = ""
