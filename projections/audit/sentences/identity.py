"""What the facts of accounts say."""

from collections.abc import Mapping
from typing import Final, assert_never

from projections.audit.sentences.logins import say_of_login
from projections.audit.sentences.ownership import say_of_owner
from projections.audit.sentences.telling import person, said, thing
from store.application.audit.messages import Sentence
from store.domain.identity.events import (
    AccountDisabled,
    AccountEnabled,
    AccountEvent,
    CustomerRegistered,
    EmailVerified,
    Ended,
    ImpersonationBegun,
    ImpersonationEnded,
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
    Renamed,
    Role,
    RoleChanged,
    SessionsEnded,
    StaffDisabled,
    StaffEnrolled,
    VerificationRequested,
)
from store.domain.identity.login_events import CustomerJoined, LoginLinked, LoginUnlinked
from store.domain.identity.owner_events import OwnerEvent
from store.domain.identity.roster_events import PlaceLeft, PlaceTaken, RosterEvent
from store.domain.identity.search_events import PersonsSearched, SearchEvent

ROLES: Final = {
    Role.CUSTOMER: "customer", Role.VENDOR: "vendor", Role.ADMIN: "admin", Role.SUPER_ADMIN: "super admin",
}
_OF_MAILS: Final[Mapping[type[AccountEvent], str]] = {
    RegistrationRepeated: "Somebody asked for an account under this address once more",
    VerificationRequested: "The mail that proves the address was asked for once more",
    EmailVerified: "The address was proven: whoever has the account reads its mail",
    PasswordResetRequested: "Somebody said that the password is forgotten",
}
_ENDED: Final = {
    Ended.ASKED: "{who} logged out on all devices",
    Ended.BY_STAFF: "{who} logged the account out on all devices",
    Ended.ONE_BY_STAFF: "{who} logged the account out on one device",
    Ended.TOKEN_REUSED: "A device was logged out: it showed a token that had been exchanged before",
}


def say(event: AccountEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case StaffEnrolled(name=name, role=role):
            return said("{who} gave {name} an account as {role}", name=person(name), role=ROLES[role])
        case CustomerRegistered(given_name=given, family_name=family):
            return said("{given} {family} asked for an account", given=person(given), family=person(family))
        case CustomerJoined() | LoginLinked() | LoginUnlinked():
            return say_of_login(event)
        case RegistrationRepeated() | VerificationRequested() | EmailVerified() | PasswordResetRequested():
            return said(_OF_MAILS[type(event)])
        case PasswordChanged() | Renamed() | SessionsEnded():
            return _of_staying(event)
        case _:
            return say_of_owner(event) if isinstance(event, OwnerEvent) else _of_standing(event)


def say_of_roster(event: RosterEvent) -> Sentence:
    """The sentence for *event* of the roster."""
    match event:
        case PlaceTaken(account_id=account, role=role):
            words = "{account} works here as {role}" if role.works_here else "{account} sells here as {role}"
            return said(words, account=thing("account", account), role=ROLES[role])
        case PlaceLeft(account_id=account):
            return said("{account} has no more than a customer's place here", account=thing("account", account))
        case _:
            assert_never(event)


def say_of_search(event: SearchEvent) -> Sentence:
    """The sentence for *event* of a search."""
    match event:
        case PersonsSearched(letters=letters):
            return said("{who} looked for a person by {letters} letters", letters=letters)
        case _:
            assert_never(event)


def _of_standing(
    event: StaffDisabled | AccountDisabled | AccountEnabled | RoleChanged | ImpersonationBegun | ImpersonationEnded
) -> Sentence:
    match event:
        case StaffDisabled() | AccountDisabled():
            return said("{who} disabled the account: no door opens any more")
        case AccountEnabled():
            return said("{who} enabled the account: doors open again")
        case RoleChanged(role=role, before=before):
            return said("{who} made the account {role}; it was {before}", role=ROLES[role], before=ROLES[before])
        case ImpersonationBegun():
            return said("{who} looked at the shop as this customer")
        case ImpersonationEnded():
            return said("{who} left the shop as this customer")
        case _:
            assert_never(event)


def _of_staying(event: PasswordChanged | Renamed | SessionsEnded) -> Sentence:
    match event:
        case PasswordChanged(by_mail=by_mail):
            how = "by a link in a mail" if by_mail else "with the old one"
            return said("{who} set another password {how}", how=how)
        case Renamed(given_name=given, family_name=family):
            return said("{who} goes by the name {given} {family} now", given=person(given), family=person(family))
        case SessionsEnded(reason=reason):
            return said(_ENDED[reason])
        case _:
            assert_never(event)
