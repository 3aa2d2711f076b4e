"""What the doors need of those who know people elsewhere, and what a browser is sent to them for."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol, runtime_checkable
from uuid import UUID

from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.identity.ports import PROVEN_FOR
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId

ERRAND: Final = timedelta(minutes=10)
"""For so long somebody may be at a provider, and a form about it may lie around."""


class Errand(StrEnum):
    """What a browser is sent to a provider for. The values are stored."""

    ENTER = "enter"
    LINK = "link"
    PROVE = "prove"


class Sent(Struct, frozen=True):
    """A browser on its way: to whom, what for, where it wants to be then, and who is in, where somebody must be."""

    provider: Provider
    errand: Errand
    wanted: str = ""
    account: AccountId | None = None
    session: UUID | None = None


class Introduction(Struct, frozen=True):
    """Who somebody is, as a provider says: ``who`` is a keyed digest of what it calls them, ``label`` what they know
    that account by, ``proven`` that it says the address is theirs. ``refresh`` gets news of them later, where there is
    such a thing. ``asked_at``: when it last had them show who they are, where it says so.
    """

    provider: Provider
    who: str
    label: str
    email: str = ""
    proven: bool = False
    given_name: str = ""
    family_name: str = ""
    refresh: Secret = Secret("")
    asked_at: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether that was just now: a provider that remembers a browser asks nobody anything."""
        return self.asked_at is not None and now - self.asked_at < PROVEN_FOR

    def __repr__(self) -> str:
        """Never a person: what is printed ends in a log file."""
        return f"Introduction({self.provider.value})"


@runtime_checkable
class Providers(Protocol):
    """Those who know people elsewhere. None of it holds a thread while it waits."""

    names: tuple[Provider, ...]

    async def way(self, provider: Provider, secret: Secret, *, anew: bool = False) -> str:
        """Where the browser that holds *secret* goes. *anew*: there it is to be asked who it is, if that can be had.

        :raises ProviderAway: where nobody answers.
        """

    async def meet(self, provider: Provider, secret: Secret, code: str, issuer: str | None) -> Introduction:
        """Who came back with *code*, to the browser that holds *secret*. *issuer*: who says so, where that was said.

        :raises ProviderAway: where nobody answers in time.
        :raises NotIntroduced: where the answer is no, or not to be believed.
        """

    async def meet_again(self, provider: Provider, refresh: Secret) -> Introduction:
        """News of somebody who agreed to that once; ``refresh`` of it is what to show next time."""


class Errands(Protocol):
    """Browsers on their way to providers: each comes back once, within :data:`ERRAND`, or not at all."""

    def begin(self, sent: Sent, now: datetime) -> str:
        """What the browser has to hold: 256 random bits, from which all that the provider is told of it follows."""

    def take(self, secret: str, state: str, now: datetime) -> Sent | None:
        """It is back with *state*: what it was sent for, unless that isn't the *secret*'s, was taken, or is too old."""

    def keep(self, introduction: Introduction, now: datetime) -> str:
        """Remember who was introduced while they say where a mail reaches them; what their browser has to hold."""

    def look(self, ticket: str, now: datetime) -> Introduction | None:
        """Who that was."""

    def recall(self, ticket: str, now: datetime) -> Introduction | None:
        """The same, once."""


class LinkedLogins(Protocol):
    """Whose account an account elsewhere opens: each opens one. Whether it still does, that account's facts say."""

    def find(self, provider: Provider, who: str) -> AccountId | None:
        """Whose it is."""

    def claim(
        self, provider: Provider, who: str, account: AccountId, now: datetime, stale: AccountId | None = None
    ) -> AccountId:
        """Give it to *account* unless it is given already; whose it is now. What *stale* claimed longer ago than
        :data:`ERRAND` came to nothing, or is over, and is given away.
        """

    def drop(self, account: AccountId, provider: Provider) -> None:
        """Let others have it."""

    def forget(self, account: AccountId) -> None:
        """Let others have all of *account*'s."""

    def keep_token(self, account: AccountId, provider: Provider, token: Secret, before: Secret | None = None) -> None:
        """Keep what gets news of somebody, sealed; where *before* is named, only in its place."""

    def token(self, account: AccountId, provider: Provider) -> Secret | None:
        """What was kept, as long as there is somebody whose it is."""

    def drop_token(self, account: AccountId, provider: Provider) -> None:
        """It is good for nothing any more."""
