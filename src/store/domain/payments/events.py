"""The life of a payment, as the shop knows it; the gateway keeps its own books."""

from datetime import datetime
from typing import TypeAlias

from store.domain.payments.held_events import PaymentHeldAgain, PaymentNotHeldAgain
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId, OrderNumber, PaymentId, RefundId
from store.domain.shared.money import Money


class PaymentRequested(Event, frozen=True, tag="payments/requested-1"):
    """The shop is going to ask the gateway for money."""

    payment_id: PaymentId
    order_id: OrderId
    number: OrderNumber
    amount: Money
    method: str


class ChallengeRequired(Event, frozen=True, tag="payments/challenge-required-1"):
    """The bank wants to hear from the shopper in person first."""

    payment_id: PaymentId
    reference: str
    url: str


class PaymentAuthorised(Event, frozen=True, tag="payments/authorised-1"):
    """The money is held for the shop, and taken when the parcel leaves; *until* when, if the gateway says so."""

    payment_id: PaymentId
    reference: str
    amount: Money
    until: datetime | None = None


class PaymentLowered(Event, frozen=True, tag="payments/lowered-1"):
    """Of what is held, so much is not going to be taken; where it is less than nothing, it was taken after all."""

    payment_id: PaymentId
    amount: Money


class PaymentLetGo(Event, frozen=True, tag="payments/let-go-1"):
    """What was held was let go, and nothing was taken."""

    payment_id: PaymentId
    reason: str


class PaymentLost(Event, frozen=True, tag="payments/lost-1"):
    """What was held can't be taken any more; the goods are still here, and a person has to look."""

    payment_id: PaymentId
    amount: Money
    reason: str


class PaymentCaptured(Event, frozen=True, tag="payments/captured-1"):
    """The money is the shop's.

    *reference* is the gateway's name for it.
    """

    payment_id: PaymentId
    reference: str
    amount: Money


class PaymentDeclined(Event, frozen=True, tag="payments/declined-1"):
    """The gateway said no; nothing was charged."""

    payment_id: PaymentId
    reason: str


class WrongAmountTaken(Event, frozen=True, tag="payments/wrong-amount-taken-1"):
    """The gateway took another amount than it was asked for; a person has to look."""

    payment_id: PaymentId
    reference: str
    taken: Money
    asked: Money


class RefundRequested(Event, frozen=True, tag="payments/refund-requested-1"):
    """The shop owes money back, and is going to ask the gateway to give it."""

    payment_id: PaymentId
    refund_id: RefundId
    amount: Money


class RefundMade(Event, frozen=True, tag="payments/refunded-1"):
    """The gateway has sent the money back.

    *reference* is the gateway's name for it.
    """

    payment_id: PaymentId
    refund_id: RefundId
    reference: str
    amount: Money


class RefundFailed(Event, frozen=True, tag="payments/refund-failed-1"):
    """The gateway can't give the money back, and has not; it is still owed, and a person has to look."""

    payment_id: PaymentId
    refund_id: RefundId
    amount: Money
    reason: str


class RefundReturned(Event, frozen=True, tag="payments/refund-returned-1"):
    """Money that was given back came back to the shop: it is owed again, and a person has to look."""

    payment_id: PaymentId
    refund_id: RefundId
    amount: Money
    reason: str


class PaymentFound(Event, frozen=True, tag="payments/found-1"):
    """Money was taken after all, although the shop had given the payment up; all of it goes back."""

    payment_id: PaymentId
    reference: str
    amount: Money


HoldEvent: TypeAlias = (
    PaymentAuthorised | PaymentLowered | PaymentLetGo | PaymentLost | PaymentFound | PaymentHeldAgain
    | PaymentNotHeldAgain
)
PaymentEvent: TypeAlias = (
    PaymentRequested | ChallengeRequired | HoldEvent | PaymentCaptured | PaymentDeclined | WrongAmountTaken
    | RefundRequested | RefundMade | RefundFailed | RefundReturned
)
