"""What Stripe moved: its intents and refunds of a time, page by page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from store.adapters.payments.stripe_amounts import from_stripe
from store.adapters.payments.stripe_intents import (
    Intent,
    IntentPage,
    Intents,
    RefundPage,
    Refused,
    Silent,
    StripeRefund,
)
from store.application.payments.statements import Movement, Statement
from store.domain.shared.ids import PaymentId, RefundId

MOST_PAGES: Final = 50
"""Of a hundred each: more of it than that is not compared at once, and then nothing counts as missing there."""


def statement(intents: Intents, payment_of: Callable[[str], PaymentId | None], since: datetime) -> Statement | None:
    """All since then, or nothing where Stripe doesn't answer."""
    at = int(since.timestamp())
    made, whole = _all(lambda after: intents.since(at, after))
    back, _ = _all(lambda after: intents.refunds_since(at, after))
    if made is None or back is None:
        return None
    moved = [_taken(it) for it in made if isinstance(it, Intent)]
    moved += [_back(it, payment_of) for it in back if isinstance(it, StripeRefund)]
    return Statement(tuple(moved), whole)


def _all(
    page_after: Callable[[str], IntentPage | RefundPage | Refused | Silent]
) -> tuple[list[Intent | StripeRefund] | None, bool]:
    """Page by page; whether that was the end of them."""
    found, after = list[Intent | StripeRefund](), ""
    for _ in range(MOST_PAGES):
        page = page_after(after)
        if isinstance(page, Refused | Silent):
            return None, False
        found += page.data
        if not page.has_more:
            return found, True
        after = found[-1].id
    return found, False


def _taken(intent: Intent) -> Movement:
    id = _id(intent.metadata, "payment")
    payment = PaymentId(id) if id else None
    amount = from_stripe(intent.amount_received or intent.amount, intent.currency)
    at = datetime.fromtimestamp(intent.created, UTC)
    return Movement(intent.id, amount, at, went=intent.status == "succeeded", payment_id=payment)


def _back(refund: StripeRefund, payment_of: Callable[[str], PaymentId | None]) -> Movement:
    id = _id(refund.metadata, "refund")
    return Movement(
        refund.id, from_stripe(refund.amount, refund.currency), datetime.fromtimestamp(refund.created, UTC),
        went=refund.status == "succeeded", failed=refund.status in {"failed", "canceled"}, refund=True,
        payment_id=payment_of(refund.payment_intent or ""),
        refund_id=RefundId(id) if id else None,
    )


def _id(metadata: dict[str, str] | None, name: str) -> UUID | None:
    try:
        return UUID((metadata or {}).get(name, ""))
    except ValueError:
        return None
