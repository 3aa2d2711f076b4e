"""What the facts of consents and documents say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.privacy.consent_events import (
    ConsentEvent,
    ConsentGiven,
    ConsentWithdrawn,
    DocumentAccepted,
    DocumentEvent,
    DocumentPublished,
)


def say_of_consents(event: ConsentEvent) -> Sentence:
    """The sentence for *event* of somebody's consents."""
    match event:
        case ConsentGiven(purpose=purpose, words=words):
            return said("{who} agreed to {purpose}, in the words of {version}", purpose=str(purpose), version=words)
        case ConsentWithdrawn(purpose=purpose):
            return said("{who} took back the consent to {purpose}", purpose=str(purpose))
        case DocumentAccepted(document=document, number=number):
            return said("{who} agreed to version {number} of the {document}", number=number, document=str(document))
        case _:
            assert_never(event)


def say_of_document(event: DocumentEvent) -> Sentence:
    """The sentence for *event* of a document."""
    match event:
        case DocumentPublished(document=document, number=number):
            return said("{who} published version {number} of the {document}", number=number, document=str(document))
        case _:
            assert_never(event)
