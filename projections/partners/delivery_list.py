"""What was sent to each partner, or tried to."""

from typing import Any, Final, LiteralString

from msgspec import convert
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from projections.shared.pages import cursor_of, keys_of
from store.application.partners.standing import DeliveryPage, DeliveryView, ListDeliveries
from store.application.shared.bus import answers

_DELIVERIES: Final[LiteralString] = """
SELECT d.number, d.id, d.after, d.until, d.facts, d.reset, d.state, d.begun_at, d.again_by, (
    SELECT coalesce(json_agg(json_build_object('number', a.number, 'at', a.at, 'status', a.status, 'words', a.words,
        'seconds', a.seconds) ORDER BY a.number DESC), '[]')
    FROM work.webhook_attempts a WHERE a.delivery = d.id
) AS attempts
FROM work.webhook_deliveries d WHERE d.webhook = %(webhook)s AND (%(after)s::bigint IS NULL OR d.number < %(after)s)
ORDER BY d.number DESC LIMIT %(limit)s
"""


class DeliveryList:
    """Answers :class:`ListDeliveries`."""

    reads = ()

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(ListDeliveries)
    async def deliveries(self, query: ListDeliveries) -> DeliveryPage:
        """One statement."""
        after = keys_of(query.cursor, tuple[int])[0] if query.cursor else None
        asked = {"webhook": query.webhook_id, "after": after, "limit": query.limit + 1}
        async with self._pool.connection() as db, db.cursor(row_factory=dict_row) as cursor:
            rows = await (await cursor.execute(_DELIVERIES, asked)).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        return DeliveryPage(convert(rows, list[DeliveryView]), cursor_of(rows[-1]["number"]) if more else None)
