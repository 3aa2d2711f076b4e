"""Mails that are written but not sent: they end in an outbox that a page shows."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import local
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.arrays import Texts, Uuids
from store.adapters.drivers.prepared import touch
from store.adapters.drivers.vault import Vault
from store.application.notifications.ports import Forgotten, Mail, Note, Occasion
from store.domain.notifications.kinds import Channel
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import SubjectId

# Nobody waits for the disk: the duty that is settled next is flushed after it.
_KEEP: Final[LiteralString] = """
INSERT INTO work.mails (id, number, kind, sent_at, subject, sealed, channel)
SELECT id, number, kind, at::timestamptz, person, sealed, channel
FROM unnest(%(ids)s::uuid[], %(numbers)s::text[], %(kinds)s::text[], %(ats)s::text[], %(persons)s::uuid[],
            %(sealed)s::text[], %(channels)s::text[]) AS kept (id, number, kind, at, person, sealed, channel)
WHERE set_config('synchronous_commit', 'off', true) = 'off'
ON CONFLICT (id) DO NOTHING
"""


class Kept(Struct, frozen=True):
    """A row of the outbox."""

    id: UUID
    number: str
    kind: Occasion
    at: datetime
    person: SubjectId
    sealed: str
    channel: Channel


class _Round(local):
    """Mails that a thread sends together."""

    rows: list[Kept] | None = None


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
        self._pool, self._vault, self._round = pool, vault, _Round()

    def send(self, mail: Mail, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        letter = mail.letter
        what = Sealed(mail.to, letter.subject, letter.html, letter.text, mail.unsubscribe)
        kept = Kept(
            mail.id, mail.number, mail.kind, at, mail.person, sealed(mail.id, mail.person, what, self._vault),
            Channel.EMAIL,
        )
        if self._round.rows is None:
            keep([kept], self._pool)
        else:
            self._round.rows.append(kept)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within the block, have what this thread sends written at its end, sealed as it was when it was sent."""
        rows: list[Kept] = []
        self._round.rows = rows
        try:
            yield
        finally:
            self._round.rows = None
        if rows:
            keep(rows, self._pool)


class SandboxNotes:
    """:class:`~store.application.notifications.ports.Texts`, and ``Pushes`` too: kept beside the mails, as they are."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def send(self, note: Note, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        what = sealed(note.id, note.person, Sealed(note.to, note.words, "", note.words), self._vault)
        keep([Kept(note.id, "", note.kind, at, note.person, what, note.channel)], self._pool)


def sealed(id: UUID, person: SubjectId, what: Sealed, vault: Vault) -> str:
    """*what*, as only the key of *person* opens it.

    :raises Forgotten: if the person was erased meanwhile.
    """
    try:
        return vault.seal(person, json.encode(what), place_of(id))
    except AlreadyErased:
        raise Forgotten from None


def keep(rows: Sequence[Kept], pool: ConnectionPool[Connection[Any]]) -> None:
    """Write them into the outbox."""
    def texts(values: Iterable[str]) -> Texts:
        return Texts.of([value.encode() for value in values])

    with pool.connection() as db:
        touch(db, _KEEP, {
            "ids": Uuids.of([row.id for row in rows]), "numbers": texts(row.number for row in rows),
            "kinds": texts(row.kind.value for row in rows), "ats": texts(row.at.isoformat() for row in rows),
            "persons": Uuids.of([row.person for row in rows]), "sealed": texts(row.sealed for row in rows),
            "channels": texts(row.channel.value for row in rows),
        })


def place_of(id: UUID) -> str:
    """Where the seal of a mail stands."""
    return f"mail/{id}"
