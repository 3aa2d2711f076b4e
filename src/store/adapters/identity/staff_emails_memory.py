"""Whose account an e-mail address is, without a database."""

from threading import Lock

from store.adapters.identity.blind_index import spelled
from store.domain.identity.email import CanonicalEmail
from store.domain.shared.ids import StaffId


class MemoryStaffEmails:
    """Twin of :class:`~store.adapters.identity.staff_emails_postgres.PostgresStaffEmails`."""

    def __init__(self) -> None:
        self._owners: dict[str, StaffId] = {}
        self._lock = Lock()

    def claim(self, email: CanonicalEmail, account: StaffId) -> StaffId:
        """Give *email* to *account* unless it is given already; whose it is now."""
        with self._lock:
            return self._owners.setdefault(email, account)

    def find(self, email: str) -> StaffId | None:
        """Whose it is."""
        return self._owners.get(spelled(email))
