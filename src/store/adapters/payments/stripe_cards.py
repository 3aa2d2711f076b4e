"""Cards that Stripe keeps for next time: under a customer that knows nothing of the person, by tokens alone."""

from typing import Any

from store.adapters.payments.stripe_intents import Customer, Intent, Intents, PaymentMethod, Silent
from store.application.payments.cards import CardWish, KeptCard
from store.domain.shared.ids import PaymentId


def wished(intents: Intents, payment_id: PaymentId, card: CardWish | None) -> dict[str, Any]:
    """What *card* adds to creating an intent. Where Stripe makes no customer the card is charged and not kept."""
    if card is None or not (card.remember or card.customer):
        return {}
    customer = card.customer
    if not customer:
        made = intents.customer(f"store-{payment_id}-customer")
        if not isinstance(made, Customer):
            return {}
        customer = made.id
    return {"customer": customer} | ({"setup_future_usage": "on_session"} if card.remember else {})


def kept_card(intents: Intents, intent: str) -> KeptCard | None:
    """The card that was kept when this was paid."""
    paid = intents.retrieve(intent)
    if not isinstance(paid, Intent) or paid.status not in {"succeeded", "requires_capture"}:
        return None
    if not (paid.customer and paid.payment_method and paid.setup_future_usage):
        return None
    method = intents.method(paid.payment_method)
    if not isinstance(method, PaymentMethod) or method.card is None:
        return None
    face = method.card
    return KeptCard(method.id, paid.customer, face.brand.title(), face.last4, face.exp_month, face.exp_year)


def forget_card(intents: Intents, card: KeptCard) -> bool:
    """Keep it no longer; one that Stripe does not know any more is gone."""
    return not isinstance(intents.detach(card.token), Silent)
