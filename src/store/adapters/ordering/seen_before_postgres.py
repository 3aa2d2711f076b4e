"""Purchases that were seen, in ``work.screened``: keyed digests, for as long as they count."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.ordering.fraud_rules import lately, told_by
from store.application.ordering.fraud import PROVES_NOTHING, Seen, Suspect
from store.domain.ordering.screening import NO_HABIT
from store.domain.shared.habits import Habit

_COUNT: Final[LiteralString] = """
WITH told AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(digests)s::bytea[]) AS it (kind, digest)
    -- Nobody who waits for goods waits for the disk: what a crash takes along is a count that is one too low.
    WHERE set_config('synchronous_commit', 'off', true) = 'off'
),
put AS (
    INSERT INTO work.screened (cart, kind, digest, subject, seen_at)
    SELECT %(cart)s, kind, digest, %(subject)s, %(at)s FROM told
    ON CONFLICT (cart, kind) DO UPDATE SET digest = excluded.digest, seen_at = excluded.seen_at
)
SELECT kind, (
    SELECT count(*) FROM work.screened s
    WHERE s.kind = told.kind AND s.digest = told.digest AND s.seen_at > %(since)s AND s.cart <> %(cart)s
), EXISTS (
    SELECT FROM read.buyers b JOIN read.orders o ON o.id = b.id AND o.placed_at = b.placed_at
    WHERE b.buyer = %(buyer)s AND o.status <> ALL(%(nothing)s)
), (
    SELECT count(*) FROM read.buyers o WHERE o.buyer = %(buyer)s AND o.placed_at > %(lately)s
), (
    -- As whoever decides on a return is told of them.
    SELECT count(*) FROM read.buyers o JOIN read.returns r ON r.order_id = o.id
    WHERE o.buyer = %(buyer)s AND r.requested_at > %(lately)s AND r.status <> 'withdrawn'
) FROM told
"""


class PostgresSeenBefore:
    """:class:`~store.application.ordering.fraud.SeenBefore`, in one statement. Two who buy at the very same moment may
    not see each other; the third sees both.
    """

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], digest: Callable[[str, str], bytes],
        buyer: Callable[[str], bytes | None],
    ) -> None:
        """*digest* of a text for a purpose; of e-mail addresses by *buyer* the one by which orders are found."""
        self._pool, self._digest, self._buyer = pool, digest, buyer

    def count(self, purchase: Suspect, since: datetime) -> Seen:
        """This cart is one of them, whether it was seen before or not."""
        told = told_by(purchase)
        with self._pool.connection() as db:
            rows = db.execute(_COUNT, {
                "kinds": list(told), "digests": [self._digest(by, text) for by, text in told.items()],
                "cart": purchase.cart, "subject": purchase.subject, "at": purchase.at, "since": since,
                "buyer": self._buyer(purchase.email), "nothing": [stage.value for stage in PROVES_NOTHING],
                "lately": lately(purchase),
            }).fetchall()
        return Seen(
            {kind: others + 1 for kind, others, *_ in rows}, not any(known for _, _, known, *_ in rows),
            Habit(*rows[0][3:]) if rows else NO_HABIT,
        )

    def tidy(self, before: datetime) -> None:
        """Forget what was seen before that."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.screened WHERE seen_at < %s", (before,))
