"""What the facts of accounts say."""

from collections.abc import Mapping
from typing import Final, assert_never

from projections.audit.sentences.ownership import say_of_owner
from projections.audit.sentences.telling import person, said
from store.application.audit.messages import Sentence
from store.domain.identity.events import (
    AccountEvent,
    CustomerRegistered,
    EmailVerified,
    Ended,
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
    Renamed,
    SessionsEnded,
    StaffDisabled,
    StaffEnrolled,
    VerificationRequested,
)

_OF_MAILS: Final[Mapping[type[AccountEvent], str]] = {
    RegistrationRepeated: "Somebody asked for an account under this address once more",
    VerificationRequested: "The mail that proves the address was asked for once more",
    EmailVerified: "The address was proven: whoever has the account reads its mail",
    PasswordResetRequested: "Somebody said that the password is forgotten",
}
_ENDED: Final = {
    Ended.ASKED: "{who} logged out on all devices",
    Ended.TOKEN_REUSED: "A device was logged out: it showed a token that had been exchanged before",
}


def say(event: AccountEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case StaffEnrolled(name=name, role=role):
            return said("{who} gave {name} an account as {role}", name=person(name), role=role)
        case StaffDisabled():
            return said("{who} closed the account: no door opens any more")
        case CustomerRegistered(given_name=given, family_name=family):
            return said("{given} {family} asked for an account", given=person(given), family=person(family))
        case RegistrationRepeated() | VerificationRequested() | EmailVerified() | PasswordResetRequested():
            return said(_OF_MAILS[type(event)])
        case PasswordChanged() | Renamed() | SessionsEnded():
            return _of_staying(event)
        case _:
            return say_of_owner(event)


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
