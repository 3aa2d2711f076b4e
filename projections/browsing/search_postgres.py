"""The search of the small shop: Postgres's own full text."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.browsing.search_sql import page_of, values_of
from projections.shared.pages import cursor_of
from store.application.browsing.ports import Found, Wanted


class PostgresSearch:
    """A :class:`~store.application.browsing.ports.ProductSearch`. It forgives no typing mistakes."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def find(self, wanted: Wanted) -> Found:
        """One page, in one statement."""
        values = values_of(wanted)
        async with self._pool.connection() as db:
            rows = await (await db.execute(page_of(wanted, "id", values), values)).fetchall()
        found = [(id, key) for _, id, key in rows if id is not None]
        page = found[:wanted.limit]
        return Found(
            [id for id, _ in page], rows[0][0],
            cursor_of(wanted.sort, page[-1][1], page[-1][0]) if len(found) > wanted.limit else None,
        )
