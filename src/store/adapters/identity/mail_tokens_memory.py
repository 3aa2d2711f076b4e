"""Secrets in links of mails, without a database."""

from datetime import datetime
from threading import Lock
from uuid import UUID

from msgspec import Struct

from store.adapters.identity.mail_tokens import MailSecrets, kept
from store.application.identity.mail_tokens import LIFE, Grant, Purpose
from store.domain.shared.ids import AccountId


class _Row(Struct):
    purpose: Purpose
    grant: Grant
    till: datetime
    used: bool = False


class MemoryMailTokens:
    """Twin of :class:`~store.adapters.identity.mail_tokens_postgres.PostgresMailTokens`."""

    def __init__(self, secrets: MailSecrets) -> None:
        self._secrets = secrets
        self._rows: dict[bytes, _Row] = {}
        self._lock = Lock()
        self.digest, self.mark = secrets.address, secrets.mark

    def issue(
        self, mail: UUID, purpose: Purpose, account: AccountId, address: str, now: datetime, before: str = "",
    ) -> str:
        """The secret in *mail*."""
        token = self._secrets.of(mail)
        grant = Grant(account, self._secrets.address(address, before))
        self._rows.setdefault(kept(token), _Row(purpose, grant, now + LIFE[purpose]))
        return token

    def look(self, token: str, purpose: Purpose, now: datetime) -> Grant | None:
        """What it would prove, without using it up."""
        row = self._rows.get(kept(token))
        return row.grant if row and not row.used and row.purpose is purpose and now < row.till else None

    def redeem(self, token: str, purpose: Purpose, now: datetime) -> Grant | None:
        """Use it up, and with it all others of this account and purpose."""
        with self._lock:
            grant = self.look(token, purpose, now)
            for other in self._rows.values():
                if grant and (other.grant.account, other.purpose) == (grant.account, purpose):
                    other.used = True
            return grant

    def void(self, account: AccountId, *purposes: Purpose) -> None:
        """Those of *account* are good for nothing any more."""
        with self._lock:
            for row in self._rows.values():
                if row.grant.account == account and (not purposes or row.purpose in purposes):
                    row.used = True
