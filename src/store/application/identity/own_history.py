"""What happened to one's own account, in words for whoever has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from store.application.identity.handlers import known
from store.application.shared.bus import Query, answers
from store.application.shared.errors import BadCursor
from store.application.shared.ports import AsyncJournal, History
from store.domain.identity.events import (
    AccountDisabled,
    AccountEnabled,
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
from store.domain.identity.login_events import CustomerJoined, Linking, LoginLinked, LoginUnlinked, Unlinking
from store.domain.identity.owner_events import (
    CopyMade,
    CopyRequested,
    DeletionRequested,
    DeletionWithdrawn,
    EmailChanged,
    EmailChangeRequested,
    EmailChangeUndone,
    PictureChanged,
    PictureRemoved,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorReleaseAsked,
    SecondFactorReleaseStopped,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
)
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId
from store.domain.shared.personal import Personal

MOST, _LONGEST_CURSOR = 200, 9


class Happening(Struct, frozen=True):
    """One thing that happened. ``what`` is its name for programs; ``reason`` why our staff looked at the shop so."""

    at: datetime
    what: str
    sentence: str
    reason: str | None = None


class OwnHistory(Struct, frozen=True):
    """The newest first. ``next_cursor`` leads to older ones."""

    items: list[Happening]
    next_cursor: str | None = None


class GetOwnHistory(Query[OwnHistory], frozen=True):
    """What happened to one's account: its own facts, and nobody else's."""

    account_id: AccountId
    limit: int = 50
    cursor: str | None = None


_PLAIN: Final[Mapping[type[Event], str]] = {
    StaffEnrolled: "Your account was made",
    CustomerRegistered: "You asked for an account",
    RegistrationRepeated: "Somebody asked for an account under your address",
    VerificationRequested: "The mail that confirms your address was asked for once more",
    EmailVerified: "You confirmed your address",
    PasswordResetRequested: "Somebody said that the password is forgotten",
    SecondFactorSwitchedOn: "The second factor was switched on",
    SecondFactorSwitchedOff: "The second factor was switched off",
    SecondFactorReleaseAsked: "Somebody told our staff that your phone and your recovery codes are lost",
    SecondFactorReleaseStopped: "It is not lost: your second factor stays",
    RecoveryCodesRenewed: "Ten other recovery codes were made",
    DeletionRequested: "It was asked for that this account be deleted",
    DeletionWithdrawn: "The account was kept after all",
    PictureChanged: "Your picture was changed",
    PictureRemoved: "Your picture was removed",
    CopyRequested: "A copy of your data was asked for",
    CopyMade: "The copy of your data was ready",
    **dict.fromkeys((StaffDisabled, AccountDisabled), "The shop disabled your account"),
    AccountEnabled: "The shop enabled your account again",
    ImpersonationBegun: "Our staff looked at the shop as you",
    ImpersonationEnded: "Our staff left the shop as you",
}
_ENDED: Final[Mapping[Ended, str]] = {
    Ended.ASKED: "You logged out everywhere",
    Ended.BY_STAFF: "The shop logged you out everywhere",
    Ended.ONE_BY_STAFF: "The shop logged one of your devices out",
    Ended.TOKEN_REUSED: "A device that showed an old token was logged out",
}
_ROLES: Final[Mapping[Role, str]] = {
    Role.CUSTOMER: "You are here as a customer now", Role.VENDOR: "You sell here now", Role.ADMIN: "You work here now",
    Role.SUPER_ADMIN: "You are in charge here now",
}
_LINKED: Final[Mapping[Linking, str]] = {
    Linking.JOINED: "it was made of it", Linking.SAME_ADDRESS: "the address is the same",
    Linking.FROM_INSIDE: "you connected it",
}
_UNLINKED: Final[Mapping[Unlinking, str]] = {
    Unlinking.ASKED: "it was removed", Unlinking.ADDRESS_TAKEN_BACK: "you took your address back",
    Unlinking.NEVER_PROVEN: "it was there before the address was confirmed",
}
_TOLD: Final[Mapping[type[Event], Callable[[Any], str]]] = {
    CustomerJoined: lambda it: f"You joined with {it.provider.name_of_it}",
    LoginLinked: lambda it: (
        f"{it.provider.name_of_it} ({_said(it.label)}) opens your account from here on: {_LINKED[it.how]}"
    ),
    LoginUnlinked: lambda it: f"{it.provider.name_of_it} opens your account no longer: {_UNLINKED[it.reason]}",
    PasswordChanged: lambda it: f"The password was changed{' by a link in a mail' if it.by_mail else ''}",
    Renamed: lambda it: f"Your name was changed to {_said(it.given_name)} {_said(it.family_name)}",
    SessionsEnded: lambda it: _ENDED[it.reason],
    RoleChanged: lambda it: _ROLES[it.role],
    EmailChangeRequested: lambda it: f"It was asked for that {_said(it.email)} be your address",
    EmailChanged: lambda it: f"Your address was changed from {_said(it.former)} to {_said(it.email)}",
    EmailChangeUndone: lambda it: f"Your address was changed back to {_said(it.email)}",
    RecoveryCodeUsed: lambda it: f"Somebody logged in with a recovery code; {it.left} are left",
}
_OTHERWISE: Final = "The shop changed something about your account"


@dataclass(frozen=True)
class OwnHistoryAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(GetOwnHistory)
    async def history(self, query: GetOwnHistory) -> OwnHistory:
        histories = await self.journal.read([query.account_id])
        facts = histories.get(query.account_id, History()).events
        till = _till(query.cursor, len(facts))
        since = max(0, till - query.limit)
        shown = facts[since:till]
        visited = any(isinstance(fact, ImpersonationBegun) for fact in shown)
        reasons = await self.journal.reasons(query.account_id) if visited else {}
        items = [
            happening(fact, reasons.get(version) if isinstance(fact, ImpersonationBegun) else None)
            for version, fact in enumerate(shown, since + 1)
        ]
        return OwnHistory(items[::-1], str(since) if since else None)


def _till(cursor: str | None, there_are: int) -> int:
    if cursor is None:
        return there_are
    if not (cursor.isascii() and cursor.isdecimal()) or len(cursor) > _LONGEST_CURSOR:
        raise BadCursor
    return min(int(cursor), there_are)


def happening(fact: Event, reason: str | None = None) -> Happening:
    """What a fact of an account says to whoever has it."""
    tag = str(type(fact).__struct_config__.tag)
    told = _TOLD.get(type(fact))
    sentence = told(fact) if told else _PLAIN.get(type(fact), _OTHERWISE)
    return Happening(fact.at, tag.partition("/")[2].rpartition("-")[0], sentence, reason)


def _said(value: Personal[str]) -> str:
    return known(value) or "something forgotten"
