"""What the doors need of the world. None of it is fact: it is replaced and forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from store.domain.identity.email import CanonicalEmail
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId

IDLE: Final = dict.fromkeys(Role, timedelta(hours=12)) | {Role.CUSTOMER: timedelta(days=14)}
"""A session that nobody uses for so long is over."""
LONGEST: Final = dict.fromkeys(Role, timedelta(days=7)) | {Role.CUSTOMER: timedelta(days=60)}
"""However busy: after so long one says again who one is."""
PROVEN_FOR: Final = timedelta(minutes=5)
"""For so long after saying the password somebody may do what a borrowed device must not."""
VISITING: Final = "The shop's staff"
"""The device of a session under which staff look at the shop as a customer, in that customer's list."""
GRACE: Final = timedelta(seconds=10)
"""For so long a refresh token that was exchanged gives the same successor again: two tabs may ask at once."""


class AccountEmails(Protocol):
    """Whose account an e-mail address is: each belongs to one account, and is kept as a keyed digest only."""

    def claim(self, email: CanonicalEmail, account: AccountId) -> AccountId:
        """Give *email* to *account* unless it is given already; whose it is now."""

    def find(self, email: str) -> AccountId | None:
        """Whose it is; anything that is no address is nobody's, and takes as long to look up.

        One that is only kept for whoever had it is nobody's here.
        """

    def put_aside(self, email: str, account: AccountId, till: datetime) -> None:
        """It is the account's no longer, but nobody else's before *till*. Claiming it takes it up again."""

    def give_up(self, email: str, account: AccountId) -> None:
        """Let others have what was *account*'s."""

    def forget(self, account: AccountId) -> None:
        """Let others have all of it."""


class Passwords(Protocol):
    """Knows passwords well enough to recognise them, and no better."""

    def set(self, account: AccountId, password: str) -> None:
        """From now on it is this one.

        :raises PasswordKnown: for one that this shop never takes.
        """

    def match(self, account: AccountId, password: str) -> bool:
        """Whether it is this one. For an account that has none it takes as long to say no."""

    def forget(self, account: AccountId) -> None:
        """From now on there is none."""

    def pretend(self, password: str) -> None:
        """Take as long as setting it would, and set nothing."""


class Guesses(Protocol):
    """What people try first when they want in where they don't belong."""

    def easily(self, password: str, about: Sequence[str]) -> bool:
        """Whether *password* is on the lists of those that leaked or are common, or made of what *about* says."""


class Session(Struct, frozen=True):
    """Somebody who is logged in. A pass that names an older *version* is good for nothing any more.

    Where somebody of the staff looks at the shop as a customer, ``acting`` is who, and ``acting_role`` what they are
    here for at this moment. ``proven``: they said the password within :data:`PROVEN_FOR`.
    """

    account: AccountId
    role: Role
    id: UUID = UUID(int=0)
    version: int = 1
    acting: AccountId | None = None
    acting_role: Role | None = None
    proven: bool = False


class OpenSession(Struct, frozen=True):
    """A session as its owner sees it in a list."""

    id: UUID
    device: str
    opened_at: datetime
    seen_at: datetime


class Sessions(Protocol):
    """Who is logged in. A session ends when it is closed, when it was idle for too long, or after its longest time."""

    def open(
        self, account: AccountId, role: Role, device: str, now: datetime, *, proven: bool = True
    ) -> tuple[Session, str]:
        """Begin one; the token, 256 random bits, is known to whoever is told it here and nobody else.

        *proven*: whoever it is showed a moment ago who they are, and not only that a browser is known somewhere.
        """

    def open_visit(self, account: AccountId, staff: Session, until: datetime, now: datetime) -> tuple[Session, str]:
        """Have *staff* look at the shop as *account*: it lasts *until* then, and no longer than their own session."""

    def close(self, token: str) -> None:
        """End this one, and all that hangs on it."""

    def end(self, account: AccountId, session: UUID) -> bool:
        """End one of *account*; whether there was one. What is somebody else's is not touched."""

    def has(self, account: AccountId, session: UUID) -> bool:
        """Whether there is one to end."""

    def close_all(self, account: AccountId, but: UUID | None = None) -> None:
        """End all of *account*; the one that is kept gets its next version."""

    def prove(self, account: AccountId, session: UUID, now: datetime) -> None:
        """Whoever is in said the password again."""

    def proven(self, account: AccountId, session: UUID, now: datetime) -> bool:
        """Whether that was within :data:`PROVEN_FOR`."""
    def become(self, account: AccountId, role: Role, now: datetime) -> None:
        """All of *account* are of *role* from now on, and last no longer than one that begins now as such."""


class LiveSessions(Protocol):
    """The same, asked at every request."""

    async def find(self, token: str, now: datetime) -> Session | None:
        """Whose session this is, if it is one that lasts; being asked makes it last longer."""

    async def find_by_id(self, session: UUID, now: datetime) -> Session | None:
        """The same for a pass that names its session."""

    async def of_account(self, account: AccountId, now: datetime) -> list[OpenSession]:
        """All that last, the one used last first."""


class Reused(Struct, frozen=True):
    """A refresh token was shown that had been exchanged before: its session is over."""

    session: Session


class Refreshes(Protocol):
    """Refresh tokens: each is exchanged for the next one, and all that follow from one login are a family."""

    def begin(self, session: UUID) -> str:
        """The first of a family; 256 random bits."""

    def exchange(self, token: str, now: datetime) -> tuple[Session, str] | Reused | None:
        """The next one; ``None`` for one that nobody knows, or whose session is over.

        Whoever shows the last one but one within :data:`GRACE` gets the same next one again, as two who ask at once
        do. Anything older ends the session.
        """


class Passes(Protocol):
    """Short-lived passes for programs. Whoever shows one is who it says, as long as its session stands."""

    life: timedelta

    def sign(self, session: Session, now: datetime) -> str:
        """A pass for *session*."""

    def read(self, token: str, now: datetime) -> Session | None:
        """The session that a pass of ours names, if it is one and has not run out."""
