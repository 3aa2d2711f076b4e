"""What may be told of a second factor that a customer lost: asked for by staff, said no to by its owner, taken away."""

from store.application.identity.messages import Secret
from store.application.identity.users import UserMoved
from store.application.shared.bus import Command
from store.domain.shared.ids import AccountId


class AskForRelease(Command[UserMoved], frozen=True):
    """A customer lost phone and recovery codes, and staff saw who it is. The customer is told by mail at once."""

    account_id: AccountId
    by: AccountId | None
    version: int | None = None


class ReleaseSecondFactor(Command[UserMoved], frozen=True):
    """Take the second factor away, a day after that. Whoever is logged in there is logged out."""

    account_id: AccountId
    by: AccountId | None
    version: int | None = None


class RecordRelease(Command[UserMoved], frozen=True):
    """The part of it that becomes fact."""

    account_id: AccountId
    by: AccountId | None
    version: int | None


class StopRelease(Command[None], frozen=True):
    """Somebody has the link from that mail, and the second factor."""

    token: Secret


class RecordReleaseStopped(Command[None], frozen=True):
    """The part of it that becomes fact."""

    account_id: AccountId
    address: bytes
