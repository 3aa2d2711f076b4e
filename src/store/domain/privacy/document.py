"""Document: the privacy notice or the terms, in all versions there were."""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.domain.privacy.consent_errors import NoSuchVersion, NothingChanged, TextOutOfSize
from store.domain.privacy.consent_events import DocumentEvent, DocumentPublished
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.aggregate import Aggregate

FIRST: Final = 1
"""The version that the software brings along: it is read from the tree, and published by nobody."""
LEAST, MOST = 100, 60_000


class Version(Struct, frozen=True):
    """How it read, from when on, and what was different."""

    number: int
    text: str
    changes: str
    since: datetime | None = None


class Document(Aggregate[DocumentEvent]):
    """One for each kind. Versions are counted, and none is ever changed."""

    kind = "document"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.versions: tuple[Version, ...] = ()

    @property
    def newest(self) -> int:
        """The number of the version that counts."""
        return self.versions[-1].number if self.versions else FIRST

    def publish(
        self, document: DocumentKind, text: str, changes: str, *, upon: int, first: str, at: datetime
    ) -> int:
        """Have it read like this. *upon* is the version that was edited: of two who edit at once the second is told.

        *first* is the text that the software brings along. The number of the new version is said.
        """
        if upon != self.newest:
            raise NoSuchVersion(self.newest)
        text = text.replace("\r\n", "\n").strip() + "\n"
        if not LEAST <= len(text) <= MOST:
            raise TextOutOfSize(LEAST, MOST)
        if text.strip() == (self.versions[-1].text if self.versions else first).strip():
            raise NothingChanged
        self._record(DocumentPublished(
            at=at, document=document, number=self.newest + 1, text=text, changes=changes.strip(),
        ))
        return self.newest

    def _evolve(self, event: DocumentEvent) -> None:
        self.versions += (Version(event.number, event.text, event.changes, event.at),)
