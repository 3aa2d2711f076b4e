"""Mails that stay in memory, for tests and for a shop that lives there."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID

from store.application.notifications.messages import MailView
from store.application.notifications.ports import Mail, Note, NotTaken, Outcome


class MemoryMailer:
    """Twin of the sandbox's mailer."""

    def __init__(self) -> None:
        self.mails: dict[UUID, MailView] = {}
        self.away = False
        """Whether nothing is taken for now, as by a mail server that is down."""

    def send(self, mail: Mail, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        if self.away:
            raise NotTaken("away")
        letter = mail.letter
        self.mails.setdefault(mail.id, MailView(
            mail.id, mail.to, letter.subject, at, letter.html, letter.text, unsubscribe=mail.unsubscribe,
        ))

    def together(self) -> AbstractContextManager[None]:
        """Each is kept at once."""
        return nullcontext()


class MemoryNotes:
    """Twin of the sandbox's way for text messages and pushes: they are kept where the mails are."""

    def __init__(self, mailer: MemoryMailer) -> None:
        self._mailer = mailer

    def send(self, note: Note, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        self._mailer.mails.setdefault(
            note.id, MailView(note.id, note.to, note.words, at, "", note.words, note.channel)
        )


class MemoryDuties:
    """Twin of :class:`~store.adapters.notifications.duties_postgres.PostgresDuties`."""

    def __init__(self) -> None:
        self._outcomes: dict[UUID, Outcome] = {}
        self.failures: dict[UUID, str] = {}

    def outcome(self, mail_id: UUID) -> Outcome | None:
        """What became of a mail; ``None`` while it is due."""
        return self._outcomes.get(mail_id)

    def settle(self, mail_id: UUID, outcome: Outcome, at: datetime) -> None:
        """Write down what became of it. The first word stands."""
        del at
        self._outcomes.setdefault(mail_id, outcome)

    def together(self, mail_ids: Sequence[UUID]) -> AbstractContextManager[None]:
        """Each is written at once: nothing here ends badly in between."""
        del mail_ids
        return nullcontext()

    def failed(self, mail_id: UUID, failure: str, at: datetime) -> None:
        """Write down that it did not come off, and why; it stays due."""
        del at
        if mail_id not in self._outcomes:
            self.failures[mail_id] = failure

    def again(self, mail_id: UUID, actor: str, at: datetime) -> bool | None:
        """Have one that failed or was refused tried at once; ``None`` if nobody knows it."""
        del actor, at
        if mail_id not in self._outcomes and mail_id not in self.failures:
            return None
        refused = self._outcomes.get(mail_id) is Outcome.REFUSED and self._outcomes.pop(mail_id, None) is not None
        return self.failures.pop(mail_id, None) is not None or refused
