"""Pages about data of persons, each with what it shows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from store.adapters.privacy.texts import FirstTexts
from store.application.notifications.choosing import Choice, Way
from store.application.privacy.compliance import entries
from store.application.privacy.consenting import ConsentsView, PurposeView
from store.application.privacy.copies import CopyState
from store.application.privacy.documents import Compliance, DocumentView, VersionLine
from store.application.privacy.elsewhere import ELSEWHERE
from store.domain.notifications.kinds import Channel, Kind, Nature
from store.domain.privacy.consents import Said
from store.domain.privacy.purposes import WORDS, DocumentKind, Purpose
from store.entrypoints.shared.own_copies import OwnCopy
from store.entrypoints.shared.texts import TITLES, parts_of, passages
from store.entrypoints.wiring.register import EVENTS
from tests.entrypoints.front_pages import FRONT_PAGES
from tests.entrypoints.page_frame import BACK, FRONT, PAGE
from tests.entrypoints.page_goods import LONG, NOW

TEXTS, KEPT = FirstTexts(), entries(EVENTS)


def document(kind: DocumentKind, number: int, text: str | None = None) -> DocumentView:
    lines = [VersionLine(2, NOW, LONG), VersionLine(1, None, "")]
    return DocumentView(kind, number, 2, NOW if number == 2 else None, text or TEXTS.of(kind), lines)


FIRST, SECOND = document(DocumentKind.TERMS, 1), document(
    DocumentKind.TERMS, 2, TEXTS.of(DocumentKind.TERMS).replace("## Law", "## Gifts\n\nWe wrap them.\n\n## The law"),
)
MOVED = {"title": "Terms", "now": SECOND, "before": FIRST, "passages": passages(FIRST, SECOND, "Hearth & Field")}
PURPOSES = [PurposeView(purpose, it.title, it.text, it.version, agreed=True) for purpose, it in WORDS.items()]
LETTERS = [Choice(Kind.PROMOTIONS, Nature.MARKETING, [Way(Channel.EMAIL, on=True, locked=False)], "promotions-1", LONG)]
SAID = [
    Said(NOW, "analytics", "analytics-1", agreed=True, where="choices"),
    Said(NOW, Purpose.PERSONALISATION, "personalisation-1", agreed=False, where="banner"),
    Said(NOW, "terms", "2", agreed=True, where="login"),
]


def copy(state: CopyState, step: int, href: str | None = None) -> OwnCopy:
    return OwnCopy(
        UUID(int=step), state, step, 4, NOW, NOW, NOW + timedelta(days=7) if href else None, 48_213, href,
    )


COPIES = [copy(CopyState.RUNNING, 2), copy(CopyState.READY, 4, "/account/data/x?key=y"), copy(CopyState.FAILED, 0)]
DRAFT: dict[str, Any] = {
    **BACK, "document": SECOND, "title": "Terms", "errors": {},
    "form": {"text": SECOND.text, "changes": "", "upon": "2"}, "looked": False, "parts": [SECOND.text],
    "most": 60_000, "kept": KEPT,
}
PRIVACY_PAGES: dict[str, PAGE] = {
    "privacy": ("storefront/document.html", {
        **FRONT, "document": document(DocumentKind.PRIVACY, 2), "title": TITLES["privacy"], "kept": KEPT,
        "parts": parts_of(TEXTS.of(DocumentKind.PRIVACY), "Hearth & Field"),
    }),
    "terms-before": ("storefront/document.html", {
        **FRONT, "document": FIRST, "title": "Terms", "kept": KEPT, "parts": [FIRST.text],
    }),
    "terms-changes": ("storefront/document_changes.html", {**FRONT, **MOVED}),
    "terms-again": ("storefront/terms_again.html", {**FRONT, **MOVED, "accepted": 1, "next": "/account"}),
    "choices": ("storefront/choices.html", {
        **FRONT, "own": ConsentsView(PURPOSES, {}, SAID), "letters": LETTERS, "logged_in": True,
        "titles": {purpose: it.title for purpose, it in WORDS.items()},
    }),
    "choices-none": ("storefront/choices.html", {
        **FRONT, "own": ConsentsView([], {}, []), "letters": [], "logged_in": False,
    }),
    "banner": ("storefront/home.html", {**FRONT_PAGES["home"][1], "asks_for_choices": list(WORDS.values())}),
    "own-data": ("storefront/own_data.html", {**FRONT, "copies": COPIES, "days": 7}),
    "own-data-none": ("storefront/own_data.html", {**FRONT, "copies": [], "days": 7}),
    "documents": ("backoffice/documents.html", {**BACK, "documents": [FIRST, SECOND], "titles": TITLES}),
    "document-edit": ("backoffice/document.html", DRAFT),
    "document-draft": ("backoffice/document.html", {
        **DRAFT, "looked": True, "errors": {"text": "Version 3 was published while you wrote. Compare the two."},
    }),
    "compliance": ("backoffice/compliance.html", {**BACK, "kept": Compliance(KEPT, dict(ELSEWHERE))}),
}
