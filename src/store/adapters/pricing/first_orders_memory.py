"""Who is about to place a first order, without a database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from store.application.pricing.buyers import Holding
from store.domain.shared.ids import AccountId, CartId, SubjectId


class MemoryFirstOrders:
    """Twin of :class:`~store.adapters.pricing.first_orders_postgres.PostgresFirstOrders`."""

    def __init__(self, whos: Callable[[AccountId | None, str], Sequence[bytes]]) -> None:
        self._whos = whos
        self._held: dict[bytes, Holding] = {}
        self._lock = Lock()

    def hold(
        self, account: AccountId | None, email: str, cart: CartId, subject: SubjectId, at: datetime
    ) -> Sequence[Holding]:
        """One after the other."""
        del subject
        against = []
        with self._lock:
            for who in self._whos(account, email):
                it = self._held.setdefault(who, Holding(who, cart, at))
                if it.cart != cart:
                    against.append(it)
                else:
                    self._held[who] = Holding(who, cart, at)
        return against

    def drop(self, *holdings: Holding) -> None:
        """Those that stand as they were seen."""
        with self._lock:
            for it in holdings:
                if self._held.get(it.who) == it:
                    del self._held[it.who]

    def tidy(self, before: datetime) -> None:
        """Those of before."""
        with self._lock:
            self._held = {who: it for who, it in self._held.items() if it.at >= before}
