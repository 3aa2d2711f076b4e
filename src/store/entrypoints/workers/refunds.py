"""Asks the gateway for refunds that nobody knows the end of, until it has given the money back or says that it can't.

Whoever cancels an order asks at once; this is for when that process died, or the gateway was away or undecided. A
refund has its id since it was owed, so that asking again never gives it back twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

import structlog

from store.application.payments.messages import ReconcileRefund
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import PaymentId, RefundId
from store.entrypoints.workers.reconciler import ACTOR, FIRST_PAUSE, NOT_YET

LONGEST_PAUSE: Final = timedelta(hours=1)
"""A refund may take its bank a day: then it is asked about now and then."""


class Owed(Protocol):
    """Money that is owed back."""

    @property
    def refund_id(self) -> RefundId: ...
    @property
    def payment_id(self) -> PaymentId: ...
    @property
    def correlation(self) -> UUID: ...
    @property
    def cause(self) -> UUID: ...


class OwedBefore(Protocol):
    """The refunds without an end."""

    def __call__(self, instant: datetime) -> Sequence[Owed]:
        """Those that were owed before *instant*."""


class RefundFollower:
    """Asks for each open refund, more and more rarely the longer there is no answer.

    One that can't be dealt with is logged and keeps no other waiting; what is *passing* ends the round.
    """

    def __init__(
        self, owed_before: OwedBefore, bus: Bus, clock: Clock, passing: tuple[type[Exception], ...] = ()
    ) -> None:
        self._owed_before, self._bus, self._clock, self._passing = owed_before, bus, clock, passing
        self._asked: dict[RefundId, tuple[datetime, timedelta]] = {}

    def __call__(self) -> None:
        """One round over all that is open."""
        now = self._clock.now()
        waiting = self._owed_before(now - NOT_YET)
        still = {owed.refund_id for owed in waiting}
        self._asked = {id: asked for id, asked in self._asked.items() if id in still}
        for owed in waiting:
            due, pause = self._asked.get(owed.refund_id, (now, FIRST_PAUSE))
            if due <= now:
                self._asked[owed.refund_id] = (now + pause, min(pause * 2, LONGEST_PAUSE))
                self._ask(owed)

    def _ask(self, owed: Owed) -> None:
        log = structlog.get_logger().bind(payment=str(owed.payment_id), refund=str(owed.refund_id))
        command = ReconcileRefund(payment_id=owed.payment_id, refund_id=owed.refund_id)
        try:
            outcome = self._bus.do(command, Caller(
                actor=ACTOR, correlation=owed.correlation, causation=owed.cause
            )).outcome
        except StoreError as refused:
            log.warning("refund not followed", because=type(refused).__name__)
        except self._passing:
            raise
        except Exception:
            log.exception("refund not followed")
        else:
            log.info("refund followed", status=outcome.status)
