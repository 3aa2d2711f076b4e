"""Lets exchanges lapse for which nothing came: what is kept for them is for everybody again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import uuid4

import structlog

from store.application.returns.messages import LetExchangeLapse
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.ids import ReturnId
from store.entrypoints.workers.reconciler import ACTOR


class Overdue(Protocol):
    """Returns for which something is kept."""

    def __call__(self, instant: datetime) -> Sequence[ReturnId]:
        """Those whose time was over before *instant*."""


class ExchangeKeeper:
    """An errand. The list may be behind: whether it is time, and nothing came, is decided by the return itself."""

    def __init__(self, overdue: Overdue, bus: Bus, clock: Clock) -> None:
        self._overdue, self._bus, self._clock = overdue, bus, clock

    def __call__(self) -> None:
        """One round."""
        late = self._overdue(self._clock.now())
        for id in late:
            self._bus.do(LetExchangeLapse(return_id=id), Caller(actor=ACTOR, correlation=uuid4()))
        if late:
            structlog.get_logger().info("nothing came to be exchanged", returns=len(late))
