"""Payment: money asked for once, and taken once or not at all."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from store.domain.payments.errors import PaymentSettled, WrongAmount
from store.domain.payments.events import (
    ChallengeRequired,
    PaymentCaptured,
    PaymentDeclined,
    PaymentEvent,
    PaymentRequested,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, OrderNumber, PaymentId
from store.domain.shared.money import Money


class Stage(StrEnum):
    BLANK = "not requested"
    PROCESSING = "processing"
    REQUIRES_ACTION = "requires_action"
    CAPTURED = "captured"
    DECLINED = "declined"


class Payment(Aggregate[PaymentEvent]):
    kind = "payment"
    id: PaymentId

    def __init__(self, id: PaymentId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK
        self.order_id: OrderId | None = None
        self.number = OrderNumber("")
        self.amount: Money | None = None
        self.method = ""
        self.reference = ""
        self.reason = ""

    @property
    def settled(self) -> bool:
        """Whether it is known if the money came."""
        return self.stage in {Stage.CAPTURED, Stage.DECLINED}

    def request(
        self, order_id: OrderId, number: OrderNumber, amount: Money, method: str, *, at: datetime
    ) -> None:
        """Write down that money is going to be asked for, before it is."""
        if self.stage is not Stage.BLANK:
            raise PaymentSettled(self.stage)
        self._record(PaymentRequested(
            at=at, payment_id=self.id, order_id=order_id, number=number, amount=amount, method=method,
        ))

    def challenge(self, reference: str, *, at: datetime) -> None:
        """The bank wants to see the shopper. Hearing so again is no fact."""
        if self.settled:
            raise PaymentSettled(self.stage)
        if self.stage is not Stage.REQUIRES_ACTION:
            self._record(ChallengeRequired(at=at, payment_id=self.id, reference=reference))

    def capture(self, reference: str, taken: Money, *, at: datetime) -> None:
        """The gateway took the money. Hearing so again is no fact."""
        if self.stage is Stage.CAPTURED and self.reference == reference:
            return
        if self.settled:
            raise PaymentSettled(self.stage)
        if self.amount is None or taken != self.amount:
            raise WrongAmount(taken, self.amount or Money(0, taken.currency))
        self._record(PaymentCaptured(at=at, payment_id=self.id, reference=reference, amount=taken))

    def decline(self, reason: str, *, at: datetime) -> None:
        """The gateway said no. Hearing so again is no fact."""
        if self.stage is Stage.DECLINED:
            return
        if self.settled:
            raise PaymentSettled(self.stage)
        self._record(PaymentDeclined(at=at, payment_id=self.id, reason=reason))

    def _evolve(self, event: PaymentEvent) -> None:
        match event:
            case PaymentRequested(order_id=order_id, number=number, amount=amount, method=method):
                self.stage = Stage.PROCESSING
                self.order_id, self.number, self.amount, self.method = order_id, number, amount, method
            case ChallengeRequired(reference=reference):
                self.stage, self.reference = Stage.REQUIRES_ACTION, reference
            case PaymentCaptured(reference=reference):
                self.stage, self.reference = Stage.CAPTURED, reference
            case PaymentDeclined(reason=reason):
                self.stage, self.reason = Stage.DECLINED, reason
            case _:
                assert_never(event)
