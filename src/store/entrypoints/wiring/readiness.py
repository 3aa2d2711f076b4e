"""Whether a process should be sent visitors."""

from datetime import UTC, datetime

from psycopg import Error
from psycopg_pool import PoolTimeout

from store.entrypoints.rest.health import OK
from store.entrypoints.wiring.containers import Shop

LARGEST_LAG = 30.0


class ShopReadiness:
    """A :class:`~store.entrypoints.rest.health.Readiness`: the database, and how far the views are."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        # Views stood still while the shop was closed, and whoever moves them may wait for us to be ready.
        self._opened = datetime.now(UTC)

    async def checks(self) -> dict[str, str]:
        """Two seconds at most."""
        try:
            async with self._shop.async_pool().connection(timeout=2.0) as db:
                rows = await (await db.execute(
                    "SELECT p.name, p.state, p.position < (SELECT coalesce(max(position), 0) FROM log.events)"
                    " AND extract(epoch FROM now() - greatest(p.updated_at, %s)) > %s"
                    " FROM read.projections p ORDER BY p.name",
                    (self._opened, LARGEST_LAG),
                )).fetchall()
        except (Error, PoolTimeout) as failure:
            return {"database": type(failure).__name__}
        return {"database": OK} | {
            f"view {name}": "stopped" if state == "stopped" else "behind" if behind else OK
            for name, state, behind in rows
        }
