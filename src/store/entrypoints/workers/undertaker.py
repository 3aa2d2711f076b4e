"""Deletes the accounts whose time has come."""

from typing import Final
from uuid import uuid4

import structlog

from store.application.identity.farewell import DeleteAccount, Departures
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError

ACTOR: Final = "system:scheduler"


class Undertaker:
    """An errand: what a crash left half done is still on the list, and is done the next time."""

    def __init__(self, departures: Departures, bus: Bus, clock: Clock) -> None:
        self._departures, self._bus, self._clock = departures, bus, clock

    def __call__(self) -> None:
        """All that are due."""
        for account in self._departures.due(self._clock.now()):
            by, logger = Caller(actor=ACTOR, correlation=uuid4()), structlog.get_logger()
            try:
                if self._bus.do(DeleteAccount(account_id=account), by).outcome:
                    logger.info("account deleted", account=str(account))
            except StoreError:  # it stays on the list, and keeps no other waiting
                logger.exception("account not deleted", account=str(account))
