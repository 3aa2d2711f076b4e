"""What the shop remembers of payments at PayPal, and why nothing is taken that was given up.

Giving up and being about to take stand in one row, and exclude each other: whichever is written first holds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from store.domain.shared.ids import PaymentId


class KeptOrder(Protocol):
    """What the shop remembers of a payment at PayPal."""

    @property
    def order(self) -> str | None: ...
    @property
    def taking(self) -> bool: ...
    @property
    def given_up(self) -> bool: ...
    @property
    def generation(self) -> int: ...
    @property
    def held(self) -> str | None: ...
    @property
    def renewing(self) -> bool: ...


class OrderBook(Protocol):
    """Which order at PayPal belongs to which payment, and whether its money may be taken."""

    def find(self, payment_id: PaymentId) -> KeptOrder | None: ...

    def keep(self, payment_id: PaymentId, order: str) -> KeptOrder:
        """Write *order* down, unless one stands there already; what stands there now."""

    def take(self, payment_id: PaymentId) -> KeptOrder:
        """Write down that the money is about to be taken, unless it was given up; what stands there now."""

    def give_up(self, payment_id: PaymentId) -> KeptOrder:
        """Write down that nothing is to be taken, unless it is about to be; what stands there now."""

    def begin(self, payment_id: PaymentId, generation: int) -> KeptOrder:
        """Write down that it is about to be held again, unless it was for that *generation* or is given up."""

    def hold(self, payment_id: PaymentId, generation: int, held: str | None) -> KeptOrder:
        """Write down what holds it now; what stands there now."""

    def replace(self, payment_id: PaymentId, generation: int, known: str, order: str) -> KeptOrder:
        """Have *order* take the place of the one that is *known*, if that stands there; what stands there now."""

    def end(self, payment_id: PaymentId) -> None:
        """PayPal has refused to take it: nothing is to be taken any more."""

    def since(self, at: datetime, most: int) -> Sequence[tuple[PaymentId, str, datetime]]:
        """Payments and orders written down since then that may have been taken, and when."""

    def payment_of(self, order: str) -> PaymentId | None: ...
