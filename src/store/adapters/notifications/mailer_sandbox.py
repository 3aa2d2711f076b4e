"""Mails that are written but not sent: they end in an outbox that a page shows."""

from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.prepared import touch
from store.adapters.drivers.vault import Vault
from store.application.notifications.ports import Forgotten, Mail, Note, Occasion
from store.domain.notifications.kinds import Channel
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import SubjectId

# Nobody waits for the disk: the duty that is settled next is flushed after it.
_KEEP: Final[LiteralString] = """
INSERT INTO work.mails (id, number, kind, sent_at, subject, sealed, channel)
SELECT %(id)s::uuid, %(number)s, %(kind)s, %(at)s::timestamptz, %(person)s::uuid, %(sealed)s, %(channel)s
WHERE set_config('synchronous_commit', 'off', true) = 'off'
ON CONFLICT (id) DO NOTHING
"""


class Sealed(Struct, frozen=True):
    """What of a mail belongs to a person: all of it."""

    to: str
    subject: str
    html: str
    text: str
    unsubscribe: str = ""


class SandboxMailer:
    """A :class:`~store.application.notifications.ports.Mailer` on the table ``work.mails``.

    Each mail is sealed with the key of whom it is for: erasing the person erases the mail.
    """

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def send(self, mail: Mail, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        letter = mail.letter
        sealed = Sealed(mail.to, letter.subject, letter.html, letter.text, mail.unsubscribe)
        keep(mail.id, mail.number, mail.kind, mail.person, Channel.EMAIL, sealed, at, self._pool, self._vault)


class SandboxNotes:
    """:class:`~store.application.notifications.ports.Texts`, and ``Pushes`` too: kept beside the mails, as they are."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def send(self, note: Note, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        sealed = Sealed(note.to, note.words, "", note.words)
        keep(note.id, "", note.kind, note.person, note.channel, sealed, at, self._pool, self._vault)


def keep(
    id: UUID, number: str, kind: Occasion, person: SubjectId, channel: Channel, what: Sealed, at: datetime,
    pool: ConnectionPool[Connection[Any]], vault: Vault,
) -> None:
    """Write it into the outbox, sealed.

    :raises Forgotten: if the person was erased meanwhile.
    """
    try:
        sealed = vault.seal(person, json.encode(what), place_of(id))
    except AlreadyErased:
        raise Forgotten from None
    with pool.connection() as db:
        touch(db, _KEEP, {
            "id": id, "number": number, "kind": kind.value, "at": at, "person": person, "sealed": sealed,
            "channel": channel.value,
        })


def place_of(id: UUID) -> str:
    """Where the seal of a mail stands."""
    return f"mail/{id}"
