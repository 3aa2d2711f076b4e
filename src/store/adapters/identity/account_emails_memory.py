"""Whose account an e-mail address is, without a database."""

from datetime import datetime
from threading import Lock

from store.adapters.identity.blind_index import spelled
from store.domain.identity.email import CanonicalEmail
from store.domain.shared.ids import AccountId


class MemoryAccountEmails:
    """Twin of :class:`~store.adapters.identity.account_emails_postgres.PostgresAccountEmails`."""

    def __init__(self) -> None:
        self._owners: dict[str, AccountId] = {}
        self._aside: dict[str, datetime] = {}
        self._lock = Lock()

    def claim(self, email: CanonicalEmail, account: AccountId) -> AccountId:
        """Give *email* to *account* unless it is given already; whose it is now."""
        with self._lock:
            owner = self._owners.setdefault(email, account)
            if owner == account:
                self._aside.pop(email, None)
            return owner

    def find(self, email: str) -> AccountId | None:
        """Whose it is."""
        address = spelled(email)
        return None if address in self._aside else self._owners.get(address)

    def put_aside(self, email: str, account: AccountId, till: datetime) -> None:
        """Keep it for whoever had it."""
        with self._lock:
            if self._owners.get(spelled(email)) == account:
                self._aside[spelled(email)] = till

    def forget(self, account: AccountId) -> None:
        """Let others have all of it."""
        with self._lock:
            gone = {email for email, owner in self._owners.items() if owner == account}
            self._owners = {email: owner for email, owner in self._owners.items() if email not in gone}
            self._aside = {email: till for email, till in self._aside.items() if email not in gone}

    def give_up(self, email: str, account: AccountId) -> None:
        """Let others have it."""
        with self._lock:
            if self._owners.get(spelled(email)) == account:
                del self._owners[spelled(email)]
                self._aside.pop(spelled(email), None)
