"""Webhooks and how they stand: what people see of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, convert
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.eventlog.tokens import parse_token, token
from store.application.partners.standing import GetWebhook, LastAnswer, ListWebhooks, WebhookPage, WebhookView
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, Clock, History
from store.domain.partners.webhook import Stage, Webhook
from store.domain.shared.ids import WebhookId
from store.domain.shared.personal import Erased

_STANDS: Final[LiteralString] = """
SELECT asked.id, at.life, at.position, w.failing_since, w.next_try_at, w.last_at, w.last_status, w.last_words,
    w.faulty_since, w.fault,
    (SELECT count(*) FROM (
        SELECT FROM log.events e WHERE e.position < log.horizon()
            AND e.position > CASE WHEN at.life = (SELECT max(number) FROM log.incarnations) THEN at.position ELSE 0 END
        LIMIT 10000
    ) AS beyond) AS lag
FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::bigint[]) AS asked (id, started, life, position)
LEFT JOIN work.webhooks w ON w.id = asked.id AND w.started = asked.started
CROSS JOIN LATERAL (SELECT coalesce(w.life, asked.life) AS life, coalesce(w.position, asked.position) AS position) at
"""
"""A worker that has not looked at it since it was rewound knows nothing of it yet."""
_PAGE: Final[LiteralString] = """
SELECT id, subscribed_at FROM read.webhooks
WHERE %(at)s::timestamptz IS NULL OR (subscribed_at, id) > (%(at)s, %(after)s)
ORDER BY subscribed_at, id LIMIT %(limit)s
"""


class Standing(Struct, frozen=True):
    """A row about where one stands."""

    id: UUID
    life: int
    position: int
    failing_since: datetime | None
    next_try_at: datetime | None
    last_at: datetime | None
    last_status: int | None
    last_words: str | None
    faulty_since: datetime | None
    fault: str | None
    lag: int


class WebhookList:
    """Answers what is asked about webhooks. Which there are is learnt; how each was wanted comes from the log."""

    reads = ("webhooks",)

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal, clock: Clock
    ) -> None:
        self._pool, self._journal, self._clock = pool, journal, clock

    @answers(ListWebhooks)
    async def page(self, query: ListWebhooks) -> WebhookPage:
        """Three statements."""
        at, after = keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(_PAGE, {"at": at, "after": after, "limit": query.limit + 1})).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        items = await self._views([WebhookId(id) for id, _ in rows])
        return WebhookPage(items, cursor_of(rows[-1][1], rows[-1][0]) if more else None)

    async def _views(self, ids: Sequence[WebhookId]) -> list[WebhookView]:
        return await views(ids, self._pool, self._journal, self._clock)


class WebhookDetail:
    """Answers about one, never behind."""

    reads = ()

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal, clock: Clock
    ) -> None:
        self._pool, self._journal, self._clock = pool, journal, clock

    @answers(GetWebhook)
    async def one(self, query: GetWebhook) -> WebhookView:
        """Two statements."""
        found = await views([query.webhook_id], self._pool, self._journal, self._clock)
        if not found:
            raise NoSuch(Webhook.kind, query.webhook_id)
        return found[0]


async def views(
    ids: Sequence[WebhookId], pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal, clock: Clock
) -> list[WebhookView]:
    """Those of *ids* that are webhooks, in that order."""
    histories = await journal.read(ids) if ids else {}
    replayed = [Webhook.replay(id, histories.get(id, History()).events) for id in ids]
    webhooks = [webhook for webhook in replayed if webhook.stands]
    if not webhooks:
        return []
    begins = [(0, 0) if webhook.start == "0" else parse_token(webhook.start) for webhook in webhooks]
    asked = (
        [webhook.id for webhook in webhooks], [webhook.started for webhook in webhooks],
        [life for life, _ in begins], [position for _, position in begins],
    )
    async with pool.connection() as db, db.cursor(row_factory=dict_row) as cursor:
        rows = convert(await (await cursor.execute(_STANDS, asked)).fetchall(), list[Standing])
    known = {row.id: row for row in rows}
    return [_view(webhook, known[webhook.id], clock.now()) for webhook in webhooks]


def _view(webhook: Webhook, row: Standing, now: datetime) -> WebhookView:
    address = webhook.address.value if webhook.address else Erased()
    active, until = webhook.stage is Stage.ACTIVE, webhook.old_secret_until
    failing = row.failing_since is not None or row.faulty_since is not None
    return WebhookView(
        id=webhook.id, name=webhook.name, url=None if isinstance(address, Erased) else address,
        kinds=list(webhook.kinds), stream=webhook.stream, paused_because=webhook.paused_because,
        state="paused" if not active else "failing" if failing else "active",
        position=token(row.life, row.position) if row.life else "0", lag=row.lag,
        secret=webhook.secret, old_secret_until=until if until and now < until else None, version=webhook.version,
        last=LastAnswer(row.last_at, row.last_status, row.last_words or "") if row.last_at else None,
        failing_since=row.failing_since, next_try_at=row.next_try_at if active and failing else None,
        faulty_since=row.faulty_since, fault=row.fault or "",
    )
