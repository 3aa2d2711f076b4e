"""Spending credit: what an order takes of it is claimed in the append that places it, and spent when the order stands.

Credit is a way to pay, not a discount: the order's total and the tax in it stay as they are, and only what is left is
asked of a gateway. Two orders that want the same of it append to the same stream, so that one of them is told.
"""

from collections.abc import Sequence
from datetime import datetime

from store.application.shared.work import UnitOfWork
from store.domain.credit.credit import Credit
from store.domain.credit.errors import CreditNotEnough, CreditNotYours
from store.domain.ordering.order import Order
from store.domain.shared.ids import AccountId, CreditId, OrderId, OrderNumber, credit_of
from store.domain.shared.money import Money


def credit_wanted(wish: Money | None, account: AccountId | None) -> tuple[tuple[type[Credit], CreditId], ...]:
    """What of it is to be read to have an order paid by *wish* of it: along with everything else, in one statement.

    :raises CreditNotYours: for guests.
    """
    if wish is None or wish.minor <= 0:
        return ()
    if account is None:
        raise CreditNotYours
    return ((Credit, credit_of(account, wish.currency)),)


def claim_credit(
    wish: Money | None, total: Money, order: tuple[OrderId, OrderNumber], found: Sequence[Credit],
    work: UnitOfWork, now: datetime,
) -> Money | None:
    """Have an *order* that comes to *total* paid by *wish* of its buyer's credit, or by as much as it costs. *found* is
    what was wanted of it.

    What was shown is taken, or nothing: if less is there by now, nobody pays the difference unasked.

    :raises CreditNotEnough: if there is less.
    """
    if wish is None or not found:
        return None
    if wish.currency != total.currency:
        raise CreditNotEnough(Money(0, wish.currency), wish, wish)
    taken = Money(min(wish.minor, total.minor), total.currency)
    if not taken.minor:
        return None
    [credit] = found
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
