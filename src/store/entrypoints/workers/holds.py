"""Looks after money that gateways hold: lets go of what was cancelled, and has what runs out held again.

Whoever cancels an order lets go at once; this is for when that process died or the gateway was away. Money that is held
until tomorrow is held anew; where it can't be, whoever bought and staff hear of it while the parcel is still here, and
once its gateway holds it no longer, the payment is written down as lost. What was lost is asked after, too: somebody
may have paid again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID, uuid4

import structlog

from store.application.processes.holding_again import follow
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import PaymentId
from store.entrypoints.workers.reconciler import ACTOR, FIRST_PAUSE, NOT_YET

SOON: Final = timedelta(days=1)
"""What is held no longer than that is held anew, where the shop says nothing else."""
LONGEST_PAUSE: Final = timedelta(hours=1)


class Held(Protocol):
    """Money that is held."""

    @property
    def payment_id(self) -> PaymentId: ...
    @property
    def due(self) -> bool: ...


class HeldOnes(Protocol):
    """What is to be looked at."""

    def __call__(self, instant: datetime, soon: datetime) -> Sequence[Held]:
        """What was held before *instant* and isn't due, is held no longer than *soon*, or was lost."""


class HoldFollower:
    """Looks at each, more and more rarely the longer nothing comes of it."""

    def __init__(
        self, to_look_at: HeldOnes, bus: Bus, clock: Clock, passing: tuple[type[Exception], ...] = (),
        soon: timedelta = SOON,
    ) -> None:
        self._to_look_at, self._bus, self._clock, self._passing = to_look_at, bus, clock, passing
        self._soon = soon
        self._asked: dict[UUID, tuple[datetime, timedelta]] = {}

    def __call__(self) -> None:
        """One round."""
        now = self._clock.now()
        waiting = self._to_look_at(now - NOT_YET, now + self._soon)
        still = {held.payment_id for held in waiting}
        self._asked = {id: asked for id, asked in self._asked.items() if id in still}
        for held in waiting:
            due, pause = self._asked.get(held.payment_id, (now, FIRST_PAUSE))
            if due <= now:
                self._asked[held.payment_id] = (now + pause, min(pause * 2, LONGEST_PAUSE))
                self._look(held)

    def _look(self, held: Held) -> None:
        log = structlog.get_logger().bind(payment=str(held.payment_id))
        try:
            command = follow(held.payment_id, due=held.due)
            outcome = self._bus.do(command, Caller(actor=ACTOR, correlation=uuid4())).outcome
        except StoreError as refused:
            log.warning("held money not looked at", because=type(refused).__name__)
        except self._passing:
            raise
        except Exception:
            log.exception("held money not looked at")
        else:
            log.info("held money looked at", status=outcome.status)
