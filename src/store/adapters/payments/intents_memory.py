"""Which intent belongs to which payment, in memory: the twin of the table."""

from threading import Lock

from msgspec import Struct, structs

from store.domain.shared.ids import PaymentId


class KeptIntent(Struct, frozen=True):
    """What the shop remembers of a payment at Stripe."""

    intent: str | None = None
    given_up: bool = False


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

    def payment_of(self, intent: str) -> PaymentId | None:
        """The payment *intent* is for."""
        return next((payment for payment, kept in self._kept.items() if kept.intent == intent), None)
