"""Giving money back through PayPal.

PayPal forgets request ids after 45 days, and a refund may be asked about for longer. So what it knows of our refund is
looked up first, by the id that it carries along; only what it never heard of is asked for.
"""

from typing import assert_never

from store.adapters.payments.paypal_amounts import NotPayable, to_paypal
from store.adapters.payments.paypal_answers import Moved, Order, Refused, Silent
from store.adapters.payments.paypal_client import PayPal
from store.adapters.payments.paypal_reasons import NOT_EXACTLY, NOTHING, refund_reason_of
from store.application.payments.ports import CannotGiveBack, GaveBack, RefundVerdict, Undecided
from store.domain.shared.ids import RefundId
from store.domain.shared.money import Money


def refund(paypal: PayPal, order: str, refund_id: RefundId, amount: Money) -> RefundVerdict:
    """What became of a refund, which is asked for if it was not before."""
    try:
        sum = to_paypal(amount)
    except NotPayable:
        return CannotGiveBack(NOT_EXACTLY)
    known = paypal.order(order)
    if not isinstance(known, Order):
        return Undecided()
    if not known.payments.captures:
        return CannotGiveBack(NOTHING)
    ours = next((one for one in known.payments.refunds if one.custom_id == str(refund_id)), None)
    if ours is not None:
        return _gave_back(ours, amount)
    return _asked(paypal, known.payments.captures[0].id, refund_id, amount, sum)


def refunded(paypal: PayPal, order: str, refund_id: RefundId) -> RefundVerdict:
    """What became of a refund that was made; none is asked for."""
    known = paypal.order(order)
    made = known.payments.refunds if isinstance(known, Order) else ()
    ours = next((one for one in made if one.custom_id == str(refund_id) and one.amount), None)
    return _gave_back(ours, ours.amount.money) if ours and ours.amount else Undecided()


def _asked(
    paypal: PayPal, capture: str, refund_id: RefundId, amount: Money, sum: dict[str, str]
) -> RefundVerdict:
    reply = paypal.give_back(capture, f"{refund_id}-refund", {"amount": sum, "custom_id": str(refund_id)})
    match reply:
        case Moved():
            return _gave_back(reply, amount)
        case Refused(issue):
            return CannotGiveBack(refund_reason_of(issue))
        case Silent():
            return Undecided()
        case _:
            assert_never(reply)


def _gave_back(refund: Moved, amount: Money) -> RefundVerdict:
    match refund.status:
        case "COMPLETED":
            return GaveBack(refund.id, refund.amount.money if refund.amount else amount)
        case "FAILED" | "CANCELLED":
            return CannotGiveBack(refund_reason_of(refund.status))
        case _:  # PENDING: not over yet
            return Undecided()
