"""Whose account an account elsewhere opens, in Postgres: of many who claim one at once the primary key lets one."""

from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.identity.login_tokens import LoginTokens
from store.application.identity.elsewhere import ERRAND
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId

# The update makes the row come back whoever was first. It changes whose it is only where that was over long ago.
_CLAIM: Final = """
INSERT INTO work.linked_logins AS l (provider, who, account, claimed_at)
VALUES (%(provider)s, %(who)s, %(account)s, %(now)s)
ON CONFLICT (provider, who) DO UPDATE SET
    account = CASE WHEN l.account = %(stale)s AND l.claimed_at < %(before)s THEN excluded.account ELSE l.account END,
    token = CASE WHEN l.account = %(stale)s AND l.claimed_at < %(before)s THEN NULL ELSE l.token END,
    claimed_at = CASE WHEN l.account = excluded.account OR (l.account = %(stale)s AND l.claimed_at < %(before)s)
                      THEN excluded.claimed_at ELSE l.claimed_at END
RETURNING account
"""
_FIND: Final = "SELECT account FROM work.linked_logins WHERE provider = %s AND who = %s"
_DROP: Final = "DELETE FROM work.linked_logins WHERE account = %s AND provider = %s"
_FORGET: Final = "DELETE FROM work.linked_logins WHERE account = %s"
_SEALED: Final = "SELECT token FROM work.linked_logins WHERE account = %s AND provider = %s"
_KEEP: Final = "UPDATE work.linked_logins SET token = %s WHERE account = %s AND provider = %s"
_SWAP: Final = "UPDATE work.linked_logins SET token = %s WHERE account = %s AND provider = %s AND token = %s"


class PostgresLinkedLogins:
    """A :class:`~store.application.identity.elsewhere.LinkedLogins` on ``work.linked_logins``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], tokens: LoginTokens) -> None:
        self._pool, self._tokens = pool, tokens

    def find(self, provider: Provider, who: str) -> AccountId | None:
        """Whose it is."""
        with self._pool.connection() as db:
            row = db.execute(_FIND, (provider.value, who)).fetchone()
        return AccountId(row[0]) if row else None

    def claim(
        self, provider: Provider, who: str, account: AccountId, now: datetime, stale: AccountId | None = None
    ) -> AccountId:
        """Give it to *account* unless it is given already, or *stale* had it for too long."""
        with self._pool.connection() as db:
            row = db.execute(_CLAIM, {
                "provider": provider.value, "who": who, "account": account, "now": now, "stale": stale,
                "before": now - ERRAND,
            }).fetchone()
        if row is None:
            raise LookupError("the claim came to nothing")
        return AccountId(row[0])

    def drop(self, account: AccountId, provider: Provider) -> None:
        """Let others have it."""
        self._do(_DROP, account, provider.value)

    def forget(self, account: AccountId) -> None:
        """Let others have all of *account*'s."""
        self._do(_FORGET, account)

    def keep_token(self, account: AccountId, provider: Provider, token: Secret, before: Secret | None = None) -> None:
        """Keep it, sealed. Of two who had news at once, the one who came first."""
        sealed = self._tokens.seal(account, provider, token)
        if before is None:
            self._do(_KEEP, sealed, account, provider.value)
            return
        stands = self._sealed(account, provider)
        if self._tokens.open(account, provider, stands) == before:
            self._do(_SWAP, sealed, account, provider.value, stands)

    def token(self, account: AccountId, provider: Provider) -> Secret | None:
        """What was kept."""
        return self._tokens.open(account, provider, self._sealed(account, provider))

    def drop_token(self, account: AccountId, provider: Provider) -> None:
        """It is good for nothing any more."""
        self._do(_KEEP, None, account, provider.value)

    def _sealed(self, account: AccountId, provider: Provider) -> str | None:
        with self._pool.connection() as db:
            row = db.execute(_SEALED, (account, provider.value)).fetchone()
        return row[0] if row else None

    def _do(self, statement: LiteralString, *values: object) -> None:
        with self._pool.connection() as db:
            db.execute(statement, values)
