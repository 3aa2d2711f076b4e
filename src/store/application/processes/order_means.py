"""How an order is paid, and how it is given back, where credit is a part of it: as pages and letters say it."""

from store.application.ordering.messages import MeansView
from store.application.shared.answers import Price
from store.domain.ordering.events import Share
from store.domain.ordering.order import Order
from store.domain.shared.money import Money


def means_of(order: Order) -> MeansView | None:
    """By how much credit, and by how much besides; nothing where the payment is about all of it, or a return was."""
    if order.credit is None or order.totals is None or order.replaces:
        return None
    return MeansView(Price.of(order.credit), Price.of(order.totals.total - order.credit))


def credited_of(order: Order) -> Price | None:
    """What of it became credit so far."""
    return _together([share.to_account for share in order.shares])


def owed_to_payment(order: Order) -> Price | None:
    """What of it goes back to where the money came from; nothing where nothing does."""
    return _together([money_of(share) for share in order.shares])


def exchanged_of(order: Order) -> Price | None:
    """What of it paid for what was sent instead."""
    return _together([share.exchanged for share in order.shares])


def money_of(share: Share) -> Money:
    """What of it goes back as money."""
    return share.to_payment + share.paid_out if share.paid_out else share.to_payment


def _together(amounts: list[Money | None]) -> Price | None:
    there = [it for it in amounts if it and it.minor]
    return Price.of(Money.total(there, there[0].currency)) if there else None
