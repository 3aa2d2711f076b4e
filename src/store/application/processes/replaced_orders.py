"""Replaced orders: an order with all that was sent for what came back of it, and for that again.

One payment paid for all of them, so what is owed by it is what all of them owe.
"""

from store.application.shared.work import UnitOfWork
from store.domain.ordering.order import Order
from store.domain.returns.returning import Return
from store.domain.shared.ids import order_of


def first_of(order: Order, work: UnitOfWork) -> Order:
    """The order that was paid for: itself, or where it replaces something, the one that was replaced first."""
    return work.get(Order, order.replaces.paid_for) if order.replaces else order


def with_replacements(first: Order, work: UnitOfWork) -> tuple[list[Order], list[Return]]:
    """All of them, the *first* one first, and all their returns."""
    orders, returns, ahead = [first], list[Return](), [first]
    while ahead:
        its = work.find_all(Return, [id for order in ahead for id in order.returns])
        numbers = [it.replaced_by for it in its if it.replaced_by]
        ahead = work.find_all(Order, [order_of(number) for number in numbers])
        orders, returns = [*orders, *ahead], [*returns, *its]
    return orders, returns


def owed_by_payment(orders: list[Order]) -> int:
    """What was owed back by the payment of all of these, in minor units."""
    shares = [share for order in orders for share in order.shares]
    return sum(share.to_payment.minor + (share.paid_out.minor if share.paid_out else 0) for share in shares)
