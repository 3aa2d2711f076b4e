"""The life of an account. Logging in is no fact: it changes nothing that anybody has to explain later."""

from enum import StrEnum
from typing import TypeAlias

from store.domain.identity.owner_events import OwnerEvent
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId
from store.domain.shared.personal import Personal


class Role(StrEnum):
    """What somebody is here for; which permissions that brings is data at the edge."""

    CUSTOMER = "customer"
    STAFF = "staff"


class Ended(StrEnum):
    """Why all sessions of an account, or one that was misused, were ended."""

    ASKED = "asked"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a reason


class StaffEnrolled(Event, frozen=True, tag="identity/staff-enrolled-1"):
    """Somebody works here from now on. ``email`` is in its canonical form."""

    account_id: AccountId
    email: Personal[str]
    name: Personal[str]
    role: Role


class StaffDisabled(Event, frozen=True, tag="identity/staff-disabled-1"):
    """Somebody works here no longer, and no door opens any more."""

    account_id: AccountId


class CustomerRegistered(Event, frozen=True, tag="identity/registered-1"):
    """Somebody asked for an account; whether the address is theirs is not known yet. ``email`` is canonical."""

    account_id: AccountId
    email: Personal[str]
    given_name: Personal[str]
    family_name: Personal[str]


class RegistrationRepeated(Event, frozen=True, tag="identity/registration-repeated-1"):
    """Somebody asked for an account where there is one: its owner is told by mail, and nobody else."""

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
    given_name: Personal[str]
    family_name: Personal[str]


class SessionsEnded(Event, frozen=True, tag="identity/sessions-ended-1"):
    """Devices were logged out without being asked one by one."""

    account_id: AccountId
    reason: Ended


AccountEvent: TypeAlias = (
    StaffEnrolled | StaffDisabled | CustomerRegistered | RegistrationRepeated | VerificationRequested | EmailVerified
    | PasswordResetRequested | PasswordChanged | Renamed | SessionsEnded | OwnerEvent
)
