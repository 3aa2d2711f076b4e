"""Consents: what somebody, or a browser, agreed to. Nothing is agreed to by saying nothing."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from msgspec import Struct

from store.domain.privacy.consent_errors import NoSuchVersion, OtherWords
from store.domain.privacy.consent_events import ConsentEvent, ConsentGiven, ConsentWithdrawn, DocumentAccepted
from store.domain.privacy.purposes import WORDS, DocumentKind, Purpose, Where
from store.domain.shared.aggregate import Aggregate


class Said(Struct, frozen=True):
    """One time somebody said yes or no: to what, in which version, and where."""

    at: datetime
    about: str
    version: str
    agreed: bool
    where: str


class Consents(Aggregate[ConsentEvent]):
    """One for each account, and for each browser that agreed to something."""

    kind = "consents"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.agreed: dict[str, str] = {}
        self.accepted: dict[str, int] = {}
        self.given: tuple[Said, ...] = ()

    def allows(self, purpose: Purpose) -> bool:
        """Whether somebody agreed to what the words say now: whoever agreed to others did not agree to these."""
        return self.agreed.get(purpose) == WORDS[purpose].version

    def give(self, holder: UUID, purpose: Purpose, words: str, where: Where, *, at: datetime) -> None:
        """Agree to *words*, which are the ones that were shown. What is agreed to already is no fact."""
        if words != WORDS[purpose].version:
            raise OtherWords(WORDS[purpose].version)
        if not self.allows(purpose):
            self._record(ConsentGiven(at=at, holder=holder, purpose=purpose, words=words, where=where))

    def withdraw(self, holder: UUID, purpose: Purpose, where: Where, *, at: datetime) -> None:
        """Take it back, which takes nothing but saying so. What was not agreed to is no fact."""
        if purpose in self.agreed:
            self._record(ConsentWithdrawn(at=at, holder=holder, purpose=purpose, where=where))

    def accept(
        self, holder: UUID, document: DocumentKind, number: int, newest: int, where: Where, *, at: datetime
    ) -> None:
        """Agree to the *newest* version of a document. One that was accepted already is no fact."""
        if number != newest:
            raise NoSuchVersion(newest)
        if self.accepted.get(document, 0) < number:
            self._record(DocumentAccepted(at=at, holder=holder, document=document, number=number, where=where))

    def _evolve(self, event: ConsentEvent) -> None:
        match event:
            case ConsentGiven(purpose=purpose, words=words):
                self.agreed[purpose] = words
                self._note(event.at, purpose, words, event.where, agreed=True)
            case ConsentWithdrawn(purpose=purpose):
                words = self.agreed.pop(purpose, "")
                self._note(event.at, purpose, words, event.where, agreed=False)
            case DocumentAccepted(document=document, number=number):
                self.accepted[document] = number
                self._note(event.at, document, str(number), event.where, agreed=True)
            case _:
                assert_never(event)

    def _note(self, at: datetime, about: str, version: str, where: Where, *, agreed: bool) -> None:
        self.given += (Said(at, str(about), version, agreed, str(where)),)
