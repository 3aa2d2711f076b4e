"""Waiting until read models have seen what the asker just did."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.drivers.eventlog.tokens import parse_token

LONGEST = 3.0
PAUSE = 0.01


class PostgresPositions:
    """A :class:`~store.application.shared.ports.Positions` on ``read.projections``."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def reached(self, projections: Sequence[str], position: str) -> bool:
        """Wait up to three seconds. A position of another life of the log counts as reached: it is past.

        So does one that this log has not come to: it was kept from a shop that stood here before.
        """
        incarnation, wanted = parse_token(position)
        deadline = monotonic() + LONGEST
        while True:
            async with self._pool.connection() as db:
                cursor = await db.execute(
                    "SELECT count(*) FROM read.projections"
                    " WHERE name = ANY(%(names)s) AND incarnation = %(life)s AND position < %(wanted)s"
                    " AND %(wanted)s <= (SELECT coalesce(max(position), 0) FROM log.events)",
                    {"names": list(projections), "life": incarnation, "wanted": wanted},
                )
                row = await cursor.fetchone()
            if row is not None and not row[0]:
                return True
            if monotonic() > deadline:
                return False
            await asyncio.sleep(PAUSE)


class NoWaiting:
    """For a shop whose read models are computed when they are asked for."""

    async def reached(self, projections: Sequence[str], position: str) -> bool:
        """Always."""
        del projections, position
        return True
