"""The privacy notice and the terms have versions, and none is ever changed."""

from datetime import UTC, datetime

import pytest

from store.domain.privacy.consent_errors import NoSuchVersion, NothingChanged, TextOutOfSize
from store.domain.privacy.consent_events import DocumentPublished
from store.domain.privacy.document import LEAST, MOST, Document
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.ids import document_of
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.4", "policy and terms")]
NOON, TERMS = datetime(2026, 5, 31, 12, tzinfo=UTC), DocumentKind.TERMS
FIRST, TEXT, OTHER = "As it came. " * 20, "You buy, we send. " * 20 + "\n", "We send, you pay. " * 20 + "\n"
SECOND = DocumentPublished(at=NOON, document=TERMS, number=2, text=TEXT.strip() + "\n", changes="Shorter.")


def terms(*past):
    return given(Document, document_of(TERMS), *past)


def publishing(text, upon, changes="Shorter."):
    return {"upon": upon, "first": FIRST, "at": NOON}, (TERMS, text, changes)


def test_each_version_has_the_next_number_and_the_first_came_with_the_software():
    how, what = publishing(TEXT, 1)
    terms().when(Document.publish, *what, **how).then(SECOND)
    how, what = publishing(OTHER.replace("\n", "\r\n"), 2, "  Other.  ")
    terms(SECOND).when(Document.publish, *what, **how).then(DocumentPublished(
        at=NOON, document=TERMS, number=3, text=OTHER.strip() + "\n", changes="Other.",
    ))
    it = Document.replay(document_of(TERMS), (SECOND,))
    assert ([version.number for version in it.versions], it.newest) == ([2], 2)
    assert Document(document_of(TERMS)).newest == 1


def test_of_two_who_write_at_once_the_second_is_told():
    how, what = publishing(OTHER, 1)
    terms(SECOND).when(Document.publish, *what, **how).then_raises(NoSuchVersion, number=2)


def test_what_it_says_already_is_nothing_to_publish():
    for past, text, upon in (((), FIRST, 1), ((SECOND,), TEXT, 2)):
        how, what = publishing(text, upon)
        terms(*past).when(Document.publish, *what, **how).then_raises(NothingChanged)


@pytest.mark.parametrize("text", ["", "x" * (LEAST - 2), "x" * MOST])
def test_a_text_is_neither_nothing_nor_a_book(text):
    how, what = publishing(text, 1)
    terms().when(Document.publish, *what, **how).then_raises(TextOutOfSize, least=LEAST, most=MOST)
