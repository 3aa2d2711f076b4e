"""The privacy notice and the terms: reading them in any version, publishing another, and what authorities ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from store.application.privacy.compliance import Entry, entries
from store.application.privacy.elsewhere import ELSEWHERE
from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.rich_text import rich_text
from store.application.shared.work import UnitOfWork
from store.domain.privacy.document import FIRST, Document, Version
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import document_of


class FirstText(Protocol):
    """The texts that the software brings along, for a shop to adapt."""

    def of(self, kind: DocumentKind) -> str:
        """Markdown; ``{shop}`` is the shop's name, ``{retention}`` the table of what is kept for how long."""


class PublishDocument(Command[int], frozen=True):
    """Have it read like this from now on; the number of the new version. *upon* is the version that was edited."""

    document: DocumentKind
    text: str
    changes: str
    upon: int


class VersionLine(Struct, frozen=True):
    """That there was a version, since when, and what was different."""

    number: int
    since: datetime | None
    changes: str


class DocumentView(Struct, frozen=True):
    """One version, and which there are, the newest first. ``since`` is null for the one that the software brought."""

    kind: DocumentKind
    number: int
    newest: int
    since: datetime | None
    text: str
    versions: list[VersionLine]


class GetDocument(Query[DocumentView], frozen=True):
    """The newest version, or another one."""

    document: DocumentKind
    number: int | None = None


class GetNewest(Query[dict[str, int]], frozen=True):
    """The number of the newest version of each document."""


class Compliance(Struct, frozen=True):
    """What is kept why and for how long, and what is no table."""

    entries: list[Entry]
    elsewhere: dict[str, str]


class GetCompliance(Query[Compliance], frozen=True):
    """The record of processing and the table of retention, as data."""


@dataclass(frozen=True)
class DocumentHandlers:
    first: FirstText
    clock: Clock

    @handles(PublishDocument)
    def publish(self, command: PublishDocument, work: UnitOfWork) -> int:
        it = work.find(Document, document_of(command.document))
        number = it.publish(
            command.document, rich_text(command.text), command.changes, upon=command.upon,
            first=self.first.of(command.document), at=self.clock.now(),
        )
        work.save(it)
        return number


@dataclass(frozen=True)
class DocumentAnswers:
    journal: AsyncJournal
    first: FirstText
    events: Sequence[type[Event]]
    reads = ()

    @answers(GetDocument)
    async def document(self, query: GetDocument) -> DocumentView:
        versions = [Version(FIRST, self.first.of(query.document), ""), *(await self._read(query.document)).versions]
        wanted = versions[-1].number if query.number is None else query.number
        found = next((it for it in versions if it.number == wanted), None)
        if found is None:
            raise NoSuch("version", str(wanted))
        lines = [VersionLine(it.number, it.since, it.changes) for it in reversed(versions)]
        return DocumentView(query.document, found.number, versions[-1].number, found.since, found.text, lines)

    @answers(GetNewest)
    async def newest(self, query: GetNewest) -> dict[str, int]:
        del query
        ids = {kind: document_of(kind) for kind in DocumentKind}
        histories = await self.journal.read(list(ids.values()))
        return {
            kind.value: Document.replay(id, histories.get(id, History()).events).newest for kind, id in ids.items()
        }

    @answers(GetCompliance)
    async def compliance(self, query: GetCompliance) -> Compliance:
        del query
        return Compliance(entries(self.events), dict(ELSEWHERE))

    async def _read(self, kind: DocumentKind) -> Document:
        id = document_of(kind)
        return Document.replay(id, (await self.journal.read([id])).get(id, History()).events)
