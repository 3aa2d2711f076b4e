"""Giving back: what is owed for pieces that were cancelled or came back, to where it came from.

What the share of an order says becomes credit is granted here; the rest is owed by the payment. Both stand in the
transaction that says why, so that together they are what is owed, always. What an order that replaces something was
paid by is the worth of what came back for it: that goes back to the payment of the order that was paid first.
"""

from datetime import datetime

from store.application.shared.work import UnitOfWork
from store.domain.credit.credit import Credit
from store.domain.credit.events import Why
from store.domain.ordering.events import Replaces, Share
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import AccountId, RefundId, credit_of, purse_of
from store.domain.shared.money import Money


def owed_back(
    share: Share | None, order: Order, payment: Payment, work: UnitOfWork, now: datetime, *, returned: str = "",
    as_credit: bool = False,
) -> RefundId | None:
    """Owe the *share* of an *order* back; under which id the gateway is asked, if it has to be.

    What was taken is given back; what is only held is not going to be taken, and of what was lost is nothing.
    *returned* is the number of the return that it is owed for; *as_credit*: its money is wanted as credit.
    """
    if share is None:
        return None
    if share.paid_out and order.replaces:
        _pay_out(share.paid_out, order, order.replaces, work, now)
    if share.to_account and order.account_id:
        credit = work.find(Credit, credit_of(order.account_id, share.to_account.currency))
        credit.grant(
            order.account_id, share.to_account, Why.RETURN if as_credit else Why.ORDER,
            number=returned if as_credit else order.number, order=order.id, at=now,
            returned="" if as_credit else returned,
        )
        work.save(credit)
    to_payment = share.to_payment + share.paid_out if share.paid_out else share.to_payment
    if not to_payment.minor:
        return None
    if payment.stage in {Stage.AUTHORISED, Stage.LOST}:
        payment.lower(to_payment, at=now)
        return None
    return payment.give_back(to_payment, at=now)


def _pay_out(amount: Money, order: Order, it: Replaces, work: UnitOfWork, now: datetime) -> None:
    """Back through the purse that paid the order, so that each of both orders knows why."""
    purse = work.find(Credit, purse_of(it.return_id, amount.currency))
    purse.grant(AccountId(it.return_id), amount, Why.ORDER, number=order.number, order=order.id, at=now)
    purse.pay_out(it.paid_for, it.paid_number, amount, at=now)
    work.save(purse)
