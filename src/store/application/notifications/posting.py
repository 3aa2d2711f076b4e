"""Posting letters: each once, and what became of it written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from store.application.notifications.ports import (
    Duties,
    Forgotten,
    Letters,
    Mail,
    Mailer,
    Note,
    Outcome,
    Pushes,
    Texts,
    Undeliverable,
)
from store.application.shared.ports import Clock
from store.domain.notifications.kinds import Channel
from store.domain.shared.ids import follow_up


@dataclass(frozen=True)
class Posting:
    """What a process that mails people needs. *address* is where they reach the shop, without a slash at the end."""

    letters: Letters
    mailer: Mailer
    duties: Duties
    clock: Clock
    address: str
    texts: Texts
    pushes: Pushes

    def once(self, mail_id: UUID, attempt: Callable[[], Outcome]) -> Outcome:
        """What became of a mail before, or what becomes of it now."""
        before = self.duties.outcome(mail_id)
        if before is not None:
            return before
        outcome = attempt()
        self.duties.settle(mail_id, outcome, self.clock.now())
        return outcome

    def send(self, mail: Mail) -> Outcome:
        """Send it. A mail server that can't take it now raises, and the mail stays due."""
        return self._outcome(lambda now: self.mailer.send(mail, now))

    def tell(self, note: Note) -> Outcome:
        """The same for a few words."""
        way: Texts | Pushes = self.texts if note.channel is Channel.SMS else self.pushes
        return self._outcome(lambda now: way.send(note, now))

    def _outcome(self, send: Callable[[datetime], None]) -> Outcome:
        try:
            send(self.clock.now())
        except Forgotten:
            return Outcome.ERASED
        except Undeliverable:
            return Outcome.REFUSED
        return Outcome.SENT


def mail_of(stream: UUID, version: int, kind: str) -> UUID:
    """The id of the mail of a *kind* that one fact calls for: the same however often the fact is told."""
    return follow_up(stream, f"{version}/mail/{kind}")
