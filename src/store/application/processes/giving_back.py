"""Giving back: what is owed for pieces that were cancelled or came back, to where it came from.

What the share of an order says becomes credit is granted here; the rest is owed by the payment. Both stand in the
transaction that says why, so that together they are what is owed, always. What an order that replaces something was
paid by is the worth of what came back for it: that goes back to the payment of the order that was paid first.
"""

from datetime import datetime
from typing import NamedTuple

from store.application.shared.work import UnitOfWork
from store.domain.credit.credit import Credit
from store.domain.credit.events import Why
from store.domain.ordering.events import Replaces, Share
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import AccountId, RefundId, credit_of, purse_of
from store.domain.shared.money import Money


class Owed(NamedTuple):
    """Under which id the gateway is asked, if it has to be, and what became credit of the shopper."""

    refund: RefundId | None = None
    credited: Money | None = None


def owed_back(
    share: Share | None, order: Order, payment: Payment, work: UnitOfWork, now: datetime, *, returned: str = "",
    exchanged: Money | None = None,
) -> Owed:
    """Owe the *share* of an *order* back.

    What was taken is given back; what is only held is not going to be taken, and of what was lost is nothing.
    *returned* is the number of the return whose money is wanted as credit. What is *exchanged* of it pays for what is
    sent instead, and is owed to nobody.
    """
    if share is None:
        return Owed()
    credit = share.to_credit or Money(0, share.goods.currency)
    credit = credit - exchanged if exchanged else credit
    to_payment = share.to_payment
    if order.replaces and credit.minor and not returned:
        to_payment = Money(min(credit.minor, order.money_in(share).minor), credit.currency)
        credit -= to_payment
        if to_payment.minor:
            _paid_out(to_payment, order, order.replaces, work, now)
    if credit.minor and order.account_id:
        theirs = work.find(Credit, credit_of(order.account_id, credit.currency))
        theirs.grant(
            order.account_id, credit, Why.RETURN if returned else Why.ORDER,
            number=returned or order.number, order=order.id, at=now,
        )
        work.save(theirs)
    credited = credit if credit.minor else None
    if not to_payment.minor:
        return Owed(None, credited)
    if payment.stage in {Stage.AUTHORISED, Stage.LOST}:
        payment.lower(to_payment, at=now)
        return Owed(None, credited)
    return Owed(payment.give_back(to_payment, at=now), credited)


def _paid_out(amount: Money, order: Order, it: Replaces, work: UnitOfWork, now: datetime) -> None:
    """Back through the purse that paid the order, so that each of both orders knows why."""
    purse = work.find(Credit, purse_of(it.return_id, amount.currency))
    purse.grant(AccountId(it.return_id), amount, Why.ORDER, number=order.number, order=order.id, at=now)
    purse.pay_out(it.paid_for, it.paid_number, amount, at=now)
    work.save(purse)
