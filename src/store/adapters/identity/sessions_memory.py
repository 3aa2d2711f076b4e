"""Who is logged in, without a database."""

from datetime import datetime
from secrets import token_urlsafe

from store.application.identity.ports import IDLE, LONGEST, Session
from store.domain.shared.ids import StaffId


class MemorySessions:
    """Twin of :class:`~store.adapters.identity.sessions_postgres.PostgresSessions` and of its live half."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Session, datetime, datetime]] = {}

    def open(self, session: Session, now: datetime) -> str:
        """Begin one."""
        token = token_urlsafe(32)
        self._open[token] = session, now + IDLE, now + LONGEST
        return token

    def close(self, token: str) -> None:
        """End this one."""
        self._open.pop(token, None)

    def close_all(self, account: StaffId) -> None:
        """End all of *account*."""
        self._open = {token: row for token, row in self._open.items() if row[0].account != account}

    async def find(self, token: str, now: datetime) -> Session | None:
        """Whose session this is, if it is one that lasts."""
        found = self._open.get(token)
        if found is None or now >= min(found[1:]):
            return None
        session, _, end = found
        self._open[token] = session, now + IDLE, end
        return session
