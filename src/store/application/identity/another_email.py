"""What one may tell the shop about another address for one's account."""

from uuid import UUID

from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.shared.bus import Command
from store.domain.shared.ids import AccountId


class RequestEmailChange(Command[None], frozen=True):
    """Somebody wants another address. What comes of it is said by mail to that address, whoever has it."""

    account_id: AccountId
    session_id: UUID | None
    email: str


class ConfirmEmailChange(Command[None], frozen=True):
    """Somebody has the link from that mail. Unless they are logged in as *account_id*, whose wish it was, the password
    is asked for: it may be an address whose owner wants no account of a stranger.
    """

    token: Secret
    account_id: AccountId | None = None
    session_id: UUID | None = None
    password: Secret = Secret("")


class Moved(Struct, frozen=True):
    """From where to where."""

    former: str
    email: str


class RecordEmailChange(Command[Moved], frozen=True):
    """The part of :class:`ConfirmEmailChange` that becomes fact. *way*: a digest of both addresses."""

    account_id: AccountId
    way: bytes


class Undone(Struct, frozen=True):
    """The address is back; ``reset_token`` sets another password, once, within an hour."""

    reset_token: Secret


class UndoEmailChange(Command[Undone], frozen=True):
    """Somebody has the link that went to the former address. The password there is opens nothing any more."""

    token: Secret


class MovedBack(Struct, frozen=True):
    """Where it is again, and what others may have now."""

    email: str
    dropped: tuple[str, ...]


class RecordEmailUndo(Command[MovedBack], frozen=True):
    """The part of :class:`UndoEmailChange` that becomes fact."""

    account_id: AccountId
    way: bytes
