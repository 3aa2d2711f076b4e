"""Mails that are written but not sent: they end in an outbox that a page shows."""

from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.vault import SubjectErased, Vault
from store.application.notifications.ports import Forgotten, Mail

# Nobody waits for the disk: the duty that is settled next is flushed after it.
_KEEP: Final[LiteralString] = """
INSERT INTO work.mails (id, number, kind, sent_at, subject, sealed)
SELECT %s, %s, %s, %s, %s, %s WHERE set_config('synchronous_commit', 'off', true) = 'off'
ON CONFLICT (id) DO NOTHING
"""


class Sealed(Struct, frozen=True):
    """What of a mail belongs to a person: all of it."""

    to: str
    subject: str
    html: str
    text: str


class SandboxMailer:
    """A :class:`~store.application.notifications.ports.Mailer` on the table ``work.mails``.

    Each mail is sealed with the key of whom it is for: erasing the person erases the mail.
    """

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def send(self, mail: Mail, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        plain = json.encode(Sealed(mail.to, mail.letter.subject, mail.letter.html, mail.letter.text))
        try:
            sealed = self._vault.seal(mail.person, plain, place_of(mail.id))
        except SubjectErased:
            raise Forgotten from None
        with self._pool.connection() as db:
            db.execute(_KEEP, (mail.id, mail.number, mail.kind.value, at, mail.person, sealed))


def place_of(id: UUID) -> str:
    """Where the seal of a mail stands."""
    return f"mail/{id}"
