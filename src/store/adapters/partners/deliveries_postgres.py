"""Where each webhook stands, and what was sent: ``work.webhooks``, ``work.webhook_deliveries``, ``…_attempts``.

Whoever delivers holds a lease. Times of leases are the database's, those of deliveries come from the shop's clock.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.drivers.eventlog.tokens import parse_token, token
from store.adapters.partners import deliveries_sql as sql
from store.application.partners.ports import Answered, Batch, Pending, Place
from store.domain.shared.ids import WebhookId

LEASE: Final = 25.0
"""Seconds after which what a dead worker held is taken over; longer than one delivery may take."""


class PostgresDeliveries:
    """:class:`~store.application.partners.ports.Deliveries` of one *holder*."""

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], holder: str, lease: float = LEASE
    ) -> None:
        self._pool, self._holder, self._lease = pool, holder, lease

    async def take(self, now: datetime, busy: Collection[WebhookId], most: int) -> Sequence[Place]:
        """Webhooks with something to do, those that fail last; one statement, which writes only if there are any."""
        asked = {"holder": self._holder, "lease": self._lease, "now": now, "busy": list(busy), "most": most}
        async with self._pool.connection() as db:
            rows = await (await db.execute(sql.TAKE, asked)).fetchall()
        return [
            Place(WebhookId(id), version, started, _text(life, position), tries, since, next_try_at)
            for id, version, started, life, position, tries, since, next_try_at in rows
        ]

    async def pending(self, place: Place) -> Pending:
        """What somebody wants again, and what was begun and not confirmed."""
        async with self._pool.connection() as db, db.cursor(row_factory=class_row(_Row)) as cursor:
            await cursor.execute(sql.PENDING, {"id": place.webhook_id, "started": place.started})
            rows = await cursor.fetchall()
        again = next((row.batch for row in rows if row.wanted), None)
        return Pending(again, next((row.batch for row in rows if row.begun), None))

    async def look(self, place: Place, version: int, started: int, position: str) -> bool:
        """It was changed."""
        life, number = _numbers(position)
        return await self._mine(sql.LOOK, place, {
            "version": version, "new_start": started, "life": life, "position": number,
        })

    async def begin(self, place: Place, batch: Batch, now: datetime) -> bool:
        """*batch* is about to be sent."""
        return await self._mine(sql.BEGIN, place, {
            "batch": batch.id, "after": batch.after, "until": batch.until, "facts": batch.facts, "reset": batch.reset,
            "now": now, "lease": self._lease,
        })

    async def confirmed(self, place: Place, batch: Batch, answered: Answered, now: datetime) -> bool:
        """The partner has it."""
        life, position = _numbers(batch.until)
        return await self._mine(
            sql.CONFIRMED, place, _attempt(batch, answered, now) | {"life": life, "position": position}
        )

    async def failed(
        self, place: Place, batch: Batch, answered: Answered, now: datetime, next_try_at: datetime
    ) -> bool:
        """The partner has it not."""
        return await self._mine(sql.FAILED, place, _attempt(batch, answered, now) | {"next_try_at": next_try_at})

    async def tried_again(self, place: Place, batch: Batch, answered: Answered, now: datetime) -> bool:
        """What somebody wanted again was sent."""
        return await self._mine(sql.TRIED_AGAIN, place, _attempt(batch, answered, now))

    async def passed(self, place: Place, position: str) -> bool:
        """There was nothing for this partner."""
        life, number = _numbers(position)
        return await self._mine(sql.PASSED, place, {"life": life, "position": number})

    async def rest(self, place: Place, until: datetime) -> bool:
        """Nothing is to be done until then."""
        return await self._mine(sql.REST, place, {"until": until})

    async def faltered(self, place: Place, fault: str, now: datetime, until: datetime) -> bool:
        """A fault of ours kept its facts from being sent."""
        return await self._mine(sql.FALTERED, place, {"fault": fault, "now": now, "until": until})

    async def let_go(self) -> None:
        """Leave everything to others."""
        async with self._pool.connection() as db:
            await db.execute(sql.LET_GO, (self._holder,))

    async def _mine(self, statement: LiteralString, place: Place, values: Mapping[str, object]) -> bool:
        asked = {"id": place.webhook_id, "holder": self._holder, "started": place.started, **values}
        async with self._pool.connection() as db:
            row = await (await db.execute(statement, asked)).fetchone()
        return bool(row and row[0])


class PostgresWanting:
    """:class:`~store.application.partners.ports.Wanting`, for threads."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def want_again(self, webhook_id: WebhookId, delivery_id: UUID, actor: str) -> bool:
        """Have it sent again."""
        with self._pool.connection() as db:
            wanted = db.execute(
                "UPDATE work.webhook_deliveries SET again_by = %s WHERE id = %s AND webhook = %s",
                (actor, delivery_id, webhook_id),
            )
        return wanted.rowcount == 1


class _Row:
    def __init__(
        self, id: UUID, after: str, until: str, facts: int, reset: bool, wanted: bool, begun: bool
    ) -> None:
        self.batch = Batch(id, after, until, facts, reset)
        self.wanted, self.begun = wanted, begun


def _attempt(batch: Batch, answered: Answered, now: datetime) -> dict[str, object]:
    return {
        "batch": batch.id, "status": answered.status, "words": answered.words, "seconds": answered.seconds, "now": now,
    }


def _numbers(position: str) -> tuple[int, int]:
    return (0, 0) if position == "0" else parse_token(position)


def _text(life: int, position: int) -> str:
    return token(life, position) if life else "0"
