"""What owners do with their accounts: another address, a second factor, a picture, the end."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from store.domain.identity.login_events import LoginEvent
from store.domain.identity.marks import Email, FormerEmail, Picture
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId


class EmailChangeRequested(Event, frozen=True, tag="identity/email-change-requested-1"):
    """Somebody wants another address; whether they read its mail is not known yet. ``email`` is canonical."""

    account_id: AccountId
    email: Email


class EmailChanged(Event, frozen=True, tag="identity/email-changed-1"):
    """The other address was proven and is the account's; ``former`` may be given back for a while."""

    account_id: AccountId
    email: Email
    former: FormerEmail


class EmailChangeUndone(Event, frozen=True, tag="identity/email-change-undone-1"):
    """Whoever reads the mail of a former address took it back; ``dropped`` is the account's no longer."""

    account_id: AccountId
    email: Email
    dropped: FormerEmail


class SecondFactorSwitchedOn(Event, frozen=True, tag="identity/second-factor-on-1"):
    """From now on the password alone lets nobody in. No secret in it."""

    account_id: AccountId


class SecondFactorSwitchedOff(Event, frozen=True, tag="identity/second-factor-off-1"):
    """The password lets somebody in again."""

    account_id: AccountId


class SecondFactorReleaseAsked(Event, frozen=True, tag="identity/second-factor-release-asked-1"):
    """Phone and recovery codes are lost, staff were told. Until ``due`` whoever reads the account's mail may say no."""

    account_id: AccountId
    due: datetime


class SecondFactorReleaseStopped(Event, frozen=True, tag="identity/second-factor-release-stopped-1"):
    """Whoever reads the account's mail said no: the second factor stays."""

    account_id: AccountId


class RecoveryCodesRenewed(Event, frozen=True, tag="identity/recovery-codes-renewed-1"):
    """There are ten other codes for whoever lost the second factor."""

    account_id: AccountId


class RecoveryCodeUsed(Event, frozen=True, tag="identity/recovery-code-used-1"):
    """Somebody came in by such a code; so many are ``left``."""

    account_id: AccountId
    left: int


class DeletionRequested(Event, frozen=True, tag="identity/deletion-requested-1"):
    """Somebody wants no account here any more. Until ``due`` they may think better of it; no door opens meanwhile."""

    account_id: AccountId
    due: datetime


class DeletionWithdrawn(Event, frozen=True, tag="identity/deletion-withdrawn-1"):
    """They thought better of it."""

    account_id: AccountId


class AccountDeleted(Event, frozen=True, tag="identity/deleted-1"):
    """The account is no more; the key of whose it was is destroyed right after this."""

    account_id: AccountId


class PictureChanged(Event, frozen=True, tag="identity/picture-changed-1"):
    """There is a picture of somebody, in place of another or of none. ``picture`` is what its files are called by."""

    account_id: AccountId
    picture: Picture


class PictureRemoved(Event, frozen=True, tag="identity/picture-removed-1"):
    """There is none any more."""

    account_id: AccountId


class CopyRequested(Event, frozen=True, tag="identity/copy-requested-1"):
    """Somebody wants a copy of all that is kept about them."""

    account_id: AccountId
    copy_id: UUID


class CopyMade(Event, frozen=True, tag="identity/copy-made-1"):
    """It is there, and can be taken ``till`` then."""

    account_id: AccountId
    copy_id: UUID
    till: datetime


MoveEvent: TypeAlias = EmailChangeRequested | EmailChanged | EmailChangeUndone
FactorEvent: TypeAlias = (
    SecondFactorSwitchedOn | SecondFactorSwitchedOff | SecondFactorReleaseAsked | SecondFactorReleaseStopped
    | RecoveryCodesRenewed | RecoveryCodeUsed
)
StayEvent: TypeAlias = DeletionRequested | DeletionWithdrawn | AccountDeleted
PictureEvent: TypeAlias = PictureChanged | PictureRemoved
CopyEvent: TypeAlias = CopyRequested | CopyMade
OwnerEvent: TypeAlias = MoveEvent | FactorEvent | StayEvent | PictureEvent | LoginEvent | CopyEvent
