"""Browsers on their way to providers, without a database."""

from datetime import datetime
from threading import Lock

from store.adapters.identity.errand_secrets import Sealed, is_state_of, kept, new_secret, state_of
from store.application.identity.elsewhere import ERRAND, Introduction, Sent


class MemoryErrands:
    """Twin of :class:`~store.adapters.identity.errands_postgres.PostgresErrands`."""

    def __init__(self, sealed: Sealed) -> None:
        self._sealed = sealed
        self._rows: dict[bytes, tuple[bytes, datetime]] = {}
        self._lock = Lock()

    def begin(self, sent: Sent, now: datetime) -> str:
        """What the browser has to hold."""
        secret = new_secret()
        self._put(state_of(secret), sent, now)
        return secret

    def take(self, secret: str, state: str, now: datetime) -> Sent | None:
        """What it was sent for, once."""
        if not is_state_of(secret, state):
            return None
        with self._lock:
            sealed, till = self._rows.pop(kept(state), (b"", now))
        return self._sealed.sent(sealed, kept(state)) if now < till else None

    def keep(self, introduction: Introduction, now: datetime) -> str:
        """What their browser has to hold."""
        ticket = new_secret()
        self._put(ticket, introduction, now)
        return ticket

    def look(self, ticket: str, now: datetime) -> Introduction | None:
        """Who that was."""
        sealed, till = self._rows.get(kept(ticket), (b"", now))
        return self._sealed.introduction(sealed, kept(ticket)) if now < till else None

    def recall(self, ticket: str, now: datetime) -> Introduction | None:
        """The same, once."""
        with self._lock:
            found = self.look(ticket, now)
            if found is not None:
                del self._rows[kept(ticket)]
            return found

    def _put(self, token: str, about: Sent | Introduction, now: datetime) -> None:
        row = kept(token)
        self._rows[row] = self._sealed.seal(about, row), now + ERRAND
