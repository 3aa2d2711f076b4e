"""Giving back: what is owed for pieces that were cancelled or came back, to where it came from.

What the share of an order says becomes credit is granted here; the rest is owed by the payment. Both stand in the
transaction that says why, so that together they are what is owed, always.
"""

from datetime import datetime

from store.application.shared.work import UnitOfWork
from store.domain.credit.credit import Credit
from store.domain.credit.events import Why
from store.domain.ordering.events import Share
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import RefundId, credit_of


def owed_back(
    share: Share | None, order: Order, payment: Payment, work: UnitOfWork, now: datetime, *, returned: str = ""
) -> RefundId | None:
    """Owe the *share* of an *order* back; under which id the gateway is asked, if it has to be.

    What was taken is given back; what is only held is not going to be taken, and of what was lost is nothing.
    *returned* is the number of the return whose money is wanted as credit.
    """
    if share is None:
        return None
    if share.to_credit and order.account_id:
        credit = work.find(Credit, credit_of(order.account_id, share.to_credit.currency))
        credit.grant(
            order.account_id, share.to_credit, Why.RETURN if returned else Why.ORDER,
            number=returned or order.number, order=order.id, at=now,
        )
        work.save(credit)
    if not share.to_payment.minor:
        return None
    if payment.stage in {Stage.AUTHORISED, Stage.LOST}:
        payment.lower(share.to_payment, at=now)
        return None
    return payment.give_back(share.to_payment, at=now)
