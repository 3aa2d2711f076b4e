"""Reminds staff of orders that wait to be looked at: none is forgotten because nobody pressed anything."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import structlog

from store.application.ordering.reviewing import RemindOfReview
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.ids import OrderId
from store.entrypoints.workers.reconciler import ACTOR


class Waiting(Protocol):
    """Orders that wait to be looked at, and that nobody was reminded of."""

    def __call__(self, instant: datetime) -> Sequence[OrderId]:
        """Those that were placed before *instant*."""


class ReviewReminder:
    """An errand. Reminding twice is no fact; each round says how many more wait for too long."""

    def __init__(self, waiting: Waiting, bus: Bus, clock: Clock, after: timedelta) -> None:
        self._waiting, self._bus, self._clock, self._after = waiting, bus, clock, after

    def __call__(self) -> None:
        """One round."""
        late = self._waiting(self._clock.now() - self._after)
        for order in late:
            self._bus.do(RemindOfReview(order_id=order), Caller(actor=ACTOR, correlation=uuid4()))
        if late:
            structlog.get_logger().warning("orders wait to be looked at", orders=len(late))
