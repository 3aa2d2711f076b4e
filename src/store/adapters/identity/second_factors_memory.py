"""Second factors, without a database."""

from datetime import datetime
from threading import Lock

from msgspec import Struct

from store.adapters.identity.second_factors import FactorSecrets, new_codes, new_secret, step_of
from store.domain.shared.ids import AccountId


class _Row(Struct):
    sealed: str | None = None
    waiting: str | None = None
    step: int = 0


class MemorySecondFactors:
    """Twin of :class:`~store.adapters.identity.second_factors_postgres.PostgresSecondFactors`."""

    def __init__(self, secrets: FactorSecrets) -> None:
        self._secrets = secrets
        self._rows: dict[AccountId, _Row] = {}
        self._codes: dict[AccountId, set[bytes]] = {}
        self._lock = Lock()

    def begin(self, account: AccountId) -> str:
        """A new secret that waits."""
        secret = new_secret()
        self._rows.setdefault(account, _Row()).waiting = self._secrets.seal(account, secret)
        return secret

    def waiting(self, account: AccountId) -> str | None:
        """The one that waits."""
        return self._secrets.open(account, self._rows.get(account, _Row()).waiting)

    def confirm(self, account: AccountId, code: str, now: datetime) -> bool:
        """Whether *code* is one of the secret that waits; then that is the one in use."""
        with self._lock:
            waiting = self.waiting(account)
            step = step_of(waiting, code, now) if waiting else None
            if step is None:
                return False
            self._rows[account] = _Row(self._rows[account].waiting, None, step)
            return True

    def check(self, account: AccountId, code: str, now: datetime) -> bool:
        """Whether *code* is good, and none of its time or later was taken yet."""
        with self._lock:
            row = self._rows.get(account, _Row())
            secret = self._secrets.open(account, row.sealed)
            step = step_of(secret, code, now) if secret else None
            if step is None or step <= row.step:
                return False
            row.step = step
            return True

    def renew_codes(self, account: AccountId) -> tuple[str, ...]:
        """Ten others."""
        codes = new_codes()
        self._codes[account] = {self._secrets.digest(account, code) for code in codes}
        return codes

    def use_code(self, account: AccountId, code: str) -> int | None:
        """Use one up; how many are left."""
        with self._lock:
            kept, digest = self._codes.get(account, set()), self._secrets.digest(account, code)
            if digest not in kept:
                return None
            kept.remove(digest)
            return len(kept)

    def drop(self, account: AccountId) -> None:
        """Forget all of it."""
        self._rows.pop(account, None)
        self._codes.pop(account, None)
