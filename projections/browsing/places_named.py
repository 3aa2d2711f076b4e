"""Where categories stand by the names they have now, for whoever brings goods by file."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import CategoryId

_CALLED: Final[LiteralString] = (
    "SELECT array_agg(above.name ORDER BY array_position(c.path, above.id)), c.id"
    " FROM read.categories c JOIN read.categories above ON above.id = ANY(c.path)"
    " WHERE c.merged IS NULL AND c.name = ANY(%s) GROUP BY c.id"
)


class PostgresPlacesNamed:
    """A :class:`~store.application.catalogue.import_ports.PlacesNamed` on the read model of goods."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def of(self, paths: Collection[tuple[str, ...]]) -> Mapping[tuple[str, ...], CategoryId]:
        """In one statement."""
        with self._pool.connection() as db:
            rows = db.execute(_CALLED, (sorted({path[-1] for path in paths if path}),)).fetchall()
        times = Counter(tuple(names) for names, _ in rows)
        return {
            path: CategoryId(id) for names, id in rows if (path := tuple(names)) in paths and times[path] == 1
        }
