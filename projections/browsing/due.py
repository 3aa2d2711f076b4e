"""Drafts whose moment has come."""

from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import ProductId

_DUE: Final[LiteralString] = (
    "SELECT id, due FROM read.products WHERE stage = 'draft' AND due <= %s ORDER BY due, id LIMIT 500"
)


def due_by(now: datetime, pool: ConnectionPool[Connection[Any]]) -> list[tuple[ProductId, datetime]]:
    """Those that were to go on sale by *now*, and when: whether that still holds, the log says."""
    with pool.connection() as db:
        return [(ProductId(id), due) for id, due in db.execute(_DUE, (now,))]
