"""Giving money back through Stripe.

Stripe forgets idempotency keys after a day, and a refund may be asked about for longer. So what it knows of our refund
is looked up first, by the id that it carries along; only what it never heard of is asked for, under a key of its own.
"""

from typing import assert_never

from store.adapters.payments.stripe_amounts import NotChargeable, from_stripe, to_stripe
from store.adapters.payments.stripe_intents import Intents, Refused, Silent, StripeRefund, StripeRefunds
from store.adapters.payments.stripe_reasons import NO_REFUND, NOT_EXACTLY, refund_reason_of
from store.application.payments.ports import CannotGiveBack, GaveBack, RefundVerdict, Undecided
from store.domain.shared.ids import RefundId
from store.domain.shared.money import Money


def refund(intents: Intents, intent: str, refund_id: RefundId, amount: Money) -> RefundVerdict:
    """What became of a refund, which is asked for if it was not before."""
    try:
        minor = to_stripe(amount)
    except NotChargeable:
        return CannotGiveBack(NOT_EXACTLY)
    known = intents.refunds_of(intent)
    if not isinstance(known, StripeRefunds):
        return Undecided()
    ours = next((one for one in known.data if (one.metadata or {}).get("refund") == str(refund_id)), None)
    if ours or known.has_more:
        return _verdict(ours) if ours else Undecided()
    return _asked(intents, intent, refund_id, minor)


def refunded(intents: Intents, intent: str, refund_id: RefundId) -> RefundVerdict:
    """What became of a refund that was made; none is asked for."""
    known = intents.refunds_of(intent)
    data = known.data if isinstance(known, StripeRefunds) else []
    ours = next((one for one in data if (one.metadata or {}).get("refund") == str(refund_id)), None)
    return _verdict(ours) if ours else Undecided()


def _asked(intents: Intents, intent: str, refund_id: RefundId, minor: int) -> RefundVerdict:
    reply = intents.refund(f"store-{refund_id}-refund", {
        "payment_intent": intent, "amount": minor, "metadata": {"refund": str(refund_id)},
    })
    match reply:
        case StripeRefund():
            return _verdict(reply)
        case Refused(fault):
            return CannotGiveBack(refund_reason_of(fault))
        case Silent():
            return Undecided()
        case _:
            assert_never(reply)


def _verdict(refund: StripeRefund) -> RefundVerdict:
    match refund.status:
        case "succeeded":
            return GaveBack(refund.id, from_stripe(refund.amount, refund.currency))
        case "failed" | "canceled":
            return CannotGiveBack(NO_REFUND)
        case _:  # pending, requires_action, and whatever Stripe may come to say: not over yet
            return Undecided()
