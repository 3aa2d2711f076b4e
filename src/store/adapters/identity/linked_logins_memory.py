"""Whose account an account elsewhere opens, without a database."""

from datetime import datetime
from threading import Lock

from msgspec import Struct

from store.adapters.identity.login_tokens import LoginTokens
from store.application.identity.elsewhere import ERRAND
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId


class _Row(Struct):
    account: AccountId
    claimed_at: datetime
    token: str | None = None


class MemoryLinkedLogins:
    """Twin of :class:`~store.adapters.identity.linked_logins_postgres.PostgresLinkedLogins`."""

    def __init__(self, tokens: LoginTokens) -> None:
        self._tokens = tokens
        self._rows: dict[tuple[Provider, str], _Row] = {}
        self._lock = Lock()

    def find(self, provider: Provider, who: str) -> AccountId | None:
        """Whose it is."""
        row = self._rows.get((provider, who))
        return row.account if row else None

    def claim(
        self, provider: Provider, who: str, account: AccountId, now: datetime, stale: AccountId | None = None
    ) -> AccountId:
        """Give it to *account* unless it is given already, or *stale* had it for too long."""
        with self._lock:
            row = self._rows.setdefault((provider, who), _Row(account, now))
            if row.account == account:
                row.claimed_at = now
            elif row.account == stale and row.claimed_at < now - ERRAND:
                self._rows[provider, who] = row = _Row(account, now)
            return row.account

    def drop(self, account: AccountId, provider: Provider) -> None:
        """Let others have it."""
        with self._lock:
            self._rows = {
                key: row for key, row in self._rows.items() if (row.account, key[0]) != (account, provider)
            }

    def forget(self, account: AccountId) -> None:
        """Let others have all of *account*'s."""
        with self._lock:
            self._rows = {key: row for key, row in self._rows.items() if row.account != account}

    def keep_token(self, account: AccountId, provider: Provider, token: Secret, before: Secret | None = None) -> None:
        """Keep it, sealed."""
        with self._lock:
            for row in self._of(account, provider):
                if before is None or self._tokens.open(account, provider, row.token) == before:
                    row.token = self._tokens.seal(account, provider, token)

    def token(self, account: AccountId, provider: Provider) -> Secret | None:
        """What was kept."""
        rows = self._of(account, provider)
        return self._tokens.open(account, provider, rows[0].token) if rows else None

    def drop_token(self, account: AccountId, provider: Provider) -> None:
        """It is good for nothing any more."""
        for row in self._of(account, provider):
            row.token = None

    def _of(self, account: AccountId, provider: Provider) -> list[_Row]:
        return [row for key, row in self._rows.items() if (row.account, key[0]) == (account, provider)]
