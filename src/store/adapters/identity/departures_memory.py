"""Accounts that are to be deleted, without a database."""

from collections.abc import Sequence
from datetime import datetime

from store.domain.shared.ids import AccountId


class MemoryDepartures:
    """Twin of :class:`~store.adapters.identity.departures_postgres.PostgresDepartures`."""

    def __init__(self) -> None:
        self._due: dict[AccountId, datetime] = {}

    def note(self, account: AccountId, due: datetime) -> None:
        """Write one down."""
        self._due[account] = due

    def due(self, now: datetime) -> Sequence[AccountId]:
        """Those whose time has come."""
        return sorted((account for account, due in self._due.items() if due <= now), key=lambda it: self._due[it])

    def cross_out(self, account: AccountId) -> None:
        """It is done."""
        self._due.pop(account, None)
