"""Puts drafts up for sale at the moment that was planned for them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from uuid import uuid4

import structlog

from store.application.catalogue.messages import KeepAppointment
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import ProductId

ACTOR: Final = "system:scheduler"
DueBy = Callable[[datetime], Iterable[tuple[ProductId, datetime]]]


class Publisher:
    """An errand: what was left undone is still due the next time, and what was done already is no fact again."""

    def __init__(self, due_by: DueBy, bus: Bus, clock: Clock) -> None:
        self._due_by, self._bus, self._clock = due_by, bus, clock

    def __call__(self) -> None:
        """All that are due; one that is refused keeps no other waiting."""
        for id, due in self._due_by(self._clock.now()):
            command = KeepAppointment(product_id=id, due=due)
            try:
                self._bus.do(command, Caller(actor=ACTOR, correlation=uuid4()))
            except StoreError:
                structlog.get_logger().exception("not published", product=str(id))
