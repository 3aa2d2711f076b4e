"""What somebody may tell the shop about their own account, and what they may ask."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.identity.portraits import Portrait
from store.application.identity.ports import OpenSession
from store.application.shared.bus import Command, Query
from store.domain.identity.events import Ended, Role
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId


class Asked(Struct, frozen=True):
    """``mark`` is for the browser that asked: by it the link in the mail is known to be followed at the same one."""

    mark: str


class Register(Command[Asked], frozen=True):
    """Somebody wants an account. What comes of it is said by mail to whoever reads that address, and nobody else."""

    email: str
    password: Secret
    given_name: str
    family_name: str
    terms: int | None = None
    privacy: int | None = None
    """Which version of the terms they agree to, and of the privacy notice they were shown."""


class Registered(Struct, frozen=True):
    """Whose address it is; ``fresh`` if it was nobody's before."""

    account_id: AccountId
    fresh: bool


class ClaimAddress(Command[Registered], frozen=True):
    """The part of :class:`Register` that becomes fact."""

    email: str
    given_name: str
    family_name: str
    terms: int | None = None
    privacy: int | None = None


class RequestVerification(Command[None], frozen=True):
    """Have the mail that proves an address sent once more. Says the same whether there is anything to prove."""

    email: str


class VerifyEmail(Command[None], frozen=True):
    """Somebody has the link from that mail. With another *mark* than that of
    whoever asked for the account, the password is asked for (docs/adr/0035).
    """

    token: Secret
    mark: str | None = None
    password: Secret = Secret("")


class IsElsewhere(Command[bool], frozen=True):
    """Whether the link from that mail is followed by another browser than the one that asked for the account, which
    holds its *mark*: then the password is asked for. Uses nothing up.
    """

    token: Secret
    mark: str


class ConfirmEmail(Command[None], frozen=True):
    """The part of :class:`VerifyEmail` that becomes fact."""

    account_id: AccountId
    address: bytes


class RequestPasswordReset(Command[None], frozen=True):
    """Somebody says that the password is forgotten. Says the same whether there is such an account."""

    email: str


class ResetPassword(Command[tuple[Provider, ...]], frozen=True):
    """Somebody has the link from that mail, and a new password. Whoever is logged in there is logged out.

    Which accounts elsewhere open it is said: one of them may be an intruder's, and only the owner can tell.
    """

    token: Secret
    password: Secret


class ChangePassword(Command[None], frozen=True):
    """Somebody who is logged in wants another password; all other devices are logged out."""

    account_id: AccountId
    session_id: UUID | None
    current: Secret
    new: Secret


class RecordPassword(Command[tuple[Provider, ...]], frozen=True):
    """The part of the two above that becomes fact; which accounts elsewhere open it. *address*, where it came by mail,
    has to be the account's still.
    """

    account_id: AccountId
    by_mail: bool
    address: bytes = b""


class Rename(Command[None], frozen=True):
    """Go by another name."""

    account_id: AccountId
    given_name: str
    family_name: str


class EndSession(Command[None], frozen=True):
    """Log one device out."""

    account_id: AccountId
    session_id: UUID


class EndAllSessions(Command[None], frozen=True):
    """Log all devices out, this one too."""

    account_id: AccountId


class RecordSessionsEnded(Command[None], frozen=True):
    """The part that becomes fact, of this and of a misused token."""

    account_id: AccountId
    reason: Ended


class OwnAccount(Struct, frozen=True):
    """Somebody's account, as they see it themselves; personal fields are null once they were forgotten."""

    id: AccountId
    email: str | None
    given_name: str | None
    family_name: str | None
    verified: bool
    role: Role
    registered_at: datetime
    second_factor: bool = False
    picture: Portrait | None = None
    password: bool = True


class GetOwnAccount(Query[OwnAccount], frozen=True):
    """One's own account, from its facts: never behind."""

    account_id: AccountId


class ListOwnSessions(Query[list[OpenSession]], frozen=True):
    """Where one is logged in."""

    account_id: AccountId
