"""Hashes of passwords, without a database."""

from store.domain.shared.ids import AccountId


class MemoryCredentials:
    """Twin of :class:`~store.adapters.identity.credentials_postgres.PostgresCredentials`."""

    def __init__(self) -> None:
        self._hashes: dict[AccountId, str] = {}

    def put(self, account: AccountId, hash: str) -> None:
        """From now on it is this one."""
        self._hashes[account] = hash

    def drop(self, account: AccountId) -> None:
        """From now on there is none."""
        self._hashes.pop(account, None)

    def find(self, account: AccountId) -> str | None:
        """The hash, if there is one."""
        return self._hashes.get(account)

    def swap(self, account: AccountId, old: str, new: str) -> None:
        """Put *new* in the place of *old*, unless something else stands there meanwhile."""
        if self._hashes.get(account) == old:
            self._hashes[account] = new
