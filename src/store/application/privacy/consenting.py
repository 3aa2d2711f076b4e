"""What people agree to: saying so, taking it back, and how it stands. Guests are known by their browser alone."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.privacy.consents import Consents, Said
from store.domain.privacy.document import Document
from store.domain.privacy.purposes import WORDS, DocumentKind, Purpose, Where
from store.domain.shared.ids import AccountId, consents_of, document_of

_LATEST: Final = 50


class Wish(Struct, frozen=True):
    """Yes or no to one purpose. ``words`` is the version of the words that were shown; a no needs none."""

    purpose: Purpose
    agreed: bool
    words: str = ""


class Choose(Command[int], frozen=True):
    """All of these wishes or none of them, of an account or of a browser; the version of the consents."""

    holder: UUID
    wishes: tuple[Wish, ...]
    where: Where


class AcceptDocument(Command[None], frozen=True):
    """Somebody who has an account agrees to the newest version of a document."""

    account_id: AccountId
    document: DocumentKind
    number: int
    where: Where


class PurposeView(Struct, frozen=True):
    """One purpose, in the words there are now, and whether somebody agreed to them."""

    purpose: Purpose
    title: str
    text: str
    words: str
    agreed: bool


class ConsentsView(Struct, frozen=True):
    """How it stands, and what was said when, the newest first. ``accepted`` has the versions of documents."""

    purposes: list[PurposeView]
    accepted: dict[str, int]
    history: list[Said]


class GetConsents(Query[ConsentsView], frozen=True):
    """Of an account or of a browser; nothing is agreed to where nobody said anything."""

    holder: UUID


@dataclass(frozen=True)
class Consenting:
    clock: Clock

    @handles(Choose)
    def choose(self, command: Choose, work: UnitOfWork) -> int:
        it, now = work.find(Consents, consents_of(command.holder)), self.clock.now()
        for wish in command.wishes:
            if wish.agreed:
                it.give(command.holder, wish.purpose, wish.words, command.where, at=now)
            else:
                it.withdraw(command.holder, wish.purpose, command.where, at=now)
        work.save(it)
        return it.version

    @handles(AcceptDocument)
    def accept(self, command: AcceptDocument, work: UnitOfWork) -> None:
        consents, document = work.gather(
            (Consents, consents_of(command.account_id)), (Document, document_of(command.document)),
        )
        consents.accept(
            command.account_id, command.document, command.number, document.newest, command.where, at=self.clock.now(),
        )
        work.save(consents)


@dataclass(frozen=True)
class ConsentAnswers:
    journal: AsyncJournal
    reads = ()

    @answers(GetConsents)
    async def own(self, query: GetConsents) -> ConsentsView:
        id = consents_of(query.holder)
        it = Consents.replay(id, (await self.journal.read([id])).get(id, History()).events)
        purposes = [
            PurposeView(purpose, words.title, words.text, words.version, it.allows(purpose))
            for purpose, words in WORDS.items()
        ]
        return ConsentsView(purposes, dict(it.accepted), list(reversed(it.given))[:_LATEST])


class Standing(Struct, frozen=True):
    """Which version of the terms an account agreed to last, and which is the newest.

    ``accepted`` is 0 for who came by a provider and was shown none; ``None`` for who registered before there were
    versions, or by a program: they have the first.
    """

    accepted: int | None
    newest: int


class GetTermsStanding(Query[Standing], frozen=True):
    """Whether somebody is to be shown the terms again: answered where accounts and consents meet."""

    account_id: AccountId


