"""What one may tell the shop about the end of one's account, and what it needs of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.shared.bus import Command
from store.domain.shared.ids import AccountId


class Departures(Protocol):
    """Accounts that are to be deleted. A list to look through; whether they are still to go, the log says."""

    def note(self, account: AccountId, due: datetime) -> None:
        """Write one down, or another time for it."""

    def due(self, now: datetime) -> Sequence[AccountId]:
        """Those whose time has come, a hundred at most."""

    def cross_out(self, account: AccountId) -> None:
        """It is done, or not wanted any more."""


class Leftovers(Protocol):
    """What else is kept of an account, elsewhere."""

    def drop(self, account: AccountId) -> None:
        """Keep none of it any more. Doing so again changes nothing."""


class Farewell(Struct, frozen=True):
    """When the account will be gone."""

    due: datetime


class RequestDeletion(Command[Farewell], frozen=True):
    """Somebody wants no account any more. No door opens from here on; a mail holds a link by which it stays."""

    account_id: AccountId
    session_id: UUID | None


class RecordDeletionRequest(Command[Farewell], frozen=True):
    """The part that becomes fact."""

    account_id: AccountId


class KeepAccount(Command[None], frozen=True):
    """Somebody has the link from that mail, and stays."""

    token: Secret


class RecordKeeping(Command[None], frozen=True):
    """The part that becomes fact."""

    account_id: AccountId
    address: bytes


class DeleteAccount(Command[bool], frozen=True):
    """The time is over: whether it was, and the account is gone. May be repeated until all of it is."""

    account_id: AccountId
