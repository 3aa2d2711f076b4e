"""What lies where, over all SKUs: read from the places of stock."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.application.inventory.locations import CountPiecesByLocation, PiecesThere
from store.application.shared.bus import answers
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import Sku, StockId, stock_of

_ALL: Final[LiteralString] = (
    "SELECT location, count(*) FILTER (WHERE on_hand <> 0), sum(on_hand)::bigint, sum(reserved)::bigint"
    " FROM read.stock_places WHERE on_hand <> 0 OR reserved <> 0 GROUP BY location ORDER BY location"
)
_KNOWN: Final[LiteralString] = (
    "SELECT coalesce(max(position), 0) FROM read.projections"
    " WHERE name = 'stock_places' AND incarnation = (SELECT max(number) FROM log.incarnations)"
)
_SINCE: Final[LiteralString] = (
    "SELECT DISTINCT stream FROM log.events WHERE position > %s AND tag LIKE 'inventory/%%'"
    " AND tag NOT LIKE 'inventory/location-%%'"
)
_THERE: Final[LiteralString] = (
    "SELECT sku FROM read.stock_places WHERE location = %s AND (on_hand <> 0 OR reserved <> 0)"
)


class PostgresWhereabouts:
    """A :class:`~store.application.inventory.ports.Whereabouts`; answers :class:`CountPiecesByLocation`."""

    reads = ("stock_places",)

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]]
    ) -> None:
        self._pool, self._async_pool = pool, async_pool

    def may_lie_at(self, location: LocationCode) -> Sequence[StockId]:
        """What the read model knows of, and all that was written since: in this order nothing falls between."""
        with self._pool.connection() as db:
            known = db.execute(_KNOWN).fetchone()
            since = db.execute(_SINCE, known).fetchall()
            there = db.execute(_THERE, (location,)).fetchall()
        return list(dict.fromkeys([*(stock_of(Sku(sku)) for (sku,) in there), *(StockId(id) for (id,) in since)]))

    @answers(CountPiecesByLocation)
    async def all(self, query: CountPiecesByLocation) -> list[PiecesThere]:
        """One statement."""
        del query
        async with self._async_pool.connection() as db:
            rows = await (await db.execute(_ALL)).fetchall()
        return [PiecesThere(LocationCode(code), skus, on_hand, reserved) for code, skus, on_hand, reserved in rows]
