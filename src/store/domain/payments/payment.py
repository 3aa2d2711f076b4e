"""Payment: money asked for once, and taken once or not at all."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from store.domain.payments.errors import PaymentSettled
from store.domain.payments.events import (
    ChallengeRequired,
    PaymentCaptured,
    PaymentDeclined,
    PaymentEvent,
    PaymentRequested,
    WrongAmountTaken,
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
    WRONG_AMOUNT = "wrong_amount"


class Payment(Aggregate[PaymentEvent]):
    kind = "payment"
    kept = True
    id: PaymentId

    def __init__(self, id: PaymentId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK
        self.order_id: OrderId | None = None
        self.number = OrderNumber("")
        self.amount: Money | None = None
        self.method = ""
        self.reference = ""
        self.url = ""
        self.reason = ""

    @property
    def settled(self) -> bool:
        """Whether it is known if the money came."""
        return self.stage in {Stage.CAPTURED, Stage.DECLINED, Stage.WRONG_AMOUNT}

    def request(
        self, order_id: OrderId, number: OrderNumber, amount: Money, method: str, *, at: datetime
    ) -> None:
        """Write down that money is going to be asked for, before it is."""
        if self.stage is not Stage.BLANK:
            raise PaymentSettled(self.stage)
        self._record(PaymentRequested(
            at=at, payment_id=self.id, order_id=order_id, number=number, amount=amount, method=method,
        ))

    def challenge(self, reference: str, url: str, *, at: datetime) -> None:
        """The bank wants to see the shopper at *url*. Hearing so again is no fact."""
        self._expect_open()
        if self.stage is not Stage.REQUIRES_ACTION:
            self._record(ChallengeRequired(at=at, payment_id=self.id, reference=reference, url=url))

    def capture(self, reference: str, taken: Money, *, at: datetime) -> None:
        """The gateway took the money. Hearing so again is no fact; another amount than was asked is a grave one."""
        if self.stage is Stage.CAPTURED and self.reference == reference:
            return
        asked = self._expect_open()
        if taken == asked:
            self._record(PaymentCaptured(at=at, payment_id=self.id, reference=reference, amount=taken))
        else:
            self._record(
                WrongAmountTaken(at=at, payment_id=self.id, reference=reference, taken=taken, asked=asked)
            )

    def decline(self, reason: str, *, at: datetime) -> None:
        """The gateway said no. Hearing so again is no fact."""
        if self.stage is Stage.DECLINED:
            return
        self._expect_open()
        self._record(PaymentDeclined(at=at, payment_id=self.id, reason=reason))

    def _expect_open(self) -> Money:
        if self.stage not in {Stage.PROCESSING, Stage.REQUIRES_ACTION} or self.amount is None:
            raise PaymentSettled(self.stage)
        return self.amount

    def _evolve(self, event: PaymentEvent) -> None:
        match event:
            case PaymentRequested(order_id=order_id, number=number, amount=amount, method=method):
                self.stage = Stage.PROCESSING
                self.order_id, self.number, self.amount, self.method = order_id, number, amount, method
            case ChallengeRequired(reference=reference, url=url):
                self.stage, self.reference, self.url = Stage.REQUIRES_ACTION, reference, url
            case PaymentCaptured(reference=reference):
                self.stage, self.reference = Stage.CAPTURED, reference
            case PaymentDeclined(reason=reason):
                self.stage, self.reason = Stage.DECLINED, reason
            case WrongAmountTaken(reference=reference):
                self.stage, self.reference = Stage.WRONG_AMOUNT, reference
            case _:
                assert_never(event)
