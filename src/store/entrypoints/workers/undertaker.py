"""Deletes the accounts whose time has come, and forgets whoever is to be forgotten as soon as that may be."""

from typing import Final, TypeVar
from uuid import UUID, uuid4

import structlog

from store.application.identity.farewell import DeleteAccount, Departures
from store.application.privacy.messages import GoOnErasing
from store.application.privacy.ports import Pending
from store.application.shared.bus import Bus, Caller, Command
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError

R = TypeVar("R")
ACTOR: Final = "system:scheduler"


class Undertaker:
    """An errand: what a crash left half done is still on one of the lists, and is done the next time."""

    def __init__(self, departures: Departures, pending: Pending, bus: Bus, clock: Clock) -> None:
        self._departures, self._pending, self._bus, self._clock = departures, pending, bus, clock

    def __call__(self) -> None:
        """All that are due."""
        now = self._clock.now()
        for account in self._departures.due(now):
            if self._done(DeleteAccount(account_id=account), account):
                structlog.get_logger().info("account deleted", account=str(account))
        for erasure in self._pending.due(now):
            if state := self._done(GoOnErasing(erasure_id=erasure), erasure):
                structlog.get_logger().info("erasure", erasure=str(erasure), state=state)

    def _done(self, command: Command[R], about: UUID) -> R | None:
        """What came of it; nothing where it was refused: it stays on the list, and keeps no other waiting."""
        by = Caller(actor=ACTOR, correlation=uuid4())
        try:
            return self._bus.do(command, by).outcome
        except StoreError:
            structlog.get_logger().exception("not erased", about=str(about))
            return None
