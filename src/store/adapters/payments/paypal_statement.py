"""What PayPal moved for the shop.

PayPal's own list of transactions lags by hours and wants a right of its own, so its orders are asked after one by one,
by the shop's list of them. Nothing is missed by that: no money is taken by an order that doesn't stand there.
"""

from datetime import datetime
from uuid import UUID

from store.adapters.payments.paypal_answers import Moved, Order, Refused
from store.adapters.payments.paypal_client import PayPal
from store.adapters.payments.paypal_orders import OrderBook
from store.application.payments.statements import Movement, Statement
from store.domain.shared.ids import PaymentId, RefundId

MOST: int = 500


def statement(paypal: PayPal, book: OrderBook, since: datetime) -> Statement | None:
    """All since then, or nothing where PayPal doesn't answer."""
    known = book.since(since, MOST + 1)
    moved = list[Movement]()
    for payment_id, id, at in known[:MOST]:
        order = paypal.order(id)
        if isinstance(order, Refused):  # nobody approved it, and PayPal has forgotten it
            continue
        if not isinstance(order, Order):
            return None
        moved += [it for one in order.payments.captures if (it := _taken(one, payment_id, at))]
        moved += [it for one in order.payments.refunds if (it := _back(one, payment_id, at))]
    return Statement(tuple(moved), len(known) <= MOST)


def _taken(capture: Moved, payment_id: PaymentId, at: datetime) -> Movement | None:
    if capture.amount is None:
        return None
    went = capture.status in {"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"}
    return Movement(capture.id, capture.amount.money, capture.create_time or at, went=went, payment_id=payment_id)


def _back(refund: Moved, payment_id: PaymentId, at: datetime) -> Movement | None:
    if refund.amount is None:
        return None
    try:
        id = RefundId(UUID(refund.custom_id))
    except ValueError:
        id = None
    return Movement(
        refund.id, refund.amount.money, refund.create_time or at, went=refund.status == "COMPLETED",
        failed=refund.status in {"FAILED", "CANCELLED"}, refund=True, payment_id=payment_id, refund_id=id,
    )
