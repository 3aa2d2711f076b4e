"""Which intent belongs to which payment, in memory: the twin of the table."""

from threading import Lock

from msgspec import Struct, structs

from store.domain.shared.ids import PaymentId


class KeptIntent(Struct, frozen=True):
    """What the shop remembers of a payment at Stripe."""

    intent: str | None = None
    given_up: bool = False
    generation: int = 0
    before: str | None = None


class MemoryIntents:
    """An :class:`~store.adapters.payments.gateway_stripe.IntentBook`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[PaymentId, KeptIntent] = {}

    def find(self, payment_id: PaymentId) -> KeptIntent | None:
        """What stands there."""
        return self._kept.get(payment_id)

    def keep(self, payment_id: PaymentId, intent: str) -> KeptIntent:
        """Write *intent* down, unless one stands there already."""
        with self._lock:
            kept = self._kept.get(payment_id, KeptIntent())
            self._kept[payment_id] = kept = structs.replace(kept, intent=kept.intent or intent)
            return kept

    def give_up(self, payment_id: PaymentId) -> KeptIntent:
        """Write down that nothing is to be charged for it."""
        with self._lock:
            kept = self._kept.get(payment_id, KeptIntent())
            self._kept[payment_id] = kept = structs.replace(kept, given_up=True)
            return kept

    def renew(self, payment_id: PaymentId, generation: int, known: str, intent: str) -> KeptIntent:
        """Have *intent* take the place of the one that is *known*, if that stands there and wasn't given up."""
        with self._lock:
            kept = self._kept[payment_id]
            if kept.intent == known and not kept.before and not kept.given_up:
                kept = KeptIntent(intent, generation=generation, before=known)
                self._kept[payment_id] = kept
            return kept

    def replaced(self, payment_id: PaymentId, intent: str) -> KeptIntent:
        """The one before is known to hold nothing; or it was taken, and is the one that stands: *intent*."""
        with self._lock:
            kept = self._kept[payment_id]
            self._kept[payment_id] = kept = structs.replace(kept, intent=intent, before=None)
            return kept

    def payment_of(self, intent: str) -> PaymentId | None:
        """The payment *intent* is for."""
        return next((payment for payment, kept in self._kept.items() if intent in {kept.intent, kept.before}), None)
