"""The life of an account. Logging in is no fact: it changes nothing that anybody has to explain later."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from store.domain.identity.login_events import CustomerJoined
from store.domain.identity.marks import Email, FamilyName, GivenName, StaffEmail, StaffName
from store.domain.identity.owner_events import OwnerEvent
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId


class Role(StrEnum):
    """What somebody is here for; which permissions that brings is data (``application/identity/roles.py``)."""

    CUSTOMER = "customer"
    VENDOR = "vendor"
    ADMIN = "admin"
    SUPER_ADMIN = "super_admin"

    @property
    def works_here(self) -> bool:
        """Whether they are the shop's staff."""
        return self in {Role.ADMIN, Role.SUPER_ADMIN}

    @property
    def has_a_desk(self) -> bool:
        """Whether the back office is open to them: to vendors for their own goods."""
        return self.works_here or self is Role.VENDOR

    @classmethod
    def _missing_(cls, value: object) -> "Role | None":
        """Sessions and passes that were given when there was one kind of staff say so; facts are upcast."""
        return cls.ADMIN if value == "staff" else None


class Ended(StrEnum):
    """Why all sessions of an account, or one that was misused or that staff chose, were ended."""

    ASKED = "asked"
    BY_STAFF = "by_staff"
    ONE_BY_STAFF = "one_by_staff"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a reason


class StaffEnrolled(Event, frozen=True, tag="identity/staff-enrolled-2"):
    """Somebody works here from now on. ``email`` is in its canonical form."""

    account_id: AccountId
    email: StaffEmail
    name: StaffName
    role: Role


class StaffDisabled(Event, frozen=True, tag="identity/staff-disabled-1"):
    """Somebody works here no longer, and no door opens any more. Read, but no longer written: see AccountDisabled."""

    account_id: AccountId


class CustomerRegistered(Event, frozen=True, omit_defaults=True, tag="identity/registered-1"):
    """Somebody asked for an account; whether the address is theirs is not known yet. ``email`` is canonical."""

    account_id: AccountId
    email: Email
    given_name: GivenName
    family_name: FamilyName
    terms: int | None = None
    """The version of the terms that was agreed to, and below of the privacy notice that was shown."""
    privacy: int | None = None


class RegistrationRepeated(Event, frozen=True, tag="identity/registration-repeated-1"):
    """Somebody asked for an account where there is one: its owner is told by mail, and nobody else.

    Where the address is not proven yet, it is :class:`VerificationRequested` now.
    """

    account_id: AccountId


class VerificationRequested(Event, frozen=True, tag="identity/verification-requested-1"):
    """The mail that proves an address has to be sent once more."""

    account_id: AccountId


class EmailVerified(Event, frozen=True, tag="identity/email-verified-1"):
    """Whoever has the account reads the mail of its address."""

    account_id: AccountId


class PasswordResetRequested(Event, frozen=True, tag="identity/password-reset-requested-1"):
    """Somebody says that the password is forgotten."""

    account_id: AccountId


class PasswordChanged(Event, frozen=True, tag="identity/password-changed-1"):
    """There is another password. ``by_mail``: whoever set it came by a link in a mail, and not with the old one."""

    account_id: AccountId
    by_mail: bool


class Renamed(Event, frozen=True, tag="identity/renamed-1"):
    """Somebody goes by another name."""

    account_id: AccountId
    given_name: GivenName
    family_name: FamilyName


class SessionsEnded(Event, frozen=True, tag="identity/sessions-ended-1"):
    """Devices were logged out without being asked one by one."""

    account_id: AccountId
    reason: Ended


class RoleChanged(Event, frozen=True, tag="identity/role-changed-1"):
    """Somebody is here for something else from now on, and may do what that brings."""

    account_id: AccountId
    role: Role
    before: Role


class AccountDisabled(Event, frozen=True, tag="identity/disabled-1"):
    """No door opens for this account any more; why stands beside the fact."""

    account_id: AccountId


class AccountEnabled(Event, frozen=True, tag="identity/enabled-1"):
    """Doors open for this account again."""

    account_id: AccountId


class ImpersonationBegun(Event, frozen=True, tag="identity/impersonation-begun-1"):
    """Somebody who works here looks at the shop as this customer, for a while."""

    account_id: AccountId
    staff_id: AccountId
    until: datetime


class ImpersonationEnded(Event, frozen=True, tag="identity/impersonation-ended-1"):
    """They left of their own accord; what was simply over leaves no fact."""

    account_id: AccountId
    staff_id: AccountId


StandingEvent: TypeAlias = (  # what changes how an account stands, and not whose it is
    PasswordChanged | SessionsEnded | RoleChanged | StaffDisabled | AccountDisabled | AccountEnabled
    | ImpersonationBegun | ImpersonationEnded
)
PlainEvent: TypeAlias = (
    StaffEnrolled | CustomerRegistered | CustomerJoined | RegistrationRepeated | VerificationRequested | EmailVerified
    | PasswordResetRequested | Renamed | StandingEvent
)
AccountEvent: TypeAlias = PlainEvent | OwnerEvent
