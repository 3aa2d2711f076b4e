"""What one may tell the doors of the back office, and what one may ask them; what all doors share."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId


class Secret(Struct, frozen=True):
    """Text that must not be printed by accident: a password, a session's token."""

    value: str

    def __repr__(self) -> str:
        """Never the value: what is printed ends in a log file."""
        return "Secret(…)"


class Enrolled(Struct, frozen=True):
    """The account that was made."""

    account_id: AccountId
    role: Role | None


class EnrolStaff(Command[Enrolled], frozen=True):
    """Let somebody in from now on, with a password that may be used at once. The first one is a super admin."""

    email: str
    name: str
    password: Secret
    role: Role = Role.ADMIN


class OpenAccount(Command[Enrolled], frozen=True):
    """The part of :class:`EnrolStaff` that becomes fact."""

    email: str
    name: str
    role: Role


class SetPassword(Command[Enrolled], frozen=True):
    """Give the staff's account of *email* another password; whoever is logged in there is logged out."""

    email: str
    password: Secret


class DisableStaff(Command[Enrolled], frozen=True):
    """Let somebody in no longer, from the next request on."""

    email: str


class CloseAccount(Command[Enrolled], frozen=True):
    """The part of :class:`DisableStaff` that becomes fact."""

    account_id: AccountId


class LoggedIn(Struct, frozen=True):
    """``token`` is what the browser has to show from now on, until *ends_at* at the latest."""

    account_id: AccountId
    token: Secret
    ends_at: datetime
    session_id: UUID
    role: Role


class HalfOpen(Struct, frozen=True):
    """The password is right, and nobody is in yet: ``ticket`` and a code open the door. It is no session and opens
    nothing else. ``enrolling``: there is no second factor yet, and it takes one.
    """

    ticket: Secret
    enrolling: bool = False


class LogIn(Command[LoggedIn | HalfOpen], frozen=True):
    """Somebody says who they are, at the door for staff or at the one for everybody. *device* is what they call it."""

    email: str
    password: Secret
    device: str = ""
    staff_only: bool = False


class LogOut(Command[None], frozen=True):
    """Forget this token. Doing so again changes nothing."""

    token: Secret


class AccountView(Struct, frozen=True):
    """Somebody who has an account; personal fields are null once the person was forgotten."""

    account_id: AccountId
    name: str | None
    email: str | None
    role: Role | None
    active: bool


class WhoIs(Query[list[AccountView]], frozen=True):
    """Who these accounts belong to; ids that are none are left out. Answered from the facts themselves."""

    accounts: tuple[AccountId, ...]
