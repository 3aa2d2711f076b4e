"""What one may tell the doors about somebody whom a provider introduced."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.identity.coming_in import Recognised
from store.application.identity.elsewhere import Errand, Introduction, Sent
from store.application.identity.messages import HalfOpen, LoggedIn, Secret
from store.application.identity.own_account import Asked, Registered
from store.application.shared.bus import Command, Query
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId


class SendAway(Command[Secret], frozen=True):
    """Send a browser to a provider; what it has to hold meanwhile. To link one takes a recent proof."""

    provider: Provider
    errand: Errand
    wanted: str = ""
    account_id: AccountId | None = None
    session_id: UUID | None = None


class TakeBack(Command[Sent], frozen=True):
    """A browser is back from where it was sent: once, in time, from the one it was sent to, and the same browser."""

    provider: Provider
    secret: Secret
    state: str


class Entered(Struct, frozen=True):
    """Whoever it was is in, or shows a code next. ``email`` is their address here."""

    done: LoggedIn | HalfOpen
    email: str


class Unproven(Struct, frozen=True):
    """The provider doesn't say that an address is theirs: ``ticket`` and an address that they read bring them on."""

    ticket: Secret


class EnterBy(Command[Entered | Unproven], frozen=True):
    """A provider says who somebody is: let them in, and make an account where there is none."""

    introduction: Introduction
    device: str = ""


class RecognisedBy(Struct, frozen=True):
    """Whose account it opens, and their address."""

    who: Recognised
    email: str


class GreetBy(Command[RecognisedBy | None], frozen=True):
    """Whether the account still says that it is opened by that; ``None`` where it doesn't."""

    account_id: AccountId
    introduction: Introduction


class AdmitBy(Command[RecognisedBy], frozen=True):
    """The part of :class:`EnterBy` that becomes fact, for somebody it opens no account for yet."""

    introduction: Introduction


class JoinBy(Command[Asked], frozen=True):
    """Somebody whose address no provider vouches for says where mail reaches them. What comes of it is said there."""

    ticket: Secret
    email: str
    given_name: str
    family_name: str


class Introduced(Command[Introduction], frozen=True):
    """Who holds *ticket*, without using it up: for the form that asks where mail reaches them."""

    ticket: Secret


class ClaimBy(Command[Registered], frozen=True):
    """The part of :class:`JoinBy` that becomes fact."""

    introduction: Introduction
    email: str
    given_name: str
    family_name: str


class LinkBy(Command[None], frozen=True):
    """Somebody who is in has an account elsewhere open this one from now on."""

    account_id: AccountId
    introduction: Introduction


class ProveBy(Command[None], frozen=True):
    """Somebody who has no password proves once more who they are."""

    account_id: AccountId
    session_id: UUID | None
    introduction: Introduction


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
