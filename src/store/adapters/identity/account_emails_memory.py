"""Whose account an e-mail address is, without a database."""

from threading import Lock

from store.adapters.identity.blind_index import spelled
from store.domain.identity.email import CanonicalEmail
from store.domain.shared.ids import AccountId


class MemoryAccountEmails:
    """Twin of :class:`~store.adapters.identity.account_emails_postgres.PostgresAccountEmails`."""

    def __init__(self) -> None:
        self._owners: dict[str, AccountId] = {}
        self._lock = Lock()

    def claim(self, email: CanonicalEmail, account: AccountId) -> AccountId:
        """Give *email* to *account* unless it is given already; whose it is now."""
        with self._lock:
            return self._owners.setdefault(email, account)

    def find(self, email: str) -> AccountId | None:
        """Whose it is."""
        return self._owners.get(spelled(email))
