"""What the doors need of the world. None of it is fact: it is replaced and forgotten."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from msgspec import Struct

from store.domain.identity.email import CanonicalEmail
from store.domain.identity.events import Role
from store.domain.shared.ids import StaffId

IDLE: Final = timedelta(hours=12)
"""A session that nobody uses for so long is over."""
LONGEST: Final = timedelta(days=7)
"""However busy: after so long one says again who one is."""


class StaffEmails(Protocol):
    """Whose account an e-mail address is: each belongs to one account, and is kept as a keyed digest only."""

    def claim(self, email: CanonicalEmail, account: StaffId) -> StaffId:
        """Give *email* to *account* unless it is given already; whose it is now."""

    def find(self, email: str) -> StaffId | None:
        """Whose it is; anything that is no address is nobody's, and takes as long to look up."""


class Passwords(Protocol):
    """Knows passwords well enough to recognise them, and no better."""

    def set(self, account: StaffId, password: str) -> None:
        """From now on it is this one.

        :raises PasswordKnown: for one that this shop never takes.
        """

    def match(self, account: StaffId, password: str) -> bool:
        """Whether it is this one. For an account that has none it takes as long to say no."""


class Session(Struct, frozen=True):
    """Somebody who is logged in."""

    account: StaffId
    role: Role


class Sessions(Protocol):
    """Who is logged in. A session ends when it is closed, 12 idle hours later, or after 7 days."""

    def open(self, session: Session, now: datetime) -> str:
        """Begin one; the token, 256 random bits, is known to whoever is told it here and nobody else."""

    def close(self, token: str) -> None:
        """End this one."""

    def close_all(self, account: StaffId) -> None:
        """End all of *account*."""


class LiveSessions(Protocol):
    """The same, asked at every request."""

    async def find(self, token: str, now: datetime) -> Session | None:
        """Whose session this is, if it is one that lasts; being asked makes it last longer."""
