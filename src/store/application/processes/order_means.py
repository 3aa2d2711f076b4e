"""How an order is paid, and how it is given back, where credit is a part of it: as pages and letters say it."""

from store.application.ordering.messages import MeansView
from store.application.shared.answers import Price
from store.domain.ordering.order import Order
from store.domain.shared.money import Money


def means_of(order: Order) -> MeansView | None:
    """By how much credit, and by how much besides; nothing where the payment is about all of it."""
    if order.credit is None or order.totals is None:
        return None
    return MeansView(Price.of(order.credit), Price.of(order.totals.total - order.credit))


def credited_of(order: Order) -> Price | None:
    """What of it became credit so far."""
    amounts = [share.to_credit for share in order.shares if share.to_credit]
    return Price.of(Money.total(amounts, amounts[0].currency)) if amounts else None


def owed_to_payment(order: Order) -> Price | None:
    """What of it goes back to where the money came from; nothing where nothing does."""
    amounts = [share.to_payment for share in order.shares]
    total = Money.total(amounts, amounts[0].currency) if amounts else None
    return Price.of(total) if total and total.minor else None
