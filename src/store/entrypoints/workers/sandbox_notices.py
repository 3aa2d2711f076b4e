"""Plays the part of a gateway that tells the shop of payments: late by some seconds, or twice."""

from collections.abc import Sequence
from typing import Final, Protocol
from uuid import uuid4

import structlog

from store.application.payments.messages import ReconcilePayment
from store.application.shared.bus import Bus, Caller
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import PaymentId

ACTOR: Final = "system:sandbox"


class Telling(Protocol):
    """Whoever has something to tell."""

    def notices(self) -> Sequence[PaymentId]:
        """What the shop would have been told by now."""


class SandboxNotices:
    """Carries each notice to where a real one would lead: the gateway is asked, and what it says written down."""

    def __init__(self, sandbox: Telling, bus: Bus) -> None:
        self._sandbox, self._bus = sandbox, bus

    def __call__(self) -> None:
        """One round."""
        for payment_id in self._sandbox.notices():
            try:
                self._bus.do(ReconcilePayment(payment_id=payment_id), Caller(actor=ACTOR, correlation=uuid4()))
            except StoreError as refused:
                structlog.get_logger().warning("notice not taken", because=type(refused).__name__)
