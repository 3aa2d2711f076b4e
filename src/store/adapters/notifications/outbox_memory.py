"""The sandbox's outbox of a shop in memory."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from store.adapters.notifications.mailer_memory import MemoryMailer
from store.application.notifications.messages import GetMail, ListMails, MailRow, MailRows, MailView
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch


class MemoryOutbox:
    """Twin of :class:`~store.adapters.notifications.outbox_sandbox.SandboxOutbox`."""

    reads = ()

    def __init__(
        self, mailer: MemoryMailer, cursor_of: Callable[..., str], keys_of: Callable[..., Any]
    ) -> None:
        self._mailer, self._cursor_of, self._keys_of = mailer, cursor_of, keys_of

    @answers(ListMails)
    async def mails(self, query: ListMails) -> MailRows:
        """One page, newest first."""
        newest = sorted(sorted(self._mailer.mails.values(), key=lambda m: m.id), key=lambda m: m.at, reverse=True)
        newest = [m for m in newest if query.channel in {None, m.channel}]
        if query.cursor:
            at, after = self._keys_of(query.cursor, tuple[datetime, UUID])
            newest = [m for m in newest if m.at < at or (m.at == at and m.id > after)]
        page = newest[: query.limit]
        more = len(newest) > query.limit
        return MailRows(
            [MailRow(m.id, m.to, m.subject, m.at, m.channel) for m in page],
            self._cursor_of(page[-1].at, page[-1].id) if more else None,
        )

    @answers(GetMail)
    async def mail(self, query: GetMail) -> MailView:
        """One mail in full."""
        if query.id not in self._mailer.mails:
            raise NoSuch("mail", query.id)
        return self._mailer.mails[query.id]
