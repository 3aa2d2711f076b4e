"""What lies where, over all SKUs: read from the places of stock."""

from typing import Any, Final, LiteralString

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.application.inventory.locations import CountPiecesByLocation, PiecesThere
from store.application.shared.bus import answers
from store.domain.inventory.places import LocationCode

_ALL: Final[LiteralString] = (
    "SELECT location, count(*) FILTER (WHERE on_hand <> 0), sum(on_hand)::bigint, sum(reserved)::bigint"
    " FROM read.stock_places WHERE on_hand <> 0 OR reserved <> 0 GROUP BY location ORDER BY location"
)
_ONE: Final[LiteralString] = (
    "SELECT coalesce(sum(on_hand), 0)::bigint FROM read.stock_places"
    " WHERE location = %s AND (on_hand <> 0 OR reserved <> 0)"
)


class PostgresWhereabouts:
    """A :class:`~store.application.inventory.ports.Whereabouts`; answers :class:`CountPiecesByLocation`."""

    reads = ("stock_places",)

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]]
    ) -> None:
        self._pool, self._async_pool = pool, async_pool

    def pieces_at(self, location: LocationCode) -> int:
        """As far as the read model has come."""
        with self._pool.connection() as db:
            row = db.execute(_ONE, (location,)).fetchone()
        return int(row[0]) if row else 0

    @answers(CountPiecesByLocation)
    async def all(self, query: CountPiecesByLocation) -> list[PiecesThere]:
        """One statement."""
        del query
        async with self._async_pool.connection() as db:
            rows = await (await db.execute(_ALL)).fetchall()
        return [PiecesThere(LocationCode(code), skus, on_hand, reserved) for code, skus, on_hand, reserved in rows]
