"""What the facts of credit say."""

from typing import assert_never

from projections.audit.sentences.telling import numbered, order, said, thing
from store.application.audit.messages import Sentence
from store.domain.credit.events import (
    CreditClaimed,
    CreditEvent,
    CreditGranted,
    CreditReleased,
    CreditSpent,
    CreditTakenBack,
    Why,
)


def say(event: CreditEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case CreditGranted(account_id=account, why=Why.GOODWILL, amount=amount, reason=reason):
            return said("{who} gave {account} {amount} of credit: {reason}", account=thing("account", account),
                        amount=amount, reason=reason)
        case CreditGranted(account_id=account, amount=amount, number=number, why=why):
            return said("{amount} of {what} {number} became credit of {account}", amount=amount, what=why.value,
                        number=number, account=thing("account", account))
        case CreditClaimed(number=number, amount=amount):
            return said("Order {order} is to be paid by {amount} of it", order=numbered(number), amount=amount)
        case CreditReleased(order_id=id, amount=amount):
            return said("Order {order} came to nothing: {amount} can be spent again", order=order(id), amount=amount)
        case CreditSpent(order_id=id, amount=amount):
            return said("{amount} of it paid for order {order}", order=order(id), amount=amount)
        case CreditTakenBack(amount=amount, reason=reason):
            return said("{who} took {amount} of credit back: {reason}", amount=amount, reason=reason)
        case _:
            assert_never(event)
