"""Spending credit: what an order takes of it is claimed in the append that places it, and spent when the order stands.

Credit is a way to pay, not a discount: the order's total and the tax in it stay as they are, and only what is left is
asked of a gateway. Two orders that want the same of it append to the same stream, so that one of them is told.
"""

from datetime import datetime

from store.application.shared.work import UnitOfWork
from store.domain.credit.credit import Credit
from store.domain.credit.errors import CreditNotEnough, CreditNotYours
from store.domain.ordering.order import Order
from store.domain.shared.ids import AccountId, OrderId, OrderNumber, credit_of
from store.domain.shared.money import Money


def claim_credit(
    wish: Money | None, total: Money, account: AccountId | None, order: tuple[OrderId, OrderNumber],
    work: UnitOfWork, now: datetime,
) -> Money | None:
    """Have an *order* that comes to *total* paid by *wish* of its buyer's credit, or by as much as it costs.

    What was shown is taken, or nothing: if less is there by now, nobody pays the difference unasked.

    :raises CreditNotEnough: if there is less.
    """
    if wish is None or wish.minor <= 0:
        return None
    if account is None:
        raise CreditNotYours
    if wish.currency != total.currency:
        raise CreditNotEnough(Money(0, wish.currency), wish, wish)
    taken = Money(min(wish.minor, total.minor), total.currency)
    if not taken.minor:
        return None
    credit = work.find(Credit, credit_of(account, total.currency))
    credit.claim(*order, taken, at=now)
    work.save(credit)
    return taken


def spend_credit(order: Order, work: UnitOfWork, now: datetime) -> None:
    """The *order* stands: what it claimed has paid for it."""
    credit = _of(order, work)
    if credit:
        credit.spend(order.id, at=now)
        work.save(credit)


def release_credit(order: Order, work: UnitOfWork, now: datetime) -> None:
    """The *order* came to nothing before anything was paid: what it claimed can be spent again."""
    credit = _of(order, work)
    if credit:
        credit.release(order.id, at=now)
        work.save(credit)


def _of(order: Order, work: UnitOfWork) -> Credit | None:
    """Whose part of the order it is, if any: who pays by the gateway alone reads nothing of it."""
    if order.credit is None or order.account_id is None:
        return None
    return work.find(Credit, credit_of(order.account_id, order.credit.currency))
