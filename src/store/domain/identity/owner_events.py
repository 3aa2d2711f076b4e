"""What owners do with their accounts: another address, a second factor, a picture, the end."""

from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId
from store.domain.shared.personal import Personal


class EmailChangeRequested(Event, frozen=True, tag="identity/email-change-requested-1"):
    """Somebody wants another address; whether they read its mail is not known yet. ``email`` is canonical."""

    account_id: AccountId
    email: Personal[str]


class EmailChanged(Event, frozen=True, tag="identity/email-changed-1"):
    """The other address was proven and is the account's; ``former`` may be given back for a while."""

    account_id: AccountId
    email: Personal[str]
    former: Personal[str]


class EmailChangeUndone(Event, frozen=True, tag="identity/email-change-undone-1"):
    """Whoever reads the mail of a former address took it back; ``dropped`` is the account's no longer."""

    account_id: AccountId
    email: Personal[str]
    dropped: Personal[str]


OwnerEvent: TypeAlias = EmailChangeRequested | EmailChanged | EmailChangeUndone
