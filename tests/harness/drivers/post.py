"""How the mail of a shop in this very process reaches whom it is for."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final
from uuid import UUID, uuid4

from msgspec import json

from projections.notifications.account_mails import AccountMails, occasion
from store.adapters.notifications.mailer_sandbox import Sealed, place_of
from store.application.notifications.ports import MailJob
from store.application.notifications.posting import mail_of
from store.application.shared.bus import Caller
from store.entrypoints.wiring.mails import sending
from tests.harness.drivers.driver import Letter

_PAGE: Final = 20
_WRITTEN: Final = "SELECT id, kind, subject, sealed FROM work.mails"


class Post:
    """Sees to the mails of a shop, as a worker would. *due* are jobs for mails that facts called for; *sent* and
    *lately* are all that were written, the oldest first and the newest first.
    """

    def __init__(
        self,
        bus: Any,
        due: Callable[[], list[MailJob]],
        sent: Callable[[], list[tuple[str, Letter]]],
        lately: Callable[[], Iterator[tuple[str, Letter]]] | None = None,
    ) -> None:
        self._bus, self._due, self._sent = bus, due, sent
        self._lately = lately or (lambda: reversed(sent()))

    def to(self, email: str) -> list[Letter]:
        """All that were written to *email*, oldest first."""
        self._see_to_all()
        return [letter for to, letter in self._sent() if to == email]

    def newest(self, email: str, kind: str) -> Letter:
        """The last of this *kind* to *email*, however many were written to others before."""
        self._see_to_all()
        return next(letter for to, letter in self._lately() if to == email and letter.kind == kind)

    def _see_to_all(self) -> None:
        for job in self._due():
            self._bus.do(sending(job), Caller(actor="system:worker", correlation=uuid4()))


def memory_post(shop: Any) -> Post:
    """Mails of a shop in memory, where no reaction follows the log: this does."""
    kinds: dict[UUID, str] = {}

    def due() -> list[MailJob]:
        jobs = []
        for row in shop.log().select_notifications(1, 10_000):
            event = shop.codec().decode(row.topic, row.state, row.originator_id, row.originator_version)
            if isinstance(event, AccountMails.kinds):
                kind = occasion(event)
                id = mail_of(row.originator_id, row.originator_version, kind)
                kinds[id] = kind
                jobs.append(MailJob(mail_id=id, about=row.originator_id, kind=kind, correlation=uuid4()))
        return jobs

    def sent() -> list[tuple[str, Letter]]:
        return [(mail.to, Letter(kinds[mail.id], mail.subject, mail.text)) for mail in shop.mailer().mails.values()]

    return Post(shop.bus(), due, sent)


def postgres_post(shop: Any) -> Post:
    """Mails of a shop on Postgres, as its sandbox keeps them."""

    def due() -> list[MailJob]:
        now = shop.clock().now()
        return list(shop.duties().take(now, now, 100_000))

    def sent() -> list[tuple[str, Letter]]:
        with shop.pool().connection() as db:
            # At one instant of a clock that stands still, by who wrote first: rows take the place of rows that went.
            return list(_opened(shop, db.execute(f"{_WRITTEN} ORDER BY sent_at, xmin::text::bigint, ctid").fetchall()))

    def lately() -> Iterator[tuple[str, Letter]]:
        for begin in count(0, _PAGE):
            with shop.pool().connection() as db:
                page = db.execute(f"{_WRITTEN} ORDER BY sent_at DESC, id LIMIT %s OFFSET %s", (_PAGE, begin)).fetchall()
            if not page:
                return
            yield from _opened(shop, page)

    return Post(shop.bus(), due, sent, lately)


def _opened(shop: Any, rows: list[Any]) -> Iterator[tuple[str, Letter]]:
    for id, kind, subject, sealed in rows:
        if (mail := shop.vault().open(subject, sealed, place_of(id))) is not None:  # else somebody was forgotten
            said = json.decode(mail, type=Sealed)
            yield said.to, Letter(kind, said.subject, said.text)
