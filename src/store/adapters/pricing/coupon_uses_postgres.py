"""How often somebody used a coupon, in ``work.coupon_uses``."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.application.pricing.ports import Use
from store.domain.shared.ids import CartId, CouponId, SubjectId

# Two uses by one person wait for one another here: the count and the row that it allows are one step.
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(encode(%(digest)s, 'hex') || %(coupon)s::text, 0))"
_USED: Final = """
SELECT cart, digest, at FROM work.coupon_uses WHERE coupon = %(coupon)s AND digest = %(digest)s ORDER BY at
"""
_USE: Final = """
INSERT INTO work.coupon_uses (coupon, digest, cart, subject, at)
VALUES (%(coupon)s, %(digest)s, %(cart)s, %(subject)s, %(at)s) ON CONFLICT (coupon, cart, digest) DO NOTHING
"""
_STILL: Final = """
UPDATE work.coupon_uses SET at = %(at)s WHERE coupon = %(coupon)s AND cart = %(cart)s AND digest = %(digest)s
"""
_DROP: Final = "DELETE FROM work.coupon_uses WHERE coupon = %s AND cart = %s AND digest = %s AND at = %s"


class PostgresCouponUses:
    """A :class:`~store.application.pricing.ports.CouponUses`. By *digest* persons are told apart."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], digest: Callable[[str], bytes]) -> None:
        self._pool, self._digest = pool, digest

    def claim(
        self, coupon: CouponId, email: str, cart: CartId, subject: SubjectId, most: int, at: datetime
    ) -> Sequence[Use]:
        """One after the other for each person."""
        values = {
            "coupon": coupon, "digest": self._digest(email), "cart": cart, "subject": subject, "at": at,
        }
        with self._pool.connection() as db, db.transaction():
            db.execute(_ALONE, values)
            used = [Use(CartId(row[0]), bytes(row[1]), row[2]) for row in db.execute(_USED, values)]
            if any(use.cart == cart for use in used):
                db.execute(_STILL, values)
                return []
            if len(used) >= most:
                return used
            db.execute(_USE, values)
        return []

    def who(self, email: str) -> bytes:
        """The digest of the mailbox."""
        return self._digest(email)

    def drop(self, coupon: CouponId, *uses: Use) -> None:
        """One by one: there are few."""
        with self._pool.connection() as db, db.transaction():
            for use in uses:
                db.execute(_DROP, (coupon, use.cart, use.who, use.at))

    def release(self, cart: CartId, until: datetime) -> None:
        """For all coupons and addresses."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.coupon_uses WHERE cart = %s AND at <= %s", (cart, until))
