"""Cards that Stripe keeps for next time: under a customer that knows nothing of the person, by tokens alone."""

from typing import Any, Final
from uuid import UUID

from store.adapters.payments.stripe_intents import Customer, Intent, Intents, PaymentMethod, Silent
from store.application.payments.cards import CardWish, KeptCard
from store.domain.shared.ids import PaymentId

NO_CUSTOMER: Final = ""
"""Stripe made none."""


def wished(intents: Intents, payment_id: PaymentId, card: CardWish | None) -> dict[str, Any]:
    """What *card* adds to creating an intent. Where Stripe makes no customer the card is charged and not kept."""
    if card is None or not (card.remember or card.customer):
        return {}
    customer = customer_of(intents, payment_id, card.customer)
    if customer == NO_CUSTOMER:
        return {}
    return {"customer": customer} | ({"setup_future_usage": "on_session"} if card.remember else {})


def customer_of(intents: Intents, id: UUID, known: str) -> str:
    """Whose cards are kept together: those *known*, or somebody new, made once for that payment or that try."""
    if known:
        return known
    made = intents.customer(f"store-{id}-customer")
    return made.id if isinstance(made, Customer) else NO_CUSTOMER


def kept_card(intents: Intents, intent: str) -> KeptCard | None:
    """The card that was kept when this was paid."""
    paid = intents.retrieve(intent)
    if not isinstance(paid, Intent) or paid.status not in {"succeeded", "requires_capture"}:
        return None
    if not (paid.customer and paid.payment_method and paid.setup_future_usage):
        return None
    return face_of(intents, paid.payment_method, paid.customer)


def face_of(intents: Intents, payment_method: str | None, customer: str | None) -> KeptCard | None:
    """What stands for the card there, and what its owner knows it by."""
    method = intents.method(payment_method) if payment_method and customer else None
    if not isinstance(method, PaymentMethod) or method.card is None:
        return None
    face = method.card
    return KeptCard(method.id, customer or "", face.brand.title(), face.last4, face.exp_month, face.exp_year)


def forget_card(intents: Intents, card: KeptCard) -> bool:
    """Keep it no longer; one that Stripe does not know any more is gone."""
    return not isinstance(intents.detach(card.token), Silent)
