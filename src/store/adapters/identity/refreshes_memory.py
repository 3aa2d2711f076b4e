"""Refresh tokens without a database."""

from datetime import datetime
from secrets import token_urlsafe
from threading import Lock
from uuid import UUID

from msgspec import Struct, structs

from store.adapters.identity.sessions_memory import MemorySessions
from store.application.identity.ports import GRACE, Reused, Session


class _Family(Struct):
    session: UUID
    exchanged: datetime | None = None
    successor: str = ""


class MemoryRefreshes:
    """Twin of :class:`~store.adapters.identity.refreshes_postgres.PostgresRefreshes`."""

    def __init__(self, sessions: MemorySessions) -> None:
        self._sessions = sessions
        self._known: dict[str, _Family] = {}
        self._lock = Lock()

    def begin(self, session: UUID) -> str:
        """The first of a family."""
        token = token_urlsafe(32)
        self._known[token] = _Family(session)
        return token

    def exchange(self, token: str, now: datetime) -> tuple[Session, str] | Reused | None:
        """The next one."""
        with self._lock:
            it = self._known.get(token)
            found = self._sessions.by_id(it.session, now) if it else None
            if it is None or found is None:
                return None
            session = structs.replace(found, proven=False)  # a program that goes on proves nothing
            if it.exchanged is None:
                it.exchanged, it.successor = now, self.begin(it.session)
                return session, it.successor
            if now - it.exchanged <= GRACE and self._known[it.successor].exchanged is None:
                return session, it.successor
            self._sessions.end(session.account, session.id)
            return Reused(session)
