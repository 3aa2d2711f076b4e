"""The mails that one wish called for, as the outbox knows them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.application.audit.messages import FollowUp


class PostgresFollowUps:
    """A :class:`~store.application.audit.ports.FollowUps` on ``work.outbox``: one statement by its own index."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def of(self, correlation: UUID) -> Sequence[FollowUp]:
        """All of them, in the order they fell due."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id, kind, caused_at, handed_at, done_at, outcome, tries FROM work.outbox"
                " WHERE correlation = %s ORDER BY caused_at, id LIMIT 500", (correlation,),
            )).fetchall()
        return [FollowUp(*row) for row in rows]


class NoFollowUps:
    """For a shop without an outbox: there, nothing follows but facts."""

    async def of(self, correlation: UUID) -> Sequence[FollowUp]:
        """None."""
        del correlation
        return ()
