"""Which order at PayPal belongs to which payment, in memory: the twin of the table."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from msgspec import Struct, structs

from store.domain.shared.ids import PaymentId


class KeptPayPalOrder(Struct, frozen=True):
    """What the shop remembers of a payment at PayPal."""

    order: str | None = None
    taking: bool = False
    given_up: bool = False
    generation: int = 0
    held: str | None = None
    renewing: bool = False


class MemoryPayPalOrders:
    """An :class:`~store.adapters.payments.paypal_orders.OrderBook`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[PaymentId, KeptPayPalOrder] = {}

    def find(self, payment_id: PaymentId) -> KeptPayPalOrder | None:
        """What stands there."""
        return self._kept.get(payment_id)

    def keep(self, payment_id: PaymentId, order: str) -> KeptPayPalOrder:
        """Write *order* down, unless one stands there already."""
        return self._change(payment_id, lambda kept: structs.replace(kept, order=kept.order or order))

    def take(self, payment_id: PaymentId) -> KeptPayPalOrder:
        """Write down that the money is about to be taken, unless it was given up."""
        return self._change(payment_id, lambda kept: structs.replace(kept, taking=kept.taking or not kept.given_up))

    def give_up(self, payment_id: PaymentId) -> KeptPayPalOrder:
        """Write down that nothing is to be taken, unless it is about to be."""
        return self._change(payment_id, lambda kept: structs.replace(kept, given_up=kept.given_up or not kept.taking))

    def begin(self, payment_id: PaymentId, generation: int) -> KeptPayPalOrder:
        """Write down that it is about to be held again."""
        return self._change(payment_id, lambda kept: structs.replace(
            kept, renewing=kept.generation == generation - 1 and kept.taking
        ))

    def hold(self, payment_id: PaymentId, generation: int, held: str | None) -> KeptPayPalOrder:
        """Write down what holds it now."""
        return self._change(payment_id, lambda kept: structs.replace(
            kept, generation=generation, held=held, renewing=False
        ))

    def replace(self, payment_id: PaymentId, generation: int, known: str, order: str) -> KeptPayPalOrder:
        """Have *order* take the place of the one that is *known*."""
        return self._change(payment_id, lambda kept: (
            KeptPayPalOrder(order, generation=generation) if kept.order == known else kept
        ))

    def end(self, payment_id: PaymentId) -> None:
        """Nothing is to be taken any more."""
        self._change(payment_id, lambda kept: structs.replace(kept, taking=False, given_up=True))

    def since(self, at: datetime, most: int) -> Sequence[tuple[PaymentId, str, datetime]]:
        """Of those that may have been taken; nobody looks at a clock here, so all are young."""
        taken = [(id, kept.order, at) for id, kept in self._kept.items() if kept.order and kept.taking]
        return taken[:most]

    def payment_of(self, order: str) -> PaymentId | None:
        """The payment *order* is for."""
        return next((payment for payment, kept in self._kept.items() if kept.order == order), None)

    def _change(
        self, payment_id: PaymentId, change: Callable[[KeptPayPalOrder], KeptPayPalOrder]
    ) -> KeptPayPalOrder:
        with self._lock:
            self._kept[payment_id] = kept = change(self._kept.get(payment_id, KeptPayPalOrder()))
            return kept
