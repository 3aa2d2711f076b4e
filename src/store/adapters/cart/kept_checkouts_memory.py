"""What was said at checkouts, in memory: the twin of the table."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from store.application.cart.kept_checkouts import NOTHING, Said
from store.domain.shared.ids import CartId, SubjectId


class MemoryKeptCheckouts:
    """:class:`~store.application.cart.kept_checkouts.KeptCheckouts`."""

    def __init__(self) -> None:
        self._kept: dict[CartId, tuple[Said, datetime]] = {}

    def of(self, cart: CartId) -> Said:
        """What was said."""
        return self._kept[cart][0] if cart in self._kept else NOTHING

    def keep(self, cart: CartId, whose: SubjectId, change: Callable[[Said], Said], at: datetime) -> Said:
        """Keep it."""
        del whose
        self._kept[cart] = (change(self.of(cart)), at)
        return self.of(cart)

    def drop(self, cart: CartId) -> None:
        """Keep nothing of it."""
        self._kept.pop(cart, None)

    def dropping(self, cart: CartId) -> Callable[[], None]:
        """To be called along with an append."""
        return partial(self.drop, cart)

    def tidy(self, before: datetime) -> None:
        """Drop what is older."""
        self._kept = {cart: (said, at) for cart, (said, at) in self._kept.items() if at >= before}
