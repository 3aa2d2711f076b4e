"""What people agreed to and took back, and the documents they were shown."""

from typing import TypeAlias
from uuid import UUID

from store.domain.privacy.purposes import DocumentKind, Purpose, Where
from store.domain.shared.aggregate import Event


class ConsentGiven(Event, frozen=True, tag="privacy/consent-given-1"):
    """Somebody agreed. ``holder`` is an account, or a browser by the random id in its cookie; ``words`` the version of
    what they agreed to.
    """

    holder: UUID
    purpose: Purpose
    words: str
    where: Where


class ConsentWithdrawn(Event, frozen=True, tag="privacy/consent-withdrawn-1"):
    """They took it back."""

    holder: UUID
    purpose: Purpose
    where: Where


class DocumentAccepted(Event, frozen=True, tag="privacy/document-accepted-1"):
    """Somebody who has an account agreed to a newer version of a document."""

    holder: UUID
    document: DocumentKind
    number: int
    where: Where


class DocumentPublished(Event, frozen=True, tag="privacy/document-published-1"):
    """From now on it reads like this (Markdown). ``changes`` says in a sentence what is different."""

    document: DocumentKind
    number: int
    text: str
    changes: str


ConsentEvent: TypeAlias = ConsentGiven | ConsentWithdrawn | DocumentAccepted
DocumentEvent: TypeAlias = DocumentPublished
