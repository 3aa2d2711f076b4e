"""Holding money again at PayPal: sure for three days, and to be had again after these, until the 29th day is over.

That it is about to be held again stands in the book first, and what holds it now afterwards. Whoever gives it up
meanwhile lets go of what they know, and whoever held it again sees that and lets go of the rest.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from store.adapters.payments.paypal_answers import Moved, Nothing, Order, Refused, Silent
from store.adapters.payments.paypal_client import PayPal
from store.adapters.payments.paypal_orders import KeptOrder, OrderBook
from store.adapters.payments.paypal_reasons import again_reason_of, reason_of
from store.domain.shared.ids import PaymentId

SURE_FOR: Final = timedelta(days=3)
"""After that PayPal may still pay, or not, and can be asked anew."""
_NOT_NOW: Final = frozenset((
    "REAUTHORIZATION_TOO_SOON", "AUTHORIZATION_ALREADY_CAPTURED", "AUTHORIZATION_CAPTURED",
))


def sure_until(held: Moved) -> datetime | None:
    """Until when it is sure to be there."""
    if held.create_time is None:
        return held.expiration_time
    sure = held.create_time + SURE_FOR
    return min(sure, held.expiration_time) if held.expiration_time else sure


def holding(paypal: PayPal, kept: KeptOrder | None, order: Order) -> Moved | None:
    """What holds the money of *order* now; nothing where PayPal doesn't say."""
    there = order.payments.authorizations
    if kept is None or kept.held is None:
        return there[-1] if there else None
    known = next((one for one in there if one.id == kept.held), None)
    asked = known or paypal.held(kept.held)
    return asked if isinstance(asked, Moved) else None


def hold_again(paypal: PayPal, book: OrderBook, payment_id: PaymentId, generation: int) -> str | None:
    """Try it. Why not, if that is known; what became of it is looked up."""
    kept = book.find(payment_id)
    order = paypal.order(kept.order) if kept and kept.order and kept.taking else None
    if kept is None or not isinstance(order, Order) or order.payments.captures or kept.generation >= generation:
        return None
    held = holding(paypal, kept, order)
    if held is None or not (kept.renewing or _is_due(held)) or not book.begin(payment_id, generation).renewing:
        return None
    reply = paypal.hold_again(kept.held or order.payments.authorizations[0].id, f"{payment_id}-again-{generation}")
    if isinstance(reply, Moved):
        if book.hold(payment_id, generation, reply.id).given_up:
            paypal.let_go(reply.id, f"{payment_id}-void-{reply.id}")
    elif isinstance(reply, Refused):
        book.hold(payment_id, generation - 1, kept.held)
        return None if reply.issue in _NOT_NOW else again_reason_of(reply.issue)
    return None


def _is_due(held: Moved) -> bool:
    early = held.create_time is not None and datetime.now(UTC) < held.create_time + SURE_FOR
    return held.status == "CREATED" and not early


def pay_again(
    paypal: PayPal, book: OrderBook, payment_id: PaymentId, generation: int, wish: Mapping[str, Any]
) -> str | None:
    """Have whoever pays approve another order, by *wish*; what the first one still holds is let go before."""
    kept = book.find(payment_id)
    order = paypal.order(kept.order) if kept and kept.order else None
    if kept is None or kept.order is None or isinstance(order, Silent):
        return None
    if isinstance(order, Order) and not _is_over(paypal, order, kept, generation, payment_id):
        return None
    made = paypal.create(f"{payment_id}-create-after-{kept.order}", wish)
    if isinstance(made, Order):
        book.replace(payment_id, generation, kept.order, made.id)
    return reason_of(made.issue) if isinstance(made, Refused) else None


def _is_over(paypal: PayPal, order: Order, kept: KeptOrder, generation: int, payment_id: PaymentId) -> bool:
    """Whether nothing is held or taken by *order*, nor approved soon: of all that, looking tells."""
    held = holding(paypal, kept, order)
    again = kept.generation == generation and not kept.given_up  # this is the one that was to be approved
    if order.payments.captures or (again and (held is None or held.status == "CREATED")):
        return False
    if held is None or held.status != "CREATED":
        return True
    return isinstance(paypal.let_go(held.id, f"{payment_id}-void-{held.id}"), Nothing)
