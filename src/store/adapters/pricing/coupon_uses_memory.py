"""How often somebody used a coupon, without a database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from store.application.pricing.ports import Use
from store.domain.shared.ids import CartId, CouponId, SubjectId


class MemoryCouponUses:
    """Twin of :class:`~store.adapters.pricing.coupon_uses_postgres.PostgresCouponUses`."""

    def __init__(self, digest: Callable[[str], Any]) -> None:
        self._digest = digest
        self._uses: dict[tuple[CouponId, CartId], tuple[Any, Use]] = {}
        self._lock = Lock()

    def claim(
        self, coupon: CouponId, email: str, cart: CartId, subject: SubjectId, most: int, at: datetime
    ) -> Sequence[Use]:
        """One after the other."""
        del subject
        who = self._digest(email)
        with self._lock:
            mine = self._uses.get((coupon, cart))
            if mine and mine[0] == who:
                self._uses[coupon, cart] = who, Use(cart, at)
                return []
            if mine:
                del self._uses[coupon, cart]
            used = [use for (of, _), (digest, use) in self._uses.items() if (of, digest) == (coupon, who)]
            if len(used) >= most:
                return used
            self._uses[coupon, cart] = who, Use(cart, at)
        return []

    def release(self, *carts: CartId) -> None:
        """These carts use nothing."""
        with self._lock:
            self._uses = {key: use for key, use in self._uses.items() if key[1] not in carts}
