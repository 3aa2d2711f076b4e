"""What the facts say that owners of accounts bring about."""

from collections.abc import Mapping
from typing import Final, assert_never

from projections.audit.sentences.telling import person, said
from store.application.audit.messages import Sentence
from store.domain.identity.owner_events import (
    AccountDeleted,
    CopyEvent,
    CopyMade,
    CopyRequested,
    DeletionRequested,
    DeletionWithdrawn,
    EmailChanged,
    EmailChangeRequested,
    EmailChangeUndone,
    FactorEvent,
    MoveEvent,
    PictureChanged,
    PictureEvent,
    PictureRemoved,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorReleaseAsked,
    SecondFactorReleaseStopped,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
    StayEvent,
)

_PLAIN: Final[Mapping[type[MoveEvent | FactorEvent | StayEvent | PictureEvent | CopyEvent], str]] = {
    SecondFactorSwitchedOn: "{who} switched the second factor on",
    SecondFactorSwitchedOff: "{who} switched the second factor off",
    SecondFactorReleaseAsked: "{who} was told that the second factor is lost; its owner has a day to say no",
    SecondFactorReleaseStopped: "It is not lost, its owner showed: the second factor stays",
    DeletionWithdrawn: "{who} thought better of it: the account stays",
    PictureChanged: "{who} has another picture",
    PictureRemoved: "{who} has no picture any more",
    AccountDeleted: "The account was deleted, and with it the key of whose it was",
    CopyRequested: "{who} wants a copy of all that is kept about them",
    CopyMade: "The copy was made, and they were told",
    RecoveryCodesRenewed: "{who} had ten other recovery codes made",
}


def say_of_owner(event: MoveEvent | FactorEvent | StayEvent | PictureEvent | CopyEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case EmailChangeRequested(email=email):
            return said("{who} wants to have {email} as the address", email=person(email))
        case EmailChanged(email=email, former=former):
            return said("The address went from {former} to {email}", former=person(former), email=person(email))
        case EmailChangeUndone(email=email, dropped=dropped):
            return said(
                "Whoever reads the mail of {email} took the address back from {dropped}", email=person(email),
                dropped=person(dropped),
            )
        case (
            SecondFactorSwitchedOn() | SecondFactorSwitchedOff() | SecondFactorReleaseAsked()
            | SecondFactorReleaseStopped() | RecoveryCodesRenewed() | DeletionWithdrawn() | AccountDeleted()
            | PictureChanged() | PictureRemoved() | CopyRequested() | CopyMade()
        ):
            return said(_PLAIN[type(event)])
        case DeletionRequested():
            return said("{who} wants no account here any more")
        case RecoveryCodeUsed(left=left):
            return said("Somebody came in by a recovery code; {left} are left", left=left)
        case _:
            assert_never(event)
