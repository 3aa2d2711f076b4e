"""What one may ask of the mails that were written. Sending them spans contexts: see ``processes``."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Query
from store.domain.notifications.kinds import Channel


class MailRow(Struct, frozen=True):
    """A mail in the sandbox's outbox, or a few words that would have gone another way."""

    id: UUID
    to: str
    subject: str
    at: datetime
    channel: Channel = Channel.EMAIL


class MailRows(Struct, frozen=True):
    items: list[MailRow]
    next_cursor: str | None


class ListMails(Query[MailRows], frozen=True):
    """The sandbox's outbox, newest first. Mails to people who were forgotten are left out."""

    cursor: str | None = None
    limit: int = 50
    channel: Channel | None = None


class MailView(Struct, frozen=True):
    """One mail in full."""

    id: UUID
    to: str
    subject: str
    at: datetime
    html: str
    text: str
    channel: Channel = Channel.EMAIL
    unsubscribe: str = ""


class GetMail(Query[MailView], frozen=True):
    """One mail of the sandbox's outbox."""

    id: UUID
