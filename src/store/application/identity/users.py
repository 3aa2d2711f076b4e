"""What staff may do with the accounts of others. Why they do it stands beside the facts.

``by`` is the account of whoever asks; ``None`` is the operator, at the command line or with the staff's token, who may
do all there is. ``version`` is that of the account they looked at.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId


class UserMoved(Struct, frozen=True):
    """The account and its version by now."""

    account_id: AccountId
    version: int


class ChangeRole(Command[UserMoved], frozen=True):
    """Have somebody be here for something else, from their next request on."""

    account_id: AccountId
    role: Role
    by: AccountId | None
    version: int | None = None


class GiveRole(Command[UserMoved], frozen=True):
    """The same by the operator, who knows people by their address."""

    email: str
    role: Role


class RecordRole(Command[UserMoved], frozen=True):
    """The part of :class:`ChangeRole` that becomes fact."""

    account_id: AccountId
    role: Role
    by: AccountId | None
    version: int | None


class DisableAccount(Command[UserMoved], frozen=True):
    """Let nobody in under this account any more; whoever is in is out with their next request."""

    account_id: AccountId
    by: AccountId | None
    version: int | None = None


class RecordDisabled(Command[UserMoved], frozen=True):
    """The part of :class:`DisableAccount` that becomes fact."""

    account_id: AccountId
    by: AccountId | None
    version: int | None


class EnableAccount(Command[UserMoved], frozen=True):
    """Let them in again, with the role they had."""

    account_id: AccountId
    by: AccountId | None
    version: int | None = None


class RenameUser(Command[UserMoved], frozen=True):
    """Have somebody go by another name."""

    account_id: AccountId
    given_name: str
    family_name: str
    by: AccountId | None
    version: int | None = None


class LinkSent(Struct, frozen=True):
    """``sent`` is false where one was sent so shortly before that another would only be in the way."""

    account_id: AccountId
    version: int
    sent: bool


class SendResetLink(Command[LinkSent], frozen=True):
    """Have a link sent to the account's address, by which its owner sets another password."""

    account_id: AccountId
    by: AccountId | None


class EndUserSession(Command[None], frozen=True):
    """Log one device of somebody out, if *scope* covers whose it is."""

    account_id: AccountId
    session_id: UUID
    by: AccountId | None
    scope: Scope = EVERYTHING


class RecordUserSessionEnded(Command[None], frozen=True):
    """The part of :class:`EndUserSession` that becomes fact, unless it is one's own device."""

    account_id: AccountId
    session_id: UUID
    by: AccountId | None


class EndUserSessions(Command[UserMoved], frozen=True):
    """Log somebody out on all devices."""

    account_id: AccountId
    by: AccountId | None


class RecordUserSessionsEnded(Command[UserMoved], frozen=True):
    """The part of :class:`EndUserSessions` that becomes fact."""

    account_id: AccountId
    by: AccountId | None


class Visit(Struct, frozen=True):
    """``token`` is what the browser shows at the shop until *until*, or until one's own session is over."""

    token: Secret
    until: datetime


class BeginVisit(Command[Visit], frozen=True):
    """Look at the shop as a customer: seen by that customer, and only as long as one's own session stands."""

    account_id: AccountId
    by: AccountId
    session_id: UUID


class RecordVisit(Command[datetime], frozen=True):
    """The part of :class:`BeginVisit` that becomes fact; until when."""

    account_id: AccountId
    by: AccountId


class EndVisit(Command[None], frozen=True):
    """Be done with it before its time is over."""

    account_id: AccountId
    by: AccountId
    session_id: UUID


class RecordVisitEnded(Command[None], frozen=True):
    """The part of :class:`EndVisit` that becomes fact."""

    account_id: AccountId
    by: AccountId


class UserView(Struct, frozen=True):
    """An account as staff see it; personal fields are null once the person was forgotten.

    ``release_due`` is from when on a second factor that is lost may be taken away, if somebody asked for it.
    """

    id: AccountId
    name: str | None
    given_name: str | None
    family_name: str | None
    email: str | None
    role: Role
    state: str
    registered_at: datetime
    version: int
    second_factor: bool = False
    release_due: datetime | None = None


class GetUser(Query[UserView], frozen=True):
    """One account, from its facts: never behind. What *scope* doesn't cover isn't there."""

    account_id: AccountId
    scope: Scope = EVERYTHING


class UserSession(Struct, frozen=True):
    """Where somebody is logged in."""

    id: UUID
    device: str
    opened_at: datetime
    seen_at: datetime


class ListUserSessions(Query[list[UserSession]], frozen=True):
    """Where somebody is logged in, the one used last first."""

    account_id: AccountId
    scope: Scope = EVERYTHING
