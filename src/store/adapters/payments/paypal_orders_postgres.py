"""Which order at PayPal belongs to which payment, in the table ``work.paypal_orders``.

Written outside any unit of work: it has to stand before money may be taken, whatever becomes of the order.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.payments.paypal_orders_memory import KeptPayPalOrder
from store.domain.shared.ids import PaymentId

_FIND: Final[LiteralString] = """
SELECT paypal_order, taking, given_up, generation, held, renewing FROM work.paypal_orders WHERE payment = %s
"""
_KEEP: Final[LiteralString] = """
INSERT INTO work.paypal_orders (payment, paypal_order) VALUES (%s, %s)
ON CONFLICT (payment) DO UPDATE SET paypal_order = coalesce(paypal_orders.paypal_order, excluded.paypal_order)
RETURNING paypal_order, taking, given_up, generation, held, renewing
"""
_TAKE: Final[LiteralString] = """
UPDATE work.paypal_orders SET taking = taking OR NOT given_up WHERE payment = %s
RETURNING paypal_order, taking, given_up, generation, held, renewing
"""
_GIVE_UP: Final[LiteralString] = """
INSERT INTO work.paypal_orders (payment, given_up) VALUES (%s, true)
ON CONFLICT (payment) DO UPDATE SET given_up = paypal_orders.given_up OR NOT paypal_orders.taking
RETURNING paypal_order, taking, given_up, generation, held, renewing
"""
_BEGIN: Final[LiteralString] = """
UPDATE work.paypal_orders SET renewing = generation = %s AND taking WHERE payment = %s
RETURNING paypal_order, taking, given_up, generation, held, renewing
"""
_HOLD: Final[LiteralString] = """
UPDATE work.paypal_orders SET generation = %s, held = %s, renewing = false WHERE payment = %s
RETURNING paypal_order, taking, given_up, generation, held, renewing
"""
_REPLACE: Final[LiteralString] = """
UPDATE work.paypal_orders SET paypal_order = %s, taking = false, given_up = false, generation = %s, held = NULL,
    renewing = false, made_at = now()
WHERE payment = %s AND paypal_order = %s
RETURNING paypal_order, taking, given_up, generation, held, renewing
"""
_END: Final[LiteralString] = "UPDATE work.paypal_orders SET taking = false, given_up = true WHERE payment = %s"


class PostgresPayPalOrders:
    """An :class:`~store.adapters.payments.paypal_orders.OrderBook`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def find(self, payment_id: PaymentId) -> KeptPayPalOrder | None:
        """What stands there."""
        return self._row(_FIND, payment_id)

    def keep(self, payment_id: PaymentId, order: str) -> KeptPayPalOrder:
        """Write *order* down, unless one stands there already."""
        return self._row(_KEEP, payment_id, order) or KeptPayPalOrder(order)

    def take(self, payment_id: PaymentId) -> KeptPayPalOrder:
        """Write down that the money is about to be taken, unless it was given up."""
        return self._row(_TAKE, payment_id) or KeptPayPalOrder()

    def give_up(self, payment_id: PaymentId) -> KeptPayPalOrder:
        """Write down that nothing is to be taken, unless it is about to be."""
        return self._row(_GIVE_UP, payment_id) or KeptPayPalOrder(given_up=True)

    def begin(self, payment_id: PaymentId, generation: int) -> KeptPayPalOrder:
        """Write down that it is about to be held again."""
        return self._row(_BEGIN, generation - 1, payment_id) or KeptPayPalOrder()

    def hold(self, payment_id: PaymentId, generation: int, held: str | None) -> KeptPayPalOrder:
        """Write down what holds it now."""
        return self._row(_HOLD, generation, held, payment_id) or KeptPayPalOrder()

    def replace(self, payment_id: PaymentId, generation: int, known: str, order: str) -> KeptPayPalOrder:
        """Have *order* take the place of the one that is *known*."""
        replaced = self._row(_REPLACE, order, generation, payment_id, known)
        return replaced or self.find(payment_id) or KeptPayPalOrder()

    def end(self, payment_id: PaymentId) -> None:
        """Nothing is to be taken any more."""
        with self._pool.connection() as db:
            db.execute(_END, (payment_id,))

    def since(self, at: datetime, most: int) -> Sequence[tuple[PaymentId, str, datetime]]:
        """Of those that may have been taken."""
        with self._pool.connection() as db:
            return [(PaymentId(payment), order, made_at) for payment, order, made_at in db.execute(
                "SELECT payment, paypal_order, made_at FROM work.paypal_orders"
                " WHERE made_at >= %s AND taking AND paypal_order IS NOT NULL ORDER BY made_at LIMIT %s", (at, most),
            )]

    def payment_of(self, order: str) -> PaymentId | None:
        """The payment *order* is for."""
        with self._pool.connection() as db:
            row = db.execute("SELECT payment FROM work.paypal_orders WHERE paypal_order = %s", (order,)).fetchone()
        return PaymentId(row[0]) if row else None

    def _row(self, query: LiteralString, *values: object) -> KeptPayPalOrder | None:
        with self._pool.connection() as db:
            row = db.execute(query, values).fetchone()
        return KeptPayPalOrder(*row) if row else None
