"""The secrets in links of mails, as the doors need them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from store.domain.identity.guarding import TIME_TO_SAY_NO
from store.domain.identity.moving import GIVEN_BACK_FOR
from store.domain.identity.owning import SECOND_THOUGHTS
from store.domain.shared.ids import AccountId


class Purpose(StrEnum):
    """What a link in a mail is good for. The values are stored."""

    VERIFY = "verify"
    RESET = "reset"
    NEW_EMAIL = "new-email"
    UNDO_EMAIL = "undo-email"
    STAY = "stay"
    KEEP_FACTOR = "keep-factor"
    SECOND_STEP = "second-step"
    """In no mail: what a browser holds between password and code, or between password and the first code ever."""


LIFE: Final = {
    Purpose.VERIFY: timedelta(hours=48), Purpose.RESET: timedelta(hours=1), Purpose.NEW_EMAIL: timedelta(hours=24),
    Purpose.UNDO_EMAIL: GIVEN_BACK_FOR, Purpose.SECOND_STEP: timedelta(minutes=10),
    Purpose.STAY: SECOND_THOUGHTS, Purpose.KEEP_FACTOR: 7 * TIME_TO_SAY_NO,
}
"""How long a link is good for, from the moment its mail is written."""


class Grant(Struct, frozen=True):
    """What a link proves: that somebody reads the mail of *address*, a digest, for this account."""

    account: AccountId
    address: bytes


class MailTokens(Protocol):
    """The secrets in links of mails: each good once, for one purpose, one account and one address."""

    def issue(
        self, mail: UUID, purpose: Purpose, account: AccountId, address: str, now: datetime, before: str = "",
    ) -> str:
        """The secret in *mail*: the same one however often that mail is written. *before*: the other address that it
        is bound to, where it leads from one to another.
        """

    def look(self, token: str, purpose: Purpose, now: datetime) -> Grant | None:
        """What it would prove, without using it up."""

    def redeem(self, token: str, purpose: Purpose, now: datetime) -> Grant | None:
        """Use it up, and with it all others of this account and purpose; ``None`` if it opens nothing."""

    def void(self, account: AccountId, *purposes: Purpose) -> None:
        """Those of *account* are good for nothing any more: of these *purposes*, or all."""

    def mark(self, account: UUID) -> str:
        """What a browser holds that asked for *account*, and nobody else could make."""

    def digest(self, address: str, before: str = "") -> bytes:
        """An address as grants know it, or a way from one to another."""
