"""The sandbox's outbox: mails that would have been sent, opened for display."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.drivers.vault import Vault
from store.adapters.notifications.mailer_sandbox import Sealed, place_of
from store.application.notifications.messages import GetMail, ListMails, MailRow, MailRows, MailView
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.domain.notifications.kinds import Channel


class SandboxOutbox:
    """Answers :class:`ListMails` and :class:`GetMail`; *run* opens seals out of the event loop's way.

    *cursor_of* and *keys_of* are how all lists of the shop write and read their cursors.
    """

    reads = ()

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], vault: Vault, run: Callable[..., Any],
        cursor_of: Callable[..., str], keys_of: Callable[..., Any],
    ) -> None:
        self._pool, self._vault, self._run = pool, vault, run
        self._cursor_of, self._keys_of = cursor_of, keys_of

    @answers(ListMails)
    async def mails(self, query: ListMails) -> MailRows:
        """One page, newest first."""
        at, after = self._keys_of(query.cursor, tuple[datetime, UUID]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT id, sent_at, subject, sealed, channel FROM work.mails"
                " WHERE (%(channel)s::text IS NULL OR channel = %(channel)s) AND (%(at)s::timestamptz IS NULL"
                " OR sent_at < %(at)s OR (sent_at = %(at)s AND id > %(after)s))"
                " ORDER BY sent_at DESC, id LIMIT %(limit)s",
                {"at": at, "after": after, "limit": query.limit + 1, "channel": query.channel},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[: query.limit]
        opened = await self._run(lambda: [self._open(id, subject, sealed) for id, _, subject, sealed, _ in rows])
        items = [
            MailRow(row[0], mail.to, mail.subject, row[1], Channel(row[4]))
            for row, mail in zip(rows, opened, strict=True) if mail is not None
        ]
        return MailRows(items, self._cursor_of(rows[-1][1], rows[-1][0]) if more else None)

    @answers(GetMail)
    async def mail(self, query: GetMail) -> MailView:
        """One mail in full."""
        async with self._pool.connection() as db:
            row = await (await db.execute(
                "SELECT sent_at, subject, sealed, channel FROM work.mails WHERE id = %s", (query.id,)
            )).fetchone()
        mail = await self._run(self._open, query.id, row[1], row[2]) if row else None
        if row is None or mail is None:
            raise NoSuch("mail", query.id)
        return MailView(
            query.id, mail.to, mail.subject, row[0], mail.html, mail.text, Channel(row[3]), mail.unsubscribe
        )

    def _open(self, id: UUID, subject: UUID, sealed: str) -> Sealed | None:
        plain = self._vault.read(subject, sealed, place_of(id))
        return json.decode(plain, type=Sealed) if plain is not None else None
