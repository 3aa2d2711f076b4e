"""Secrets in links of mails, in Postgres: only their digests are kept, so that the table opens nothing."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.identity.mail_tokens import MailSecrets, kept
from store.application.identity.mail_tokens import LIFE, Grant, Purpose
from store.domain.shared.ids import AccountId

_ISSUE: Final = """
INSERT INTO work.mail_tokens (token, purpose, account, address, expires_at)
VALUES (%(token)s, %(purpose)s, %(account)s, %(address)s, %(till)s) ON CONFLICT (token) DO NOTHING
"""
_LOOK: Final = """
SELECT account, address FROM work.mail_tokens
WHERE token = %(token)s AND purpose = %(purpose)s AND used_at IS NULL AND expires_at > %(now)s
"""
# All of the account's are locked, and in one order: of two who come at once one waits, and finds its own used.
_LOCK: Final = """
SELECT FROM work.mail_tokens o JOIN work.mail_tokens t ON t.account = o.account AND t.purpose = o.purpose
WHERE t.token = %(token)s ORDER BY o.token FOR UPDATE OF o
"""
_USE: Final = """
UPDATE work.mail_tokens o SET used_at = %(now)s FROM work.mail_tokens t
WHERE t.token = %(token)s AND t.purpose = %(purpose)s AND t.used_at IS NULL AND t.expires_at > %(now)s
  AND o.account = t.account AND o.purpose = t.purpose AND o.used_at IS NULL
RETURNING t.account, t.address
"""
_VOID: Final = "DELETE FROM work.mail_tokens WHERE account = %(account)s AND purpose = ANY(%(purposes)s)"


class PostgresMailTokens:
    """A :class:`~store.application.identity.ports.MailTokens` on ``work.mail_tokens``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], secrets: MailSecrets) -> None:
        self._pool, self._secrets = pool, secrets

    def issue(
        self, mail: UUID, purpose: Purpose, account: AccountId, address: str, now: datetime, before: str = "",
    ) -> str:
        """The secret in *mail*: the same one however often that mail is written."""
        token = self._secrets.of(mail)
        with self._pool.connection() as db:
            db.execute(_ISSUE, {
                "token": kept(token), "purpose": purpose.value, "account": account,
                "address": self._secrets.address(address, before), "till": now + LIFE[purpose],
            })
        return token

    def look(self, token: str, purpose: Purpose, now: datetime) -> Grant | None:
        """What it would prove, without using it up."""
        with self._pool.connection() as db:
            row = db.execute(_LOOK, {"token": kept(token), "purpose": purpose.value, "now": now}).fetchone()
        return Grant(AccountId(row[0]), bytes(row[1])) if row else None

    def redeem(self, token: str, purpose: Purpose, now: datetime) -> Grant | None:
        """Use it up, and with it all others of this account and purpose."""
        with self._pool.connection() as db:
            shown = {"token": kept(token), "purpose": purpose.value, "now": now}
            db.execute(_LOCK, shown)
            row = db.execute(_USE, shown).fetchone()
        return Grant(AccountId(row[0]), bytes(row[1])) if row else None

    def void(self, account: AccountId, *purposes: Purpose) -> None:
        """Those of *account* are good for nothing any more."""
        with self._pool.connection() as db:
            db.execute(_VOID, {"account": account, "purposes": [purpose.value for purpose in purposes or Purpose]})

    def mark(self, account: UUID) -> str:
        """What a browser holds that asked for *account*."""
        return self._secrets.mark(account)

    def digest(self, address: str, before: str = "") -> bytes:
        """An address as grants know it, or a way from one to another."""
        return self._secrets.address(address, before)


def forget_mail_tokens(pool: ConnectionPool[Connection[Any]], now: datetime) -> None:
    """Those that are too old."""
    with pool.connection() as db:
        db.execute("DELETE FROM work.mail_tokens WHERE expires_at < %s", (now,))
