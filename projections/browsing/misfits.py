"""Products that say what doesn't fit the attributes of their category, for whoever mends them."""

from typing import Any, Final, LiteralString

from msgspec import json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.application.catalogue.attributes import ListMisfits, Misfit, MisfitProduct, Misfits
from store.application.shared.bus import answers

_OLDER: Final[LiteralString] = "(SELECT NULL::text AS misfits) AS older"
"""In a table that an older version made nothing is known to be amiss."""
_MISFITS: Final[LiteralString] = (
    f"SELECT found.id::text, found.name, found.misfits, found.total FROM {_OLDER} CROSS JOIN LATERAL ("
    " SELECT p.id, p.name, misfits, count(*) OVER () AS total FROM read.products p"
    " WHERE p.path @> ARRAY[%(category)s::uuid] AND misfits IS NOT NULL AND p.stage = 'listed'"
    " ORDER BY p.name, p.id LIMIT %(limit)s) AS found"
)
_misfits: Final = json.Decoder(list[Misfit])


class MisfitList:
    """Answers :class:`ListMisfits`: of what is for sale. What a draft lacks is asked for when it is published."""

    reads = ("goods",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(ListMisfits)
    async def misfits(self, query: ListMisfits) -> Misfits:
        """One statement."""
        values = {"category": query.category_id, "limit": query.limit}
        async with self._pool.connection() as db:
            rows = await (await db.execute(_MISFITS, values)).fetchall()
        items = [MisfitProduct(id, name, _misfits.decode(said)) for id, name, said, _ in rows]
        return Misfits(items, rows[0][3] if rows else 0)
