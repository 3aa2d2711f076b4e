"""Payment: money asked for once, and taken once or not at all; what of it is given back is never more than that."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from store.domain.payments.errors import MoreThanWasTaken, NoSuchRefund, NothingTaken, PaymentSettled
from store.domain.payments.events import (
    ChallengeRequired,
    PaymentCaptured,
    PaymentDeclined,
    PaymentEvent,
    PaymentRequested,
    RefundFailed,
    RefundMade,
    RefundRequested,
    WrongAmountTaken,
)
from store.domain.payments.refund import Progress, Refund, after
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, OrderNumber, PaymentId, RefundId, refund_of
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
        self.refunds: dict[RefundId, Refund] = {}

    def picture(self) -> Mapping[str, object]:
        """As ever where nothing was to be given back."""
        return {name: value for name, value in super().picture().items() if name != "refunds" or value}

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

    def promised_back(self) -> Money:
        """What was given back, or is going to be. What failed is neither."""
        amounts = (refund.amount for refund in self.refunds.values() if refund.progress is not Progress.FAILED)
        return Money.total(amounts, self._taken().currency)

    def give_back(self, amount: Money, *, at: datetime) -> RefundId:
        """Write down that *amount* of what was taken is going to be given back, before it is; under which id."""
        left = self._taken() - self.promised_back()
        if not 0 < amount.minor <= left.minor:
            raise MoreThanWasTaken(amount, left)
        id = refund_of(self.id, len(self.refunds) + 1)
        self._record(RefundRequested(at=at, payment_id=self.id, refund_id=id, amount=amount))
        return id

    def given_back(self, id: RefundId, reference: str, *, at: datetime) -> None:
        """The gateway gave it back. Hearing so again is no fact."""
        if refund := self._still_open(id):
            self._record(RefundMade(
                at=at, payment_id=self.id, refund_id=id, reference=reference, amount=refund.amount,
            ))

    def not_given_back(self, id: RefundId, reason: str, *, at: datetime) -> None:
        """The gateway can't give it back. Hearing so again is no fact."""
        if refund := self._still_open(id):
            self._record(RefundFailed(at=at, payment_id=self.id, refund_id=id, amount=refund.amount, reason=reason))

    def _still_open(self, id: RefundId) -> Refund | None:
        if id not in self.refunds:
            raise NoSuchRefund
        refund = self.refunds[id]
        return refund if refund.progress is Progress.REQUESTED else None

    def _taken(self) -> Money:
        if self.stage is not Stage.CAPTURED or self.amount is None:
            raise NothingTaken
        return self.amount

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
            case RefundRequested(refund_id=id) | RefundMade(refund_id=id) | RefundFailed(refund_id=id):
                self.refunds = {**self.refunds, id: after(event, self.refunds.get(id))}
            case _:
                assert_never(event)
