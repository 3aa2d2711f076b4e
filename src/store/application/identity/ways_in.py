"""What somebody who is in may tell the shop about their own ways in, and what they may ask."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.identity.elsewhere import Introduction
from store.application.identity.messages import Secret
from store.application.shared.bus import Command, Query
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId


class LinkBy(Command[None], frozen=True):
    """Somebody who is in has an account elsewhere open this one from now on."""

    account_id: AccountId
    introduction: Introduction


class ProveBy(Command[None], frozen=True):
    """Somebody who has no password proves once more who they are, by a provider that asked them just now."""

    account_id: AccountId
    session_id: UUID | None
    introduction: Introduction


class ProveByCode(Command[None], frozen=True):
    """Somebody who has no password proves it by a code of their second factor."""

    account_id: AccountId
    session_id: UUID | None
    code: Secret


class ExpectNoPassword(Command[None], frozen=True):
    """Refused where there is a password to say."""

    account_id: AccountId


class UnlinkLogin(Command[None], frozen=True):
    """Have it open one's account no longer."""

    account_id: AccountId
    session_id: UUID | None
    provider: Provider


class RecordUnlinking(Command[None], frozen=True):
    """The part of that which becomes fact."""

    account_id: AccountId
    provider: Provider


class RememberToken(Command[Secret], frozen=True):
    """What gets news of oneself from a provider, where it gave such a thing."""

    account_id: AccountId
    provider: Provider


class ListTokens(Command[tuple[Provider, ...]], frozen=True):
    """Whose news one can ask for."""

    account_id: AccountId


class FillProfile(Command[bool], frozen=True):
    """Go by the name that a provider knows now; whether there was one. *before*: what got the news."""

    account_id: AccountId
    introduction: Introduction
    before: Secret


class ForgetToken(Command[None], frozen=True):
    """The provider says that it is good for nothing any more."""

    account_id: AccountId
    provider: Provider


class OwnLogin(Struct, frozen=True):
    """One way in beside the password."""

    provider: Provider
    name: str
    label: str | None
    since: datetime
    removable: bool


class OwnLogins(Struct, frozen=True):
    """All of them, the oldest first; and whether there is a password."""

    items: list[OwnLogin]
    password: bool


class ListOwnLogins(Query[OwnLogins], frozen=True):
    """One's ways in, from the account's facts: never behind."""

    account_id: AccountId
