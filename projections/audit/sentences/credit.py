"""What the facts of credit say."""

from typing import assert_never

from projections.audit.sentences.telling import numbered, order, said, thing
from store.application.audit.messages import Sentence
from store.domain.credit.events import (
    CreditClaimed,
    CreditEvent,
    CreditGranted,
    CreditPaidOut,
    CreditReleased,
    CreditSpent,
    CreditTakenBack,
    Why,
)


def say(event: CreditEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case CreditGranted():
            return _granted(event)
        case CreditClaimed(number=number, amount=amount):
            return said("Order {order} is to be paid by {amount} of it", order=numbered(number), amount=amount)
        case CreditReleased(order_id=id, amount=amount):
            return said("Order {order} came to nothing: {amount} can be spent again", order=order(id), amount=amount)
        case CreditSpent(order_id=id, amount=amount):
            return said("{amount} of it paid for order {order}", order=order(id), amount=amount)
        case CreditPaidOut(number=number, amount=amount):
            return said("{amount} of it go back to the payment of order {order}", order=numbered(number), amount=amount)
        case CreditTakenBack(amount=amount, reason=reason):
            return said("{who} took {amount} of credit back: {reason}", amount=amount, reason=reason)
        case _:
            assert_never(event)


def _granted(event: CreditGranted) -> Sentence:
    match event:
        case CreditGranted(account_id=account, why=Why.GOODWILL, amount=amount, reason=reason):
            return said("{who} gave {account} {amount} of credit: {reason}", account=thing("account", account),
                        amount=amount, reason=reason)
        case CreditGranted(why=Why.EXCHANGE, amount=amount, number=number):
            return said("{amount} of return {number} pay for what is sent for it", amount=amount, number=number)
        case _:
            return said("{amount} of {what} {number} became credit of {account}", amount=event.amount,
                        what=event.why.value, number=event.number, account=thing("account", event.account_id))
