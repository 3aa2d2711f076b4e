"""What one may tell the doors about somebody whom a provider introduced."""

from uuid import UUID

from msgspec import Struct

from store.application.identity.coming_in import Recognised
from store.application.identity.elsewhere import Errand, Introduction, Sent
from store.application.identity.messages import HalfOpen, LoggedIn, Secret
from store.application.identity.own_account import Asked, Registered
from store.application.shared.bus import Command
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
