"""The privacy notice and the terms, as pages show them; and what differs between two versions, by paragraphs."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, Literal

from msgspec import Struct

from store.application.privacy.documents import DocumentView

TITLES: Final = {"privacy": "Privacy notice", "terms": "Terms"}
RETENTION: Final = "{retention}"


class Passage(Struct, frozen=True):
    """Some paragraphs, in Markdown: as they were, gone, or new."""

    kind: Literal["same", "gone", "new"]
    text: str


def parts_of(text: str, shop: str) -> list[str]:
    """What stands before, between and after the places where the table of what is kept belongs."""
    return text.replace("{shop}", shop).split(RETENTION)


def passages(before: DocumentView, now: DocumentView, shop: str) -> list[Passage]:
    """From one version to the next; what stayed the same is there too, so that nothing is read out of its place."""
    old, new = (_paragraphs(it.text, shop) for it in (before, now))
    return list(_differing(old, new))


def _differing(old: list[str], new: list[str]) -> Iterator[Passage]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Passage("same", "\n\n".join(old[a:b]))
            continue
        if b > a:
            yield Passage("gone", "\n\n".join(old[a:b]))
        if d > c:
            yield Passage("new", "\n\n".join(new[c:d]))


def _paragraphs(text: str, shop: str) -> list[str]:
    whole = text.replace("{shop}", shop).replace(RETENTION, "*(a table of what is kept for how long)*")
    return [part.strip() for part in whole.split("\n\n") if part.strip()]
