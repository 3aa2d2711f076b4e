"""How often somebody used a coupon, without a database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from store.application.pricing.ports import Use
from store.domain.shared.ids import CartId, CouponId, SubjectId


class MemoryCouponUses:
    """Twin of :class:`~store.adapters.pricing.coupon_uses_postgres.PostgresCouponUses`."""

    def __init__(self, digest: Callable[[str], bytes]) -> None:
        self._digest = digest
        self._uses: dict[tuple[CouponId, CartId, bytes], Use] = {}
        self._lock = Lock()

    def claim(
        self, coupon: CouponId, email: str, cart: CartId, subject: SubjectId, most: int, at: datetime
    ) -> Sequence[Use]:
        """One after the other."""
        del subject
        who = self._digest(email)
        with self._lock:
            used = [use for (of, _, by), use in self._uses.items() if (of, by) == (coupon, who)]
            if (coupon, cart, who) not in self._uses and len(used) >= most:
                return used
            self._uses[coupon, cart, who] = Use(cart, who, at)
        return []

    def who(self, email: str) -> bytes:
        """The mailbox itself: nothing of it is kept."""
        return self._digest(email)

    def drop(self, coupon: CouponId, *uses: Use) -> None:
        """Those that stand as they were seen."""
        with self._lock:
            for use in uses:
                if self._uses.get((coupon, use.cart, use.who)) == use:
                    del self._uses[coupon, use.cart, use.who]

    def release(self, cart: CartId, until: datetime) -> None:
        """For all coupons and addresses."""
        with self._lock:
            self._uses = {key: use for key, use in self._uses.items() if key[1] != cart or use.at > until}
