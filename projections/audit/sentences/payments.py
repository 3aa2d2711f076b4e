"""What the facts of payments say."""

from typing import assert_never

from projections.audit.sentences.telling import numbered, said
from store.application.audit.messages import Sentence
from store.domain.payments.events import (
    ChallengeRequired,
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


def say(event: PaymentEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case PaymentRequested(number=number, amount=amount, method=method):
            return said("{amount} are to be paid for order {order}, by {method}",
                        amount=amount, order=numbered(number), method=method)
        case ChallengeRequired():
            return said("The bank wants to hear from the shopper in person first")
        case PaymentCaptured(amount=amount, reference=reference):
            return said("{amount} came in; the gateway calls it {reference}", amount=amount, reference=reference)
        case (
            PaymentAuthorised() | PaymentLowered() | PaymentLetGo() | PaymentLost() | PaymentHeldAgain()
            | PaymentNotHeldAgain()
        ):
            return _held(event)
        case PaymentDeclined() | WrongAmountTaken():
            return _not_so(event)
        case RefundRequested() | RefundMade() | RefundFailed() | RefundReturned() | PaymentFound():
            return _back(event)
        case _:
            assert_never(event)


def _not_so(event: PaymentDeclined | WrongAmountTaken) -> Sentence:
    match event:
        case PaymentDeclined(reason=reason):
            return said("The gateway said no, and nothing was charged: {reason}", reason=reason)
        case WrongAmountTaken(taken=taken, asked=asked):
            return said("The gateway took {taken} where {asked} were asked for: somebody has to look",
                        taken=taken, asked=asked)
        case _:
            assert_never(event)


def _held(
    event: PaymentAuthorised | PaymentLowered | PaymentLetGo | PaymentLost | PaymentHeldAgain | PaymentNotHeldAgain,
) -> Sentence:
    match event:
        case PaymentHeldAgain() | PaymentNotHeldAgain():
            return _longer(event)
        case PaymentAuthorised(amount=amount, reference=reference):
            return said("{amount} are held, to be taken when the parcel leaves; the gateway calls it {reference}",
                        amount=amount, reference=reference)
        case PaymentLowered(amount=amount):
            return said("{amount} of what is held are not going to be taken", amount=amount)
        case PaymentLetGo(reason=reason):
            return said("What was held was let go, and nothing was taken: {reason}", reason=reason)
        case PaymentLost(amount=amount, reason=reason):
            return said("{amount} were held and can't be taken any more: {reason}. Somebody has to look",
                        amount=amount, reason=reason)
        case _:
            assert_never(event)


def _longer(event: PaymentHeldAgain | PaymentNotHeldAgain) -> Sentence:
    match event:
        case PaymentHeldAgain(amount=amount, reference=reference):
            return said("{amount} are held anew, before they ran out; the gateway calls it {reference}",
                        amount=amount, reference=reference)
        case PaymentNotHeldAgain(amount=amount, reason=reason):
            return said("{amount} can't be held any longer: {reason}. Whoever pays was written to",
                        amount=amount, reason=reason)
        case _:
            assert_never(event)


def _back(event: RefundRequested | RefundMade | RefundFailed | RefundReturned | PaymentFound) -> Sentence:
    match event:
        case PaymentFound(amount=amount, reference=reference):
            return said("{amount} were taken after all and go back; the gateway calls it {reference}",
                        amount=amount, reference=reference)
        case RefundReturned(amount=amount, reason=reason):
            return said("{amount} that were given back came back, and are owed again: {reason}",
                        amount=amount, reason=reason)
        case RefundRequested(amount=amount):
            return said("{amount} are owed back; the gateway is going to be asked to give them", amount=amount)
        case RefundMade(amount=amount, reference=reference):
            return said("{amount} were given back; the gateway calls it {reference}",
                        amount=amount, reference=reference)
        case RefundFailed(amount=amount, reason=reason):
            return said("{amount} could not be given back, and are still owed: {reason}", amount=amount, reason=reason)
        case _:
            assert_never(event)
