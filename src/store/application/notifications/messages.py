"""What one may ask of the mails that were written. Sending them spans contexts: see ``processes``."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Query


class MailRow(Struct, frozen=True):
    """A mail in the sandbox's outbox."""

    id: UUID
    to: str
    subject: str
    at: datetime


class MailRows(Struct, frozen=True):
    items: list[MailRow]
    next_cursor: str | None


class ListMails(Query[MailRows], frozen=True):
    """The sandbox's outbox, newest first. Mails to people who were forgotten are left out."""

    cursor: str | None = None
    limit: int = 50


class MailView(Struct, frozen=True):
    """One mail in full."""

    id: UUID
    to: str
    subject: str
    at: datetime
    html: str
    text: str


class GetMail(Query[MailView], frozen=True):
    """One mail of the sandbox's outbox."""

    id: UUID
