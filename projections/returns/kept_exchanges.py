"""What is kept for returns that are to be exchanged, and for too long by now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import ReturnId

_AT_ONCE: Final = 100


def kept_too_long(instant: datetime, pool: ConnectionPool[Connection[Any]]) -> Sequence[ReturnId]:
    """Those whose time was over before *instant*, the first ones first."""
    with pool.connection() as db:
        rows = db.execute(
            "SELECT id FROM read.returns WHERE kept_until <= %s ORDER BY kept_until LIMIT %s", (instant, _AT_ONCE),
        ).fetchall()
    return [ReturnId(id) for (id,) in rows]
