"""Payment: money asked for once, and taken once or not at all; what of it is given back is never more than that.

It may be held first and taken later, less what was cancelled meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from store.domain.payments.errors import (
    HeldAnother,
    MoreThanWasTaken,
    NoSuchRefund,
    NothingTaken,
    PaymentSettled,
)
from store.domain.payments.events import (
    ChallengeRequired,
    HoldEvent,
    PaymentAuthorised,
    PaymentCaptured,
    PaymentDeclined,
    PaymentEvent,
    PaymentFound,
    PaymentLetGo,
    PaymentLost,
    PaymentLowered,
    PaymentRequested,
    RefundFailed,
    RefundMade,
    RefundRequested,
    RefundReturned,
    WrongAmountTaken,
)
from store.domain.payments.held_events import PaymentHeldAgain, PaymentNotHeldAgain
from store.domain.payments.refund import Progress, Refund, after
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, OrderNumber, PaymentId, RefundId, refund_of
from store.domain.shared.money import Money


class Stage(StrEnum):
    BLANK = "not requested"
    PROCESSING = "processing"
    REQUIRES_ACTION = "requires_action"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    LET_GO = "let_go"
    LOST = "lost"
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
        self.lowered = 0
        self.until: datetime | None = None
        self.generation = 0
        self.ending = ""

    def picture(self) -> Mapping[str, object]:
        """As ever where nothing was to be given back, and nothing held."""
        later = {"refunds", "lowered", "until", "generation", "ending"}
        return {name: value for name, value in super().picture().items() if name not in later or value}

    @property
    def settled(self) -> bool:
        """Whether it is known if the money came."""
        return self.stage in {Stage.CAPTURED, Stage.DECLINED, Stage.WRONG_AMOUNT, Stage.LET_GO, Stage.LOST}

    @property
    def due(self) -> Money:
        """What is held and still going to be taken."""
        return self._left if self.stage is Stage.AUTHORISED else Money(0, self._left.currency)

    @property
    def to_pay_again(self) -> Money | None:
        """How much is to be paid once more, since what was held for it runs out, or did."""
        out = self.stage is Stage.LOST or (self.stage is Stage.AUTHORISED and self.ending)
        return self._left if out and self._left.minor else None

    @property
    def _left(self) -> Money:
        amount = self.amount or Money(0, "EUR")
        return Money(amount.minor - self.lowered, amount.currency)

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
        if self.stage is Stage.AUTHORISED:
            self._take_held(reference, taken, at=at)
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

    def authorise(self, reference: str, held: Money, until: datetime | None, *, at: datetime) -> None:
        """The gateway holds the money. Hearing so again is no fact.

        :raises HeldAnother: if it holds another amount than was asked for.
        """
        if self.stage is Stage.AUTHORISED:
            return
        asked = self._expect_open()
        if held != asked:
            raise HeldAnother(held, asked)
        self._record(PaymentAuthorised(at=at, payment_id=self.id, reference=reference, amount=held, until=until))

    def lower(self, amount: Money, *, at: datetime) -> None:
        """Write down that *amount* of what is held is not going to be taken; or of what was, and was lost."""
        held = self.stage in {Stage.AUTHORISED, Stage.LOST}
        left = Money(self._left.minor if held else 0, amount.currency)
        if not 0 < amount.minor <= left.minor:
            raise MoreThanWasTaken(amount, left)
        self._record(PaymentLowered(at=at, payment_id=self.id, amount=amount))

    def not_held(self, reason: str, *, at: datetime) -> None:
        """The gateway holds nothing any more: as it should be, where nothing is due. Hearing so again is no fact."""
        if self.stage is not Stage.AUTHORISED:
            return
        if self.due.minor:
            self._record(PaymentLost(at=at, payment_id=self.id, amount=self.due, reason=reason))
        else:
            self._record(PaymentLetGo(at=at, payment_id=self.id, reason=reason))

    def hold_again(
        self, reference: str, held: Money, until: datetime | None, generation: int, *, at: datetime
    ) -> None:
        """It is held anew, also where it was lost. No fact, where nothing has changed; less than is due is refused."""
        if generation <= self.generation or self.stage not in {Stage.AUTHORISED, Stage.LOST}:
            return
        if held.currency != self._left.currency or held.minor < self._left.minor:
            raise HeldAnother(held, self._left)
        if (reference, until) != (self.reference, self.until) or self.stage is Stage.LOST:
            self._record(PaymentHeldAgain(
                at=at, payment_id=self.id, reference=reference, amount=held, generation=generation, until=until,
            ))

    def cannot_hold_again(self, reason: str, *, at: datetime) -> None:
        """The gateway holds it for no longer than it said. Hearing so again is no fact."""
        if self.stage is Stage.AUTHORISED and self.due.minor and not self.ending:
            ending = PaymentNotHeldAgain(at=at, payment_id=self.id, amount=self.due, reason=reason, until=self.until)
            self._record(ending)

    def _take_held(self, reference: str, taken: Money, *, at: datetime) -> None:
        """What was cancelled while it was on its way goes back: nobody pays for what they don't get."""
        due = self.due
        if taken.currency != due.currency or not due.minor <= taken.minor <= due.minor + self.lowered:
            self._record(WrongAmountTaken(at=at, payment_id=self.id, reference=reference, taken=taken, asked=due))
            return
        if taken != due:  # that was taken, too
            self._record(PaymentLowered(at=at, payment_id=self.id, amount=due - taken))
        self._record(PaymentCaptured(at=at, payment_id=self.id, reference=reference, amount=taken))
        if taken != due:
            self.give_back(taken - due, at=at)

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

    def find(self, reference: str, taken: Money, *, at: datetime) -> RefundId | None:
        """Money was taken for a payment that was given up: all of it is owed back. Hearing so again is no fact."""
        if self.stage not in {Stage.DECLINED, Stage.LET_GO, Stage.LOST}:
            return None
        self._record(PaymentFound(at=at, payment_id=self.id, reference=reference, amount=taken))
        return self.give_back(taken, at=at)

    def not_given_back(self, id: RefundId, reason: str, *, at: datetime) -> None:
        """The gateway can't give it back. Hearing so again is no fact."""
        if refund := self._still_open(id):
            self._record(RefundFailed(at=at, payment_id=self.id, refund_id=id, amount=refund.amount, reason=reason))

    def came_back(self, id: RefundId, reason: str, *, at: datetime) -> None:
        """What was given back came back to the shop, and is owed again. Hearing so again is no fact."""
        if id not in self.refunds:
            raise NoSuchRefund
        made = self.refunds[id]
        if made.progress is Progress.MADE:
            self._record(RefundReturned(at=at, payment_id=self.id, refund_id=id, amount=made.amount, reason=reason))

    def _still_open(self, id: RefundId) -> Refund | None:
        if id not in self.refunds:
            raise NoSuchRefund
        refund = self.refunds[id]
        return refund if refund.progress is Progress.REQUESTED else None

    def _taken(self) -> Money:
        if self.stage is not Stage.CAPTURED or self.amount is None:
            raise NothingTaken
        return Money(self.amount.minor - self.lowered, self.amount.currency)

    def _expect_open(self) -> Money:
        if self.stage not in {Stage.PROCESSING, Stage.REQUIRES_ACTION} or self.amount is None:
            raise PaymentSettled(self.stage)
        return self.amount

    def _evolve(self, event: PaymentEvent) -> None:
        if isinstance(event, HoldEvent):
            self._evolve_held(event)
            return
        match event:
            case PaymentRequested(order_id=order_id, number=number, amount=amount, method=method):
                self.stage = Stage.PROCESSING
                self.order_id, self.number, self.amount, self.method = order_id, number, amount, method
            case ChallengeRequired(reference=reference, url=url):
                self.stage, self.reference, self.url = Stage.REQUIRES_ACTION, reference, url
            case PaymentCaptured(reference=reference, amount=amount):
                self.stage, self.reference = Stage.CAPTURED, reference
                self.lowered = self.amount.minor - amount.minor if self.amount else 0
            case PaymentDeclined(reason=reason):
                self.stage, self.reason = Stage.DECLINED, reason
            case WrongAmountTaken(reference=reference):
                self.stage, self.reference = Stage.WRONG_AMOUNT, reference
            case RefundRequested() | RefundMade() | RefundFailed() | RefundReturned():
                id = event.refund_id
                self.refunds = {**self.refunds, id: after(event, self.refunds.get(id))}
            case _:
                assert_never(event)

    def _evolve_held(self, event: HoldEvent) -> None:
        match event:
            case PaymentFound(reference=reference, amount=amount):
                self.stage, self.reference, self.amount, self.lowered = Stage.CAPTURED, reference, amount, 0
            case PaymentAuthorised(reference=reference, until=until):
                self.stage, self.reference, self.until = Stage.AUTHORISED, reference, until
            case PaymentLowered(amount=amount):
                self.lowered += amount.minor
            case PaymentLetGo(reason=reason):
                self.stage, self.reason = Stage.LET_GO, reason
            case PaymentLost(reason=reason):
                self.stage, self.reason = Stage.LOST, reason
            case PaymentHeldAgain(reference=reference, until=until, generation=generation):
                self.stage, self.reference, self.until = Stage.AUTHORISED, reference, until
                self.generation, self.ending, self.reason = generation, "", ""
            case PaymentNotHeldAgain(reason=reason):
                self.ending = reason
            case _:
                assert_never(event)
