"""The stock of all SKUs, for the back office: read from the goods."""

from typing import Any, Final, LiteralString

from msgspec import json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.browsing.product_rows import within
from projections.shared.pages import cursor_of, keys_of
from store.application.inventory.messages import ListStock, LocationLevel, StockPage, StockRow
from store.application.shared.answers import Json
from store.application.shared.bus import answers

_AT_PLACES: Final[LiteralString] = (
    "SELECT location, coalesce(here.on_hand, 0) AS on_hand, coalesce(here.reserved, 0) AS reserved, few.threshold,"
    " coalesce(coalesce(here.on_hand, 0) - coalesce(here.reserved, 0) <= few.threshold, false) AS low"
    " FROM (SELECT * FROM read.stock_places WHERE sku = v.sku AND (on_hand <> 0 OR reserved <> 0)) here"
    " FULL JOIN (SELECT * FROM read.place_thresholds WHERE sku = v.sku) few USING (location)"
)
"""Where pieces of a variant lie, and where somebody wants to be told."""
_places: Final = json.Decoder(list[LocationLevel])


class StockList:
    """Answers :class:`ListStock`."""

    reads = ("goods", "thresholds", "stock_places")

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], low_at: int) -> None:
        """*low_at* are few, of what has no number of its own."""
        self._pool, self._low_at = pool, low_at

    @answers(ListStock)
    async def page(self, query: ListStock) -> Json:
        """One page by SKU, in one statement."""
        (after,) = keys_of(query.cursor, tuple[str]) if query.cursor else ("",)
        plain = query.q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT v.sku, coalesce(p.name, ''), coalesce(p.slug, ''), v.options, v.on_hand, v.reserved,"
                " t.threshold, v.on_hand - v.reserved <= coalesce(t.threshold, %(few)s),"
                " (SELECT coalesce(json_agg(json_build_object('location', s.location, 'on_hand', s.on_hand,"
                " 'reserved', s.reserved, 'available', s.on_hand - s.reserved, 'threshold', s.threshold, 'low', s.low)"
                f" ORDER BY s.location <> 'MAIN', s.location), '[]')::text FROM ({_AT_PLACES}) s)"
                " FROM read.variants v LEFT JOIN read.products p ON p.id = v.product"
                " LEFT JOIN read.thresholds t ON t.sku = v.sku"
                " WHERE v.sku > %(after)s AND (%(q)s = '%%' OR v.sku ILIKE %(q)s OR p.name ILIKE %(q)s)"
                " AND (%(all)s OR p.vendor = %(vendor)s)"
                " AND (NOT %(low)s OR v.on_hand - v.reserved <= coalesce(t.threshold, %(few)s)"
                f" OR EXISTS (SELECT FROM ({_AT_PLACES}) s WHERE s.low))"
                " ORDER BY v.sku LIMIT %(limit)s",
                {"after": after, "q": f"%{plain}%" if plain else "%", "low": query.low, "few": self._low_at,
                 "limit": query.limit + 1, **within(query.scope)},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[: query.limit]
        items = [
            StockRow(
                sku, name, slug, json.decode(options), on_hand, reserved, on_hand - reserved, threshold, low,
                _places.decode(places),
            )
            for sku, name, slug, options, on_hand, reserved, threshold, low, places in rows
        ]
        return Json(json.encode(StockPage(items, cursor_of(rows[-1][0]) if more else None)))
