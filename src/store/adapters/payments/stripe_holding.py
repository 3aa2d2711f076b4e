"""Holding money again at Stripe by another intent, instead of the first: by the card that was kept, with nobody there,
or by one that whoever pays shows now.

The second one stands in the book before the first is cancelled, and is confirmed only after that: money is never held
by both. From the moment it stands there, whoever looks, takes or gives up means the second one; where the first was
taken at the last moment, it is put back in its place.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, Protocol

from msgspec import Struct

from store.adapters.payments.stripe_intents import Intent, Intents, Refused, Silent
from store.adapters.payments.stripe_reasons import REFUSED, reason_of
from store.domain.shared.ids import PaymentId

OFF_SESSION: Final[Mapping[str, Any]] = {"off_session": True}
UNSENT: Final = frozenset(("requires_confirmation", "requires_payment_method"))
NO_CARD_KEPT: Final = "the card was not kept, so its bank can't be asked without its owner"


class Wish(Struct, frozen=True):
    """What an intent is created and confirmed with."""

    create: Mapping[str, Any]
    confirm: Mapping[str, Any]


class Renewed(Protocol):
    """What the shop remembers of a payment at Stripe."""

    @property
    def intent(self) -> str | None: ...
    @property
    def given_up(self) -> bool: ...
    @property
    def generation(self) -> int: ...
    @property
    def before(self) -> str | None: ...


class RenewingBook(Protocol):
    """Which intent belongs to which payment, and which one that took the place of."""

    def find(self, payment_id: PaymentId) -> Renewed | None: ...

    def renew(self, payment_id: PaymentId, generation: int, known: str, intent: str) -> Renewed:
        """Have *intent* take the place of the one that is *known*, if that stands there and wasn't given up."""

    def replaced(self, payment_id: PaymentId, intent: str) -> Renewed:
        """The one before is known to hold nothing; or it was taken, and is the one that stands: *intent*."""


def hold_again(
    intents: Intents, book: RenewingBook, payment_id: PaymentId, generation: int, minor: int
) -> str | None:
    """Try it, from wherever an earlier try came to. Why not, if that is known; what became of it is looked up."""
    kept = book.find(payment_id)
    first = intents.retrieve(kept.intent) if kept and kept.intent and not kept.given_up else None
    if kept is None or not isinstance(first, Intent):
        return None
    name = f"store-{payment_id}-hold-{generation}"
    if kept.generation < generation:
        if first.status != "requires_capture":
            return None
        if not (first.customer and first.payment_method):
            return NO_CARD_KEPT
        return _instead(intents, book, payment_id, generation, name, Wish({
            "amount": minor, "currency": first.currency, "payment_method_types": ["card"], "capture_method": "manual",
            "metadata": {"payment": str(payment_id), "generation": str(generation)},
            "customer": first.customer, "payment_method": first.payment_method,
        }, OFF_SESSION))
    return _confirmed(intents, book, payment_id, f"{name}-confirm", OFF_SESSION)


def pay_again(
    intents: Intents, book: RenewingBook, payment_id: PaymentId, generation: int, token: str, wish: Wish
) -> str | None:
    """The same by another card, whose owner is there. The same *token* for as much again is the same try; where a card
    holds it for that time already, from another tab, no other takes its place.
    """
    kept = book.find(payment_id)
    if kept is None or kept.given_up or not let_go_before(intents, book, payment_id, kept):
        return None
    if kept.generation >= generation and kept.intent and _holds(intents.retrieve(kept.intent)):
        return None
    what = f"{token}/{wish.create['amount']}"
    name = f"store-{payment_id}-again-{generation}-{sha256(what.encode()).hexdigest()[:16]}"
    return _instead(intents, book, payment_id, generation, name, wish)


def _holds(reply: Intent | Refused | Silent) -> bool:
    return isinstance(reply, Intent) and reply.status == "requires_capture"


def _instead(
    intents: Intents, book: RenewingBook, payment_id: PaymentId, generation: int, name: str, wish: Wish
) -> str | None:
    """Have an intent by *wish* take the place of the one there, unless that was taken."""
    kept = book.find(payment_id)
    first = intents.retrieve(kept.intent) if kept and kept.intent else None
    if kept is None or kept.intent is None or not isinstance(first, Intent) or first.status == "succeeded":
        return None
    made = intents.create(name, wish.create)
    if not isinstance(made, Intent):
        return reason_of(made.fault, REFUSED) if isinstance(made, Refused) else None
    if kept.intent != made.id:
        kept = book.renew(payment_id, generation, kept.intent, made.id)
    if kept.intent != made.id:  # given up, or renewed by somebody else meanwhile
        intents.cancel(made.id)
        return None
    return _confirmed(intents, book, payment_id, f"{name}-confirm", wish.confirm)


def let_go_before(intents: Intents, book: RenewingBook, payment_id: PaymentId, kept: Renewed) -> bool:
    """Have the first one hold nothing any more; whether it was not taken instead, and that is known."""
    if kept.before is None or kept.intent is None:
        return True
    match intents.cancel(kept.before):
        case Intent(status="canceled"):
            book.replaced(payment_id, kept.intent)
            return True
        case Refused():
            first = intents.retrieve(kept.before)
            if isinstance(first, Intent) and first.status == "canceled":
                book.replaced(payment_id, kept.intent)
                return True
            if isinstance(first, Intent) and first.status == "succeeded":
                if isinstance(intents.cancel(kept.intent), Intent):
                    book.replaced(payment_id, kept.before)
                return False
            return False
        case _:
            return False


def _confirmed(
    intents: Intents, book: RenewingBook, payment_id: PaymentId, key: str, params: Mapping[str, Any]
) -> str | None:
    """Let go of the first, then confirm the other, where nobody has. A bank that asks while nobody is there says no."""
    kept = book.find(payment_id)
    if kept is None or kept.intent is None or kept.given_up or not let_go_before(intents, book, payment_id, kept):
        return None
    reply: Intent | Refused | Silent = intents.retrieve(kept.intent)
    new = isinstance(reply, Intent) and reply.status in UNSENT and reply.last_payment_error is None
    if new:
        reply = intents.confirm(kept.intent, key, params)
    if isinstance(reply, Intent) and reply.status == "requires_action" and params == OFF_SESSION:
        intents.cancel(kept.intent)
        return "its bank wants to see its owner first"
    if isinstance(reply, Refused):
        intents.cancel(kept.intent)
        return reason_of(reply.fault, REFUSED)
    return None
