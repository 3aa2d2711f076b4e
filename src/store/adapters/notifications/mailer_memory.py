"""Mails that stay in memory, for tests and for a shop that lives there."""

from datetime import datetime
from uuid import UUID

from store.application.notifications.messages import MailView
from store.application.notifications.ports import Mail, Outcome


class MemoryMailer:
    """Twin of the sandbox's mailer."""

    def __init__(self) -> None:
        self.mails: dict[UUID, MailView] = {}

    def send(self, mail: Mail, at: datetime) -> None:
        """Keep it; one with the same id stays as it is."""
        letter = mail.letter
        self.mails.setdefault(mail.id, MailView(mail.id, mail.to, letter.subject, at, letter.html, letter.text))


class MemoryDuties:
    """Twin of :class:`~store.adapters.notifications.duties_postgres.PostgresDuties`."""

    def __init__(self) -> None:
        self._outcomes: dict[UUID, Outcome] = {}

    def outcome(self, mail_id: UUID) -> Outcome | None:
        """What became of a mail; ``None`` while it is due."""
        return self._outcomes.get(mail_id)

    def settle(self, mail_id: UUID, outcome: Outcome, at: datetime) -> None:
        """Write down what became of it. The first word stands."""
        del at
        self._outcomes.setdefault(mail_id, outcome)
